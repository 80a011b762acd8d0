"""What a command line of `dalil eval` asks: which archives, of which bench."""

import argparse
import hashlib
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from eval.archives import Archive, load_archives
from eval.benchmarks.beir import rank_rows, read_beir
from eval.benchmarks.squad import read_squad, sample
from eval.gold import Gold, dump_gold, load_gold
from eval.measures.summary import summarise
from eval.run import FORMAT, run
from eval.variants import AS_SET
from rag.errors import InputError
from rag.settings import Settings
from rag.types import Json

if TYPE_CHECKING:
    from eval.bench import Bench

__all__ = ["asked_archives", "bench_of", "over", "over_beir"]


def bench_of(options: argparse.Namespace) -> "Bench":
    """Load the models for the variant that the options name; this takes seconds."""
    settings = Settings.load(options.settings)
    given = {n: getattr(options, n, None) for n in ("generator", "generator_model")}
    settings = settings.model_copy(update={n: v for n, v in given.items() if v is not None})
    from eval.bench import Bench  # loads torch, which comparing two files does not need

    return Bench(settings, getattr(options, "variant", AS_SET))


def asked_archives(options: argparse.Namespace) -> list[Archive]:
    """The archives that the options name, with as many of their questions as asked for."""
    if options.squad:
        from eval.bench import write_articles

        benchmark = read_squad(options.squad, options.passages)
        golds, paths = benchmark.golds, (write_articles(benchmark.articles),)
        archives = [Archive("squad", "squad", tuple(golds), paths, options.squad.parent)]
    elif options.gold:
        archives = [_own_archive(options.gold, options.archive)]
    else:
        archives = load_archives(options.sets)
    if options.limit is None:
        return archives
    return [
        replace(archive, golds=tuple(sample(list(archive.golds), options.limit, options.seed)))
        for archive in archives
    ]


def _own_archive(files: Sequence[Path], articles: Sequence[Path]) -> Archive:
    golds: list[Gold] = [gold for file in files for gold in load_gold(file)]
    if len({gold.id for gold in golds}) < len(golds):
        raise InputError("the gold files share ids: run them one by one")
    folders = {file.parent for file in files}
    if len(folders) > 1 and any(gold.articles for gold in golds):
        raise InputError("gold files with articles of their own are run folder by folder")
    return Archive("own", "own", tuple(golds), tuple(articles), folders.pop())


def over_beir(options: argparse.Namespace, bench: "Bench") -> Json:
    """Rank a benchmark of passages: nothing is answered."""
    benchmark = read_beir(options.beir, options.split)
    golds = list(benchmark.golds)
    if options.limit is not None:
        golds = sample(golds, options.limit, options.seed)
    [pipeline] = bench.over(benchmark.articles).pipelines
    rows = rank_rows(golds, pipeline.search)
    about = {**bench.about([pipeline]), "gold": {options.beir.name: options.split}}
    return {
        "format": FORMAT,
        "about": {**about, **_draw(options)},
        "questions": rows,
        "measures": summarise(rows),
        "cost": {},
    }


def _draw(options: argparse.Namespace) -> Json:
    limit = getattr(options, "limit", None)
    return {"limit": limit, "seed": options.seed if limit else None}


def over(bench: "Bench", archives: Sequence[Archive], options: argparse.Namespace) -> Json:
    """Ask every question of the archives; a bar shows how far it is."""
    systems = [(archive, bench.systems(archive)) for archive in archives]
    pipelines = [pipeline for _, system in systems for pipeline in system.pipelines]
    about = {**bench.about(pipelines), "gold": _digest(archives), **_draw(options)}
    total = sum(len(archive.golds) for archive in archives)
    quiet = not sys.stderr.isatty()
    with tqdm(total=total, desc=bench.variant, disable=quiet) as bar:

        def advance(done: int) -> None:
            bar.update(done - bar.n)

        result = run(systems, about, advance)
    bench.keep()
    return result


def _digest(archives: Sequence[Archive]) -> str:
    text = "".join(dump_gold(archive.golds) for archive in archives)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
