"""The commands that care for the stylebook: `dalil stylebook suggest`."""

import argparse
import csv
import sys
from collections.abc import Sequence
from pathlib import Path

from rag.errors import InputError
from rag.settings import Settings
from rag.types import Article

__all__ = ["add_stylebook"]


def add_stylebook(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the parser's commands."""
    command = commands.add_parser("stylebook", help="care for the stylebook of names")
    actions = command.add_subparsers(dest="action", required=True, metavar="ACTION")
    suggest = actions.add_parser(
        "suggest",
        help="list frequent names that the stylebook lacks",
        description="List, as CSV, frequent names of the articles that the stylebook lacks, each "
        "with a guess at its English form: for an editor to look through.",
    )
    suggest.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="articles (default: those of the index)"
    )
    suggest.add_argument("--limit", type=int, default=50, help="names at most (%(default)s)")
    suggest.set_defaults(run=_suggest)


def _suggest(args: argparse.Namespace) -> None:
    settings = Settings.load()
    from index.suggest import suggest
    from rag.text.stylebook import Stylebook

    stylebook = Stylebook.load(settings.stylebook)
    if args.paths:
        from index.load.files import load_articles

        articles: Sequence[Article] = load_articles(args.paths).articles
        if not articles:
            raise InputError(f"no article in {', '.join(map(str, args.paths))}: name other files")
    else:
        from index.open import open_archive

        articles = open_archive(settings).articles
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(["arabic", "english", "kind", "count", "articles", "example"])
    for found in suggest(articles, stylebook, args.limit):
        table.writerow(
            [found.arabic, found.english, found.kind, found.count, found.articles, found.example]
        )
