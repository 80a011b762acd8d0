"""The commands that change a gold file: `dalil eval add` and `dalil eval mark`."""

import argparse
import json
import sys
from pathlib import Path

from eval.add import append_gold, gold_from_answer
from eval.mark import mark
from rag.errors import InputError
from rag.settings import Settings
from rag.types import Json

__all__ = ["add", "describe_add", "describe_mark", "mark_answer"]


def _parser(name: str, about: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(prog=f"dalil eval {name}", description=about)


def describe_add() -> argparse.ArgumentParser:
    """What `dalil eval add` takes."""
    parser = _parser("add", "Make a gold question of an answer's JSON and its right citations.")
    parser.add_argument("answer", help="a file with the JSON of `dalil ask --json`, or - for stdin")
    _add_target(parser)
    parser.add_argument("--accept", type=int, nargs="+", help="markers (default: all of them)")
    parser.add_argument("--ar", nargs="+", default=[], help="right phrases in Arabic")
    parser.add_argument("--en", nargs="+", default=[], help="right phrases in English")
    parser.add_argument("--id", default="", help="default: the question's first words")
    parser.add_argument("--kind", default="", help="default: chat, or unanswerable")
    return parser


def _add_target(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", type=Path, help="the gold file (default: the setting `gold`)")


def _target(options: argparse.Namespace) -> Path:
    return options.to or Settings.load().gold


def _read_answer(place: str) -> Json:
    try:
        text = sys.stdin.read() if place == "-" else Path(place).read_text(encoding="utf-8")
        answer: Json = json.loads(text)
    except (OSError, ValueError) as error:
        raise InputError(f"cannot read the answer in {place}: {error}") from error
    return answer


def add(options: argparse.Namespace) -> int:
    """Add the question of an answer, with the citations that are right."""
    answer, target = _read_answer(options.answer), _target(options)
    phrases = {"en": options.en, "ar": options.ar} if options.en or options.ar else None
    gold = gold_from_answer(answer, options.accept, phrases, options.id, options.kind)
    append_gold(gold, target)
    sys.stdout.write(f"{gold.id} added to {target}\n")
    return 0


def describe_mark() -> argparse.ArgumentParser:
    """What `dalil eval mark` takes."""
    parser = _parser("mark", "Say of an answer's JSON whether it is right: kept as gold.")
    parser.add_argument("answer", help="a file with the JSON of `dalil ask --json`, or - for stdin")
    parser.add_argument("mark", choices=("right", "false"))
    parser.add_argument(
        "--say", action="append", default=[], metavar="PHRASE",
        help="of a false answer: what would be right; may be given more than once",
    )  # fmt: skip
    _add_target(parser)
    parser.add_argument("--id", default="", help="of the question (default: the one that asks it)")
    return parser


def mark_answer(options: argparse.Namespace) -> int:
    """Keep what an editor says of an answer."""
    answer, target = _read_answer(options.answer), _target(options)
    gold, new = mark(answer, options.mark == "right", options.say, target, options.id)
    sys.stdout.write(f"{gold.id} {'added to' if new else 'changed in'} {target}\n")
    return 0
