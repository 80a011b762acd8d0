"""The commands of `dalil eval` that ask: run, ablate, compare, report, gate."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from eval.archives import SETS, load_archives
from eval.asking import asked_archives, bench_of, over, over_beir
from eval.compare import comparison_text
from eval.gate import BASELINE, baseline_of, gate_report, read_baseline, write_baseline
from eval.lines import tell_lines
from eval.measures.summary import ARCHIVES, HEADLINE
from eval.report.report import write_page
from eval.report.table import (
    measures_table,
    outcomes_line,
    outcomes_table,
    systems_table,
    written_line,
)
from eval.run import read_run, write_run
from eval.variants import AS_SET, FLOOR_NAMES, VARIANTS, WITHOUT
from rag.errors import InputError
from rag.types import Json

__all__ = ["COMMANDS"]

RETRIEVAL = ("R@1", "R@3", "R@5", "R@10", "MRR", "nDCG@10")


def _parser(name: str, about: str, epilog: str = "") -> argparse.ArgumentParser:
    command = f"dalil eval {name}".strip()
    return argparse.ArgumentParser(prog=command, description=about, epilog=epilog)


# Run


def _describe_run() -> argparse.ArgumentParser:
    parser = _parser(
        "",
        "Ask gold questions and show the figures; every question counts.",
        epilog="Further commands: ablate, compare, report, gate, add, mark, peers; each explains "
        "itself with -h. docs/evaluation.md says how to read the tables.",
    )
    asked = parser.add_mutually_exclusive_group()
    _add_sets(asked)
    asked.add_argument("--gold", type=Path, nargs="+", help="gold files of your own")
    asked.add_argument("--squad", type=Path, metavar="QUESTIONS", help="a SQuAD-format file")
    asked.add_argument("--beir", type=Path, metavar="FOLDER", help="a BEIR or MIRACL folder")
    parser.add_argument(
        "--archive", type=Path, nargs="+", default=[],
        help="with --gold: articles to index for this run (default: the settings' own index)",
    )  # fmt: skip
    parser.add_argument(
        "--passages", type=Path, help="with --squad: ask over this file's paragraphs"
    )
    parser.add_argument("--split", default="test", help="with --beir: which qrels (default: test)")
    parser.add_argument("--limit", type=int, help="draw this many questions of each archive")
    parser.add_argument("--seed", type=int, default=1, help="of the draw (default: 1)")
    parser.add_argument("--no-floors", action="store_true", help="leave out the floors")
    parser.add_argument(
        "--lines", action="store_true",
        help="print what comes of each question as it comes, as JSON lines, and no tables",
    )  # fmt: skip
    _add_outputs(parser)
    _add_system(parser)
    return parser


def _add_sets(parser: argparse._ActionsContainer) -> None:
    parser.add_argument(
        "--sets", nargs="+", default=list(SETS), metavar="SET",
        help=f"sets of archives, of {', '.join(SETS)} (default: all)",
    )  # fmt: skip


def _add_outputs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the whole run")
    parser.add_argument("--html", type=Path, metavar="OUT", help="write the report page")
    parser.add_argument("--before", type=Path, metavar="RUN", help="an earlier run, for the report")


def _add_system(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--settings", type=Path, help="settings file (default: dalil.toml)")
    parser.add_argument("--variant", choices=VARIANTS, default=AS_SET)
    parser.add_argument(
        "--generator", metavar="MODEL",
        help="judge what this language model writes, once verified: an address, a Hub id or a "
        "folder (default: the setting; '' for none)",
    )  # fmt: skip
    parser.add_argument("--generator-model", metavar="NAME", help="its name at that address")


def _run(options: argparse.Namespace) -> int:
    if options.lines:
        archives = asked_archives(options)
        tell_lines(lambda: bench_of(options), archives, sys.stdout)
        return 0
    bench = bench_of(options)
    before = read_run(options.before) if options.before else None
    if options.beir:
        result = over_beir(options, bench)
        print(measures_table(result["measures"], RETRIEVAL))
    else:
        archives = asked_archives(options)
        result = over(bench, archives, options)
        runs = {options.variant: result}
        if not options.no_floors:
            others = [name for name in FLOOR_NAMES if name != options.variant]
            runs |= {name: over(bench.of(name), archives, options) for name in others}
        _show(runs, options.variant)
    if options.json:
        write_run(result, options.json)
    if options.html:
        write_page(result, options.html, before)
    return 0


def _show(runs: dict[str, Json], variant: str) -> None:
    result = runs[variant]
    print(systems_table(runs))
    shown = ("all", ARCHIVES)
    groups = {
        name: figures
        for name, figures in result["measures"].items()
        if name in shown or name.split(" ")[0] in (*SETS, "set", "language")
    }
    print(f"\n{measures_table(groups, HEADLINE)}\n\n{outcomes_line(result['questions'])}.")
    if line := written_line(result["questions"]):
        print(line)
    median = result["cost"]["latency"].get("all", {}).get("median", 0.0)
    print(f"One answer: {median * 1000:.0f} ms at the median.")


# Ablate


def _describe_ablate() -> argparse.ArgumentParser:
    parser = _parser("ablate", "Leave out each family of rules in turn, on every archive.")
    _add_sets(parser)
    parser.add_argument("--settings", type=Path, help="settings file (default: dalil.toml)")
    return parser


def _ablate(options: argparse.Namespace) -> int:
    bench, archives = bench_of(options), load_archives(options.sets)
    names = (AS_SET, *WITHOUT, *FLOOR_NAMES)
    runs = {name: over(bench.of(name), archives, options) for name in names}
    print(f"{systems_table(runs)}\n\n{outcomes_table(runs)}")
    return 0


# Compare and report


def _describe_compare() -> argparse.ArgumentParser:
    parser = _parser("compare", "Compare two runs by a paired randomisation test.")
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    return parser


def _compare(options: argparse.Namespace) -> int:
    print(comparison_text(read_run(options.first), read_run(options.second)))
    return 0


def _describe_report() -> argparse.ArgumentParser:
    parser = _parser("report", "Write the page of a run that was kept with --json.")
    parser.add_argument("run", type=Path)
    parser.add_argument("html", type=Path)
    parser.add_argument("--before", type=Path, metavar="RUN", help="an earlier run to compare with")
    return parser


def _report(options: argparse.Namespace) -> int:
    before = read_run(options.before) if options.before else None
    write_page(read_run(options.run), options.html, before)
    print(f"written: {options.html}")
    return 0


# Gate


def _describe_gate() -> argparse.ArgumentParser:
    parser = _parser("gate", "Fail if the answers got worse than the committed baseline.")
    parser.add_argument("--update", action="store_true", help="make this run the baseline")
    parser.add_argument("--reason", default="", help="with --update: why, in a sentence")
    _add_sets(parser)
    parser.add_argument("--baseline", type=Path, default=BASELINE, help=argparse.SUPPRESS)
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the whole run")
    _add_system(parser)
    return parser


def _gate(options: argparse.Namespace) -> int:
    if options.update and not (options.reason.strip() and options.variant == AS_SET):
        raise InputError('the baseline changes only for a reason: add --reason "…", no --variant')
    baseline = None if options.update else read_baseline(options.baseline, options.sets)
    result = over(bench_of(options), load_archives(options.sets, measuring=False), options)
    if options.json:
        write_run(result, options.json)
    print(systems_table({options.variant: result}))
    if baseline is None:
        write_baseline(baseline_of(result, options.reason), options.baseline)
        print(f"\nThe baseline is now this run: {options.reason}")
        return 0
    text, worse = gate_report(baseline, result)
    print(text)
    return int(worse)


_Command = Callable[[argparse.Namespace], int]
_Describe = Callable[[], argparse.ArgumentParser]
COMMANDS: dict[str, tuple[_Command, _Describe]] = {
    "run": (_run, _describe_run),
    "ablate": (_ablate, _describe_ablate),
    "compare": (_compare, _describe_compare),
    "report": (_report, _describe_report),
    "gate": (_gate, _describe_gate),
}
