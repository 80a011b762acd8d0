"""`python -m eval peers`: the same questions through Dalil and its peers, in one table.

Every peer gets the same articles, the same encoder with its prefixes and passages of about the
same length. A peer's answer is its first passage, whole, for that is what it gives without a
language model; so it is right wherever the passage holds the right words, and it never refuses.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from eval.archives import GOLD, SEEDS, Archive
from eval.bench import Bench, write_articles
from eval.benchmarks.squad import read_squad, sample
from eval.compare import compare
from eval.gold import Gold, load_gold
from eval.provenance import ROOT
from eval.report.table import figure, table
from eval.run import run, write_run
from eval.systems import Observation
from index.build import build_index
from index.load.files import load_articles
from rag.errors import DalilError, InputError
from rag.reader.encoder import embedded_folder
from rag.settings import Settings
from rag.types import (
    Answer,
    Article,
    Citation,
    Hit,
    Json,
    Language,
    Passage,
    Reading,
    Span,
    Statement,
    Verdict,
)

__all__ = ["Recorded", "main", "peer_table"]

PEERS = ("with_faiss", "with_llamaindex", "with_haystack", "with_txtai")
SHOWN = (
    "R@1", "R@3", "R@5", "R@10", "MRR", "nDCG@10",
    "EM", "F1", "truth", "right", "refused wrongly", "answered wrongly", "language",
)  # fmt: skip
WORDS_PER_TOKEN = 0.55
"""Of the embedded encoder on Arabic: the seed articles are 3,289 words and 5,954 tokens."""
K = 10


@dataclass(frozen=True, slots=True)
class Recorded:
    """A peer's recorded results, as a system to be judged like any other."""

    answers: Json

    def ask(self, gold: Gold) -> Observation:
        """Give what the peer gave: its passages, and the first of them as its answer."""
        given = self.answers[gold.id]
        hits = tuple(_hit(i, found) for i, found in enumerate(given["passages"]))
        readings = tuple(Reading(hit.passage, max(0.0, min(1.0, hit.score))) for hit in hits)
        timings = {"search": given["seconds"]}
        return Observation(_answer(gold, hits), hits, {}, readings, timings)


def _hit(place: int, found: Json) -> Hit:
    article = Article(found["article"], found["text"])
    return Hit(Passage(place, article, 0, len(article.text)), found["score"])


def _answer(gold: Gold, hits: Sequence[Hit]) -> Answer:
    language: Language = "ar" if gold.language == "ar" else "en"
    if not hits:
        return Answer(gold.question, language, Verdict.NOT_FOUND)
    first = hits[0].passage
    shown = Span(first, first.start, first.end)
    return Answer(
        gold.question,
        language,
        Verdict.ANSWERED,
        statements=(Statement(f"«{first.text}»", (1,), shown),),
        citations=(Citation(1, shown),),
        hits=tuple(hits),
        confidence=max(0.0, min(1.0, hits[0].score)),
    )


def main(argv: Sequence[str]) -> int:
    """Run the command; 0 if all went well, 1 for an error."""
    options = _parser().parse_args(argv)
    try:
        runs = _runs(options)
    except DalilError as error:
        sys.stderr.write(f"dalil: {error}\n")
        return 1
    if options.json:
        for name, result in runs.items():
            write_run(result, options.json / f"{name}.json")
    sys.stdout.write(peer_table(runs) + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dalil eval peers", description="Ask Dalil and its peers the same questions."
    )
    gold = Path(__file__).parent.parent / "gold"
    parser.add_argument(
        "--gold", type=Path, nargs="+", default=[gold / "dev.jsonl", gold / "test.jsonl"]
    )
    parser.add_argument("--squad", type=Path, metavar="QUESTIONS", help="a SQuAD-format file")
    parser.add_argument("--passages", type=Path, help="with --squad: over this file's paragraphs")
    parser.add_argument("--limit", type=int, help="draw this many questions")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--settings", type=Path)
    parser.add_argument("--json", type=Path, metavar="FOLDER", help="write each system's run")
    parser.add_argument(
        "--python", type=Path, help="the peers' Python (default: an environment made for them)"
    )
    return parser


def _runs(options: argparse.Namespace) -> dict[str, Json]:
    bench = Bench(Settings.load(options.settings))
    if bench.settings.encoder != "embedded":
        raise InputError("peers are compared with the embedded encoder: unset `encoder`")
    archive = _archive(options)
    golds, paths = list(archive.golds), list(archive.articles)
    python = options.python or _environment()
    runs = {"Dalil": _dalil(bench, archive)}
    with tempfile.TemporaryDirectory() as scratch:
        task = Path(scratch) / "task.json"
        articles = load_articles(paths).articles
        task.write_text(json.dumps(_task(bench.settings, golds, articles)), encoding="utf-8")
        for peer in PEERS:
            result = _ask_peer(python, peer, task, Path(scratch) / f"{peer}.json")
            about = {**runs["Dalil"]["about"], "variant": result["name"]}
            judged = run([(archive, Recorded(result["answers"]))], about)
            judged["cost"]["index_seconds"] = result["index_seconds"]
            runs[result["name"]] = judged
    return runs


def _archive(options: argparse.Namespace) -> Archive:
    if options.squad:
        benchmark = read_squad(options.squad, options.passages)
        name, golds, articles = "squad", list(benchmark.golds), write_articles(benchmark.articles)
    else:
        golds = [g for file in options.gold for g in load_gold(file) if not g.articles]
        name, articles = "seeds", SEEDS
    if options.limit is not None:
        golds = sample(golds, options.limit, options.seed)
    return Archive(name, name, tuple(golds), (articles,), GOLD)


def _dalil(bench: Bench, archive: Archive) -> Json:
    with tempfile.TemporaryDirectory() as scratch:
        settings = bench.settings.model_copy(update={"index": Path(scratch)})
        began = perf_counter()
        build_index(archive.articles, settings, bench.encoder)
        seconds = perf_counter() - began
    systems = bench.systems(archive)
    result = run([(archive, systems)], bench.about(systems.pipelines))
    result["cost"]["index_seconds"] = seconds
    return result


def _task(settings: Settings, golds: Sequence[Gold], articles: Sequence[Article]) -> Json:
    return {
        "encoder": str(embedded_folder()),
        "query_prefix": settings.query_prefix,
        "passage_prefix": settings.passage_prefix,
        "words": round(settings.passage_tokens * WORDS_PER_TOKEN),
        "k": K,
        "articles": [{"id": a.id, "text": a.text} for a in articles],
        "questions": [{"id": gold.id, "question": gold.question} for gold in golds],
    }


def _environment() -> Path:
    """The peers' own environment, made and filled on first use; return its Python."""
    folder = ROOT / ".dalil" / "peers"
    python = folder / "bin" / "python"
    wanted = Path(__file__).parent / "requirements.txt"
    stamp = folder / "requirements.txt"
    if not stamp.is_file() or stamp.read_bytes() != wanted.read_bytes():
        sys.stderr.write(f"Making the peers' environment in {folder} (once, some minutes) …\n")
        venv.create(folder, with_pip=True)
        _call(
            [str(python), "-m", "pip", "install", "-q", "-r", str(wanted)], "installing the peers"
        )
        stamp.write_bytes(wanted.read_bytes())
    return python


def _ask_peer(python: Path, peer: str, task: Path, result: Path) -> Json:
    _call([str(python), "-m", f"eval.peers.{peer}", str(task), str(result)], peer)
    answers: Json = json.loads(result.read_text(encoding="utf-8"))
    return answers


def _call(command: Sequence[str], what: str) -> None:
    quiet = {
        "HF_HUB_OFFLINE": "1",
        "HAYSTACK_TELEMETRY_ENABLED": "False",
        "TOKENIZERS_PARALLELISM": "false",
    }
    if "pip" in command:
        quiet = {}
    try:
        subprocess.run(  # noqa: S603
            command, cwd=ROOT, env={**os.environ, **quiet}, check=True, capture_output=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", b"") or str(error).encode()
        raise InputError(
            f"{what} failed: {said.decode(errors='replace').strip()[-600:]}"
        ) from error


def peer_table(runs: dict[str, Json]) -> str:
    """One line per system: quality and speed; then where a peer and Dalil truly differ."""
    rows = [["", *SHOWN, "index s", "ms"]]
    for name, result in runs.items():
        figures, cost = result["measures"]["all"], result["cost"]
        milliseconds = cost["latency"]["all"]["median"] * 1000
        speed = [f"{cost['index_seconds']:.1f}", f"{milliseconds:.0f}"]
        rows.append([name, *(figure(figures.get(shown)) for shown in SHOWN), *speed])
    lines = [table(rows), ""]
    dalil, *others = runs
    for other in others:
        found = compare(runs[other], runs[dalil], ("R@1", "MRR", "right"))
        lines.append(
            f"{dalil} against {other}: "
            + "; ".join(
                f"{name} {d.second - d.first:+.2f} (p {d.p:.3f}"
                + ("" if d.found else ", no difference found")
                + ")"
                for name, d in found.items()
            )
        )
    return "\n".join(lines)
