"""The command line: `dalil index`, `ask`, `chat`, `serve`, `eval`, `calibrate`, `doctor` and so on.

Results go to standard output; what is told beside them, and every error in one line, to standard
error. Exit codes: 0 done (also for an answer that says "not found"), 1 an error, 2 a command line
that cannot be read, 130 stopped with Ctrl-C (but 0 for the chat, which is closed so). Heavy imports
wait until a command needs them.
"""

import argparse
import json
import logging
import os
import runpy
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NoReturn

from rag.errors import DalilError, ModelError
from rag.settings import Settings
from ui.cli_archive import add_archive
from ui.cli_stylebook import add_stylebook
from ui.environment import check_environment
from ui.extras import needs
from ui.server.command import add_serve

__all__ = ["main"]

log = logging.getLogger(__name__)
ERROR, STOPPED = 1, 130
QUIET = {
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_VERBOSITY": "error",
}
"""Nothing calls home, and no library talks into the answers; an empty variable is as none."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; nothing but the answer reaches standard output."""
    _speak_utf8()
    for name, value in QUIET.items():
        os.environ[name] = os.environ.get(name) or value
    parser = _parser()
    args, rest = parser.parse_known_args(argv)
    if rest and args.command not in ("eval", "calibrate"):
        parser.error(f"unknown: {' '.join(rest)}")
    args.rest = rest
    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    logging.getLogger("rag").setLevel(logging.INFO)  # says when a model is unpacked
    try:
        check_environment(os.environ)
        run: Callable[[argparse.Namespace], None] = args.run
        run(args)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return STOPPED
    except BrokenPipeError:  # the reader of a pipe has gone; nothing is left to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ERROR
    except (DalilError, OSError) as error:
        return _failed(str(error), args.debug)
    except Exception as error:  # noqa: BLE001  (the edge: one line, never a traceback)
        return _failed(f"a fault of Dalil's own, {type(error).__name__}: {error}", args.debug)
    return 0


def _failed(message: str, debug: bool) -> int:
    if debug:
        log.exception("where it happened:")
    print(f"dalil: {' '.join(message.split())}", file=sys.stderr)
    return ERROR


def _speak_utf8() -> None:
    """Print Arabic wherever the output goes, and replace what no encoding holds."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


# --- the commands -------------------------------------------------------------------------------


def _ask(args: argparse.Namespace) -> None:
    settings = Settings.load()
    from index.open import open_pipeline
    from rag.answer.serialise import answer_json
    from ui.answer.copies import plain
    from ui.answer.make_view import view_of

    pipeline = open_pipeline(settings)
    answer = pipeline.answer(" ".join(args.question))
    if args.json:
        print(json.dumps(answer_json(answer), ensure_ascii=False, indent=2))
    else:
        print(plain(view_of(answer, pipeline.stylebook)))


def _chat(args: argparse.Namespace) -> None:
    needs("server", "gradio")
    from ui.server.settings import ServeSettings

    given = {name: getattr(args, name) for name in ("host", "port") if getattr(args, name)}
    options = ServeSettings.load({"log_level": "warning", **given})
    settings = Settings.load()
    print("Loading …", file=sys.stderr)
    from ui.server.index_source import IndexSource
    from ui.server.run import serve

    def tell(address: str) -> None:
        print(f"Dalil is open at {address} (Ctrl-C closes it)", flush=True)

    with suppress(KeyboardInterrupt):
        serve(IndexSource(settings), settings, options, tell)
    print("Dalil is closed.", file=sys.stderr)


def _eval(args: argparse.Namespace) -> None:
    needs("eval", "ir_measures")
    _hand_over(args, "eval")


def _calibrate(args: argparse.Namespace) -> None:
    _hand_over(args, "eval.calibrate")


def _hand_over(args: argparse.Namespace, module: str) -> None:
    """Run a module that reads its own command line."""
    sys.argv = [f"dalil {args.command}", *args.rest]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _doctor(args: argparse.Namespace) -> None:
    settings = Settings.load()
    from ui.doctor import examine, examine_store

    ill = []
    for finding in (examine_store if args.store else examine)(settings):
        print(
            f"{finding.part:<11}{'ok' if finding.well else 'FAILS':<6} {finding.text}", flush=True
        )
        if not finding.well:
            ill.append(finding.part)
    if ill:
        parts = ", ".join(dict.fromkeys(ill))
        raise ModelError(f"not well: {parts}; the lines above say what to do")


# --- the command line ---------------------------------------------------------------------------


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, like every other error."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (see `{self.prog} --help`)\n")


def _parser() -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = _Parser(
        prog="dalil",
        description="Ask an archive of Arabic news articles, in Arabic or English.",
        epilog="Settings are read from dalil.toml in the working folder, then from DALIL_… "
        "variables (DALIL_INDEX, DALIL_ENCODER, …).",
    )
    parser.add_argument("--debug", action="store_true", help="tell where an error happened")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    add_archive(commands)
    _add_ask(commands)
    _add_chat(commands)
    add_serve(commands)
    for name, run, about in (
        ("eval", _eval, "answer the gold questions and show the figures"),
        ("calibrate", _calibrate, "fit another reader or reranker on your gold questions"),
    ):
        commands.add_parser(name, help=about, add_help=False).set_defaults(run=run)
    _add_doctor(commands)
    add_stylebook(commands)
    return parser


def _add_ask(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "ask",
        help="answer one question",
        description="Answer one question from the index, with the sentences that vouch for it.",
    )
    command.add_argument("question", nargs="+", metavar="QUESTION", help="in Arabic or English")
    command.add_argument("--json", action="store_true", help="print the whole answer as JSON")
    command.set_defaults(run=_ask)


def _add_chat(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "chat",
        help="open the chat in a browser",
        description="Serve the chat until Ctrl-C, for the reader at this machine: the same server "
        "as `dalil serve`, with the same settings and the same care about who is let in.",
    )
    command.add_argument("--host", help="address to listen on (127.0.0.1)")
    command.add_argument("--port", type=_port, help="port to listen on (7860)")
    command.set_defaults(run=_chat)


def _add_doctor(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "doctor",
        help="say what is configured, and whether it answers",
        description="Try each part that the settings name, and say what is wrong with it.",
    )
    command.add_argument(
        "--store",
        action="store_true",
        help="try instead whether the store does all that Dalil needs, in a collection of its own "
        "that is dropped at the end",
    )
    command.set_defaults(run=_doctor)


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: give a number from 1 to 65535")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
