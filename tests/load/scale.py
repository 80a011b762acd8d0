"""Build and ask indexes of many passages: `python -m tests.load.scale 1000 10000 100000`.

The texts are those of the reader's training data with their words exchanged; the vectors are those
of the embedded encoder for them with noise added. So sizes and times are those of real text, and
recall is that of vectors which lie as real ones do, in clusters around as many centres as there are
texts: on a real archive, with more centres, it may differ.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.build import build_index
from index.contents import Contents, write_generation
from index.dense import Dense, Vectors
from index.generations import BuiltWith, current
from index.sources import Origin, Registry, Source
from index.store import Archive
from rag.reader.encoder import load_encoder
from rag.search import Within
from rag.settings import Settings
from rag.types import Article, Passage

ROOT = Path(__file__).resolve().parents[2]
TEXTS = ROOT / "eval" / "training" / "passages.jsonl"
PER_ARTICLE = 5
OUTLETS = 100
NOISE = 0.6
"""Length of the noise added to a vector of length one: copies are at a cosine of about 0.74."""
QUESTIONS = 60


@dataclass(frozen=True)
class Given:
    """An encoder that gives the vectors it was given."""

    vectors: dict[str, Vectors]
    dimension: int = 384
    fingerprint: str = "given"
    max_tokens: int = 512

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self.vectors[text] for text in texts])

    def encode_passages(self, texts: Sequence[str], progress: bool = False) -> Vectors:
        return np.full((len(texts), self.dimension), self.dimension**-0.5, np.float32)

    def count_tokens(self, text: str) -> int:
        return len(text.split())


def real_texts(count: int) -> list[str]:
    """The first passages of the training data."""
    lines = TEXTS.read_text(encoding="utf-8").splitlines()[:count]
    return [json.loads(line)["text"] for line in lines]


def near(vectors: Vectors, which: np.ndarray, chance: np.random.Generator) -> Vectors:
    """Vectors of length one around those of some texts."""
    noise = chance.standard_normal((len(which), vectors.shape[1])).astype(np.float32)
    noise *= NOISE / np.linalg.norm(noise, axis=1, keepdims=True)
    made = vectors[which] + noise
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)


def synthetic(count: int, texts: Sequence[str], vectors: Vectors, seed: int) -> Contents:
    """An archive of `count` passages."""
    chance = np.random.default_rng(seed)
    which = chance.integers(len(texts), size=count)
    words = sorted({word for text in texts for word in text.split()})
    articles: list[Article] = []
    passages: list[Passage] = []
    for first in range(0, count, PER_ARTICLE):
        parts = []
        for row in range(first, min(first + PER_ARTICLE, count)):
            own = texts[which[row]].split()
            for at in chance.integers(len(own), size=len(own) // 4):
                own[at] = words[chance.integers(len(words))]
            parts.append(" ".join(own))
        outlet = f"outlet {first // PER_ARTICLE % OUTLETS}"
        article = Article(f"a{first}", "\n".join(parts), outlet=outlet)
        articles.append(article)
        start = 0
        for offset, part in enumerate(parts):
            stop = start + len(part)
            passages.append(Passage(first + offset, article, start, stop, ((start, stop),)))
            start = stop + 1
    origins = {article.id: Origin("made", f"/made/{article.id}") for article in articles}
    registry = Registry((Source("made", ("/made",)),), origins)
    return Contents(articles, passages, near(vectors, which, chance), registry)


def timed(act: Callable[[str], object], questions: Sequence[str]) -> str:
    """Median and 95th percentile of some calls, in milliseconds."""
    taken = []
    for question in questions:
        began = time.perf_counter()
        act(question)
        taken.append(1000 * (time.perf_counter() - began))
    return f"{statistics.median(taken):.1f} / {sorted(taken)[int(0.95 * len(taken))]:.1f} ms"


def resident() -> float:
    """Memory of this process, in MB; what is mapped from files is counted apart."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) / 1024


def ask(index: Path) -> None:
    """Open an index in a fresh process and ask it; print a line for each figure."""
    vectors = np.load(index / "centres.npy")
    texts = real_texts(len(vectors))
    chance = np.random.default_rng(7)
    which = chance.integers(len(texts), size=QUESTIONS)
    questions = [" ".join(texts[i].split()[:8]) for i in which]
    encoder = Given(dict(zip(questions, near(vectors, which, chance), strict=True)))
    before, began = resident(), time.perf_counter()
    archive = Archive.open(Settings(index=index), encoder)
    say("opened in", f"{time.perf_counter() - began:.1f} s, checksums and all")
    say("memory", f"{resident() - before:.0f} MB of its own")
    say("search", timed(lambda question: archive.search(question, 20), questions))
    say("  dense", timed(lambda question: archive.dense(question, 40), questions))
    say("  lexical", timed(lambda question: archive.lexical(question, 40), questions))
    one = archive.within(Within(outlet="outlet 7"))
    say("  one outlet of 100", timed(lambda question: one.search(question, 20), questions))
    built = Dense.open(current(index))
    exact = Dense(built.vectors)
    found = [
        len({row for row, _ in built.search(query, 10)}
            & {row for row, _ in exact.search(query, 10)})
        for query in encoder.vectors.values()
    ]  # fmt: skip
    say("recall@10", f"{sum(found) / (10 * len(found)):.3f} of comparing all")


def say(what: str, figure: str) -> None:
    sys.stdout.write(f"{what:21} {figure}\n")
    sys.stdout.flush()


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("passages", nargs="*", type=int, default=[1000, 10_000])
    parser.add_argument("--texts", type=int, default=384, help="real texts to make others from")
    parser.add_argument("--ask", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.ask:
        ask(args.ask)
        return 0
    texts = real_texts(args.texts)
    settings = Settings.load()
    vectors = load_encoder(settings).encode_passages(texts)
    for count in args.passages:
        with tempfile.TemporaryDirectory() as folder:
            index = Path(folder)
            np.save(index / "centres.npy", vectors)
            contents = synthetic(count, texts, vectors, seed=count)
            built = BuiltWith.of(settings, "given")
            say("passages", f"{count:,}")
            began = time.perf_counter()
            write_generation(index, contents, built)
            say("written in", f"{time.perf_counter() - began:.1f} s, without embedding")
            files = [path for path in (index / "generations").rglob("*") if path.is_file()]
            size = sum(path.stat().st_size for path in files)
            say("on disk", f"{size / count:.0f} bytes a passage")
            own = {**os.environ, "DALIL_INDEX": str(index)}
            command = [sys.executable, "-m", "tests.load.scale", "--ask", str(index)]
            subprocess.run(command, check=True, env=own, cwd=ROOT)
            here = settings.model_copy(update={"index": index})
            for name in ("first", "second"):  # with the first, copies are looked for everywhere
                file = index / f"{name}.txt"
                file.write_text(f"افتتح الوزير المحطة {name} صباح الأحد.", encoding="utf-8")
                report = build_index([file], here, Given({}))
            say("one article added in", f"{report.seconds:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
