"""The command `python -m eval`, which is also `dalil eval`."""

import argparse
import sys
from collections.abc import Callable, Sequence

from eval.editing import add, describe_add, describe_mark, mark_answer
from rag.errors import DalilError

__all__ = ["main"]

Command = tuple[Callable[[argparse.Namespace], int], Callable[[], argparse.ArgumentParser]]
EDITING: dict[str, Command] = {"add": (add, describe_add), "mark": (mark_answer, describe_mark)}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; 0 if all went well, 1 for an error or if the gate is shut."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["peers"]:
        from eval.peers.command import main as peers

        return peers(words[1:])
    if words and words[0] in EDITING:  # an editor waits for them: no model is imported
        command, describe = EDITING[words.pop(0)]
    else:
        from eval.commands import COMMANDS

        name = words.pop(0) if words and words[0] in COMMANDS else "run"
        command, describe = COMMANDS[name]
    try:
        return command(describe().parse_args(words))
    except DalilError as error:
        print(f"dalil: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
