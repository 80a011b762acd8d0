"""Build and ask indexes of many passages: `python -m tests.load.scale 1000 10000 100000`.

Real articles (`--articles`; by default those of the training data) are cut and embedded, and
archives of any size are made of them; `tests/load/made.py` says how. Questions are real ones, and
go through the embedded encoder. The index that was made is asked in a fresh process. With `--steps`
it says where the time goes in building and in asking.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import faiss
import numpy as np

from index.build import build_index
from index.contents import write_generation
from index.dense import Dense, Vectors
from index.generations import BuiltWith, current
from index.load.files import load_articles
from index.open import open_pipeline
from index.store import Archive
from rag.errors import InputError
from rag.reader.encoder import Encoder, load_encoder
from rag.search import Within
from rag.settings import Settings
from tests.load.made import Maker, passages_of, tenth_nearest
from tests.load.more import searchable_after
from tests.load.steps import ASKING, BUILDING, WRITING, steps_of

ROOT = Path(__file__).resolve().parents[2]
TRAINING = ROOT / "eval" / "training"
QUESTIONS = 200
RECALLED = 100
"""Questions by which recall is measured: each is compared with all passages."""
COMPARED = 20
"""Of them at once."""
PROFILED = 50
"""Questions whose steps are timed."""
ALL = "the whole way"
FILTERS = {
    "one outlet of 100": Within(outlet="outlet 7"),
    "one day of 3,650": Within(first=date(2019, 5, 6), last=date(2019, 5, 6)),
    "one year of ten": Within(first=date(2019, 1, 1), last=date(2019, 12, 31)),
    "five years of ten": Within(first=date(2017, 1, 1), last=date(2021, 12, 31)),
    "one language, a tenth": Within(language="en"),
    "one language, the rest": Within(language="ar"),
}


@dataclass(frozen=True)
class Known:
    """An encoder that was asked these questions before."""

    encoder: Encoder
    vectors: dict[str, Vectors]

    @property
    def dimension(self) -> int:
        return self.encoder.dimension

    @property
    def fingerprint(self) -> str:
        return self.encoder.fingerprint

    @property
    def max_tokens(self) -> int:
        return self.encoder.max_tokens

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self.vectors[text] for text in texts])

    def encode_passages(self, texts: Sequence[str], progress: bool = False) -> Vectors:
        return self.encoder.encode_passages(texts, progress)

    def count_tokens(self, text: str) -> int:
        return self.encoder.count_tokens(text)


def questions_in(files: Sequence[Path]) -> list[str]:
    """Questions of some files of JSON lines, in whatever language they are given, each once.

    Where there are more than are asked, they are taken from all over the files.
    """
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    each = (r.get("question") or r.get("ar") or r.get("en") for r in map(json.loads, lines))
    found = list(dict.fromkeys(question for question in each if question))
    wanted = min(QUESTIONS, len(found))
    return [found[at * len(found) // wanted] for at in range(wanted)]


def timed(act: Callable[[str], object], questions: Sequence[str]) -> str:
    """Median and 95th percentile of some calls, in milliseconds: as the clock has it, and without
    the time in which other processes had the core."""
    by_clock, own = [], []
    for question in questions:
        began, worked = time.perf_counter(), time.process_time()
        act(question)
        own.append(time.process_time() - worked)
        by_clock.append(time.perf_counter() - began)
    return f"{spread(by_clock)}, of the processor {spread(own)}"


def spread(seconds: Iterable[float]) -> str:
    """Median and 95th percentile."""
    ordered = sorted(1000 * each for each in seconds)
    return f"{statistics.median(ordered):.1f} / {ordered[int(0.95 * len(ordered))]:.1f} ms"


def resident() -> dict[str, float]:
    """Memory of this process in MB: its own, and the pages of files that it has looked at."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    found = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines if "kB" in line}
    return {"own": found["RssAnon"], "mapped": found["RssFile"]}


def ask(index: Path, questions: Sequence[str], read: int, steps: bool) -> None:
    """Open an index in a fresh process and ask it; print a line for each figure."""
    settings = Settings(index=index)
    encoder = load_encoder(settings)
    encoder.encode_queries(questions[:4])
    before, began = resident(), time.perf_counter()
    archive = Archive.open(settings, encoder)
    say("opened in", f"{time.perf_counter() - began:.1f} s, checksums and all")
    say("memory, opened", grown(before))
    vectors = dict(zip(questions, encoder.encode_queries(questions), strict=True))
    known = replaced(archive, vectors)
    if steps:
        some = questions[:PROFILED]
        for question in some:  # so that what is read lies in memory
            known.search(question, 20)
        told = steps_of(lambda: [known.search(question, 20) for question in some], ASKING)
        show("steps of a retrieval", {name: taken / len(some) for name, taken in told.items()})
        return
    say(
        "embedding a question",
        timed(lambda question: encoder.encode_queries([question]), questions[:50]),
    )
    say("retrieval", timed(lambda question: known.search(question, 20), questions))
    say("  dense", timed(lambda question: known.dense(question, 40), questions))
    say("  lexical", timed(lambda question: known.lexical(question, 40), questions))
    for name, wanted in FILTERS.items():
        began = time.perf_counter()
        if (one := narrowed(known, wanted)) is None:
            say(f"  {name}", "no article")
            continue
        picked = time.perf_counter() - began
        took = timed(partial(one.search, k=20), questions)
        say(f"  {name}", f"{took}; picked in {1000 * picked:.0f} ms")
    say("memory, asked", grown(before))
    recall(current(index), vectors, known)
    if not read:
        return
    whole(settings, questions[:read])
    say("memory, with reader", f"{sum(resident().values()):.0f} MB in all")


def replaced(archive: Archive, vectors: dict[str, Vectors]) -> Archive:
    """The same archive, whose encoder knows the questions already: what is left is retrieval."""
    known = copy(archive)
    known._encoder = Known(archive._encoder, vectors)
    return known


def narrowed(archive: Archive, wanted: Within) -> Archive | None:
    """The archive with only those articles, None if there are none."""
    try:
        return archive.within(wanted)
    except InputError:
        return None


def recall(folder: Path, queries: Mapping[str, Vectors], archive: Archive) -> None:
    """How many of the ten nearest are found, in all and within some."""
    vectors, some = Dense.open(folder).vectors, list(queries.values())[:RECALLED]
    parts = {name: narrowed(archive, wanted) for name, wanted in FILTERS.items()}
    asked = {"all": archive} | {name: part for name, part in parts.items() if part}
    right, of = dict.fromkeys(asked, 0), dict.fromkeys(asked, 0)
    for at in range(0, len(some), COMPARED):
        cosines = vectors @ np.stack(some[at : at + COMPARED]).T
        for name, part in asked.items():
            rows = np.flatnonzero(part._held.found)
            of_rows, k = cosines[rows], min(10, len(rows))
            for number, query in enumerate(some[at : at + COMPARED]):
                nearest = rows[np.argpartition(of_rows[:, number], -k)[-k:]]
                right[name] += len(
                    found_near(part, query, k) & set(part._held.ids[nearest].tolist())
                )
                of[name] += k
    for name, count in right.items():
        say(f"recall@10, {name}", f"{count / of[name]:.4f} of comparing all")


def found_near(archive: Archive, query: Vectors, k: int) -> set[int]:
    """The nearest passages of all languages, as the engine finds them language by language."""
    languages = archive.manifest.languages
    each = [hit for name in languages for hit in archive._engine.nearest(query, k, name)]
    return {identity for identity, _ in sorted(each, key=lambda hit: (-hit[1], hit[0]))[:k]}


def whole(settings: Settings, questions: Sequence[str]) -> None:
    """The whole way of some questions, and its steps."""
    pipeline = open_pipeline(settings)
    steps: dict[str, list[float]] = {}
    for question in questions:
        timings: dict[str, float] = {}
        began = time.perf_counter()
        pipeline.answer(question, timings=timings)
        steps.setdefault(ALL, []).append(time.perf_counter() - began)
        for step, seconds in timings.items():
            steps.setdefault(f"  {step}", []).append(seconds)
    for step, each in steps.items():
        say(step, spread(each))


def show(what: str, steps: Mapping[str, float]) -> None:
    """The seconds that each step takes, and their share of all."""
    say(what, "ms of the processor, under a profiler")
    for name, seconds in steps.items():
        say(f"  {name}", f"{1000 * seconds:.2f} ({seconds / max(steps.values()):.0%})")


def build_real(articles: Sequence[Path], settings: Settings) -> None:
    """Index real articles, embedding and all, and say where the time goes."""
    encoder = load_encoder(settings)
    with tempfile.TemporaryDirectory() as folder:
        own = settings.model_copy(update={"index": Path(folder, "index")})
        show("steps of indexing", steps_of(lambda: build_index(articles, own, encoder), BUILDING))


def grown(before: dict[str, float]) -> str:
    """What memory has come since, in MB."""
    now = resident()
    return ", ".join(f"{now[kind] - before[kind]:.0f} MB {kind}" for kind in now)


def say(what: str, figure: str) -> None:
    sys.stdout.write(f"{what:36} {figure}\n")
    sys.stdout.flush()


def embedded(args: argparse.Namespace, settings: Settings) -> tuple[list[str], Vectors]:
    """Real passages and their vectors, made once and kept where `--vectors` says."""
    encoder = load_encoder(settings)
    articles = load_articles(args.articles).articles
    texts = passages_of(articles, args.texts, encoder, settings)
    if args.vectors and args.vectors.exists():
        vectors = np.load(args.vectors)
        return texts[: len(vectors)], vectors
    vectors = encoder.encode_passages(texts)
    if args.vectors:
        np.save(args.vectors, vectors)
    return texts, vectors


def build(
    count: int, index: Path, maker: Maker, settings: Settings, fingerprint: str, steps: bool
) -> None:
    """Make an archive and write its index."""
    say("passages", f"{count:,}")
    contents = maker.archive(count, seed=count)
    say(
        "  like real ones",
        f"cosine to the tenth nearest of 1,000: {tenth_nearest(contents.vectors):.3f}",
    )
    built = BuiltWith.of(settings, fingerprint)
    if steps:
        told = steps_of(lambda: write_generation(index, contents, built), WRITING)
        show("steps of writing", told)
        return
    began, worked = time.perf_counter(), time.process_time()
    write_generation(index, contents, built)
    took, own = time.perf_counter() - began, time.process_time() - worked
    say("written in", f"{took:.0f} s without embedding, {own:.0f} s of the processor")
    say("  at most", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.1f} GiB")
    sizes: dict[str, int] = {}
    for path in (index / "generations").rglob("*"):
        if path.is_file():
            part = path.relative_to(index / "generations").parts[1]
            sizes[part] = sizes.get(part, 0) + path.stat().st_size
    say("on disk", f"{sum(sizes.values()) / count:.0f} bytes a passage")
    for part, size in sorted(sizes.items(), key=lambda pair: -pair[1])[:6]:
        say(f"  {part}", f"{size / count:.0f}")


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("passages", nargs="*", type=int, default=[1000, 10_000])
    parser.add_argument(
        "--articles", type=Path, nargs="+", default=[TRAINING / "passages.jsonl"], metavar="PATH",
        help="real articles to make others from",
    )  # fmt: skip
    parser.add_argument("--texts", type=int, default=384, help="real passages to take of them")
    parser.add_argument("--vectors", type=Path, help="a file that keeps their vectors (.npy)")
    parser.add_argument(
        "--questions", type=Path, nargs="+", default=[TRAINING / "questions.jsonl"], metavar="FILE"
    )
    parser.add_argument("--read", type=int, default=20, help="questions that go the whole way")
    parser.add_argument("--steps", action="store_true", help="say where the time goes")
    parser.add_argument("--keep", type=Path, help="a folder for the index, which then stays")
    parser.add_argument("--ask", type=Path, help="only ask the index in this folder")
    args = parser.parse_args()
    faiss.omp_set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "0")) or os.cpu_count() or 1)
    if args.ask:
        ask(args.ask, questions_in(args.questions), args.read, args.steps)
        return 0
    settings = Settings()
    texts, vectors = embedded(args, settings)
    fingerprint = load_encoder(settings).fingerprint
    maker = Maker(texts, vectors)
    say("made from", f"{len(texts)} real passages, cosine to the tenth nearest of 1,000: "
        f"{tenth_nearest(vectors):.3f}; moved by {maker.spread:.2f}")  # fmt: skip
    if args.steps:
        build_real(args.articles, settings)
    for count in args.passages:
        with tempfile.TemporaryDirectory() as folder:
            index = args.keep or Path(folder)
            build(count, index, maker, settings, fingerprint, args.steps)
            if not args.steps:
                for what, taken in searchable_after(index, settings).items():
                    say(f"one more article {what}", taken)
            command = [sys.executable, "-m", "tests.load.scale", "--ask", str(index)]
            command += ["--questions", *map(str, args.questions), "--read", str(args.read)]
            command += ["--steps"] * args.steps
            subprocess.run(command, check=True, cwd=ROOT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
