"""The commands that keep the index: `dalil index`, `sources` and `remove`; see `ui.cli_index`."""

import argparse
from pathlib import Path

from rag.settings import Settings

__all__ = ["add_archive"]


def add_archive(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the parser's commands."""
    command = commands.add_parser(
        "index",
        help="add files, folders or addresses of articles to the index, or bring it up to date",
        description="Add the articles under PATH to the index: what is new is read, what has "
        "changed is replaced, what has gone from under PATH goes. Other articles stay. What cannot "
        "be read is named and skipped. Without PATH, every source of the index is read again.",
    )
    command.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="a file, a folder, a zip, an http(s) address, or - for standard input",
    )
    command.add_argument(
        "--urls", type=Path, metavar="FILE", help="a list of addresses, one a line"
    )
    command.add_argument("--name", default="", help="the name of the source (default: of PATH)")
    command.add_argument("--outlet", default="", help="outlet of articles that do not name theirs")
    command.add_argument("--language", default="", help="language of articles that do not say")
    command.add_argument(
        "--private", action="store_true", help="let addresses lead into the own network"
    )
    command.add_argument("--watch", action="store_true", help="go on, and index what changes")
    command.add_argument(
        "--every", type=int, default=60, metavar="SECONDS", help="how often to look (%(default)s)"
    )
    command.set_defaults(run=_index)
    sources = commands.add_parser("sources", help="list where the articles of the index came from")
    sources.set_defaults(run=_sources)
    removal = commands.add_parser(
        "remove",
        help="remove a source or an article from the index, for good",
        description="Remove a source with all its articles, or one article, from every file of the "
        "index. A removed article stays out when its file is indexed again.",
    )
    removal.add_argument(
        "name", metavar="NAME", help="a source, as `dalil sources` lists them, or an article's id"
    )
    removal.add_argument("--undo", action="store_true", help="let a removed article in again")
    removal.set_defaults(run=_remove)


def _index(args: argparse.Namespace) -> None:
    settings = Settings.load()
    from ui.cli_index import index

    index(args, settings)


def _sources(args: argparse.Namespace) -> None:
    from ui.cli_index import sources

    sources(Settings.load())


def _remove(args: argparse.Namespace) -> None:
    from ui.cli_index import remove

    remove(args, Settings.load())
