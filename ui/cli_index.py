"""The commands that build the index: `dalil index`, `sources`, `remove`."""

import argparse
import sqlite3
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from index.build import Report, update_index
from index.cluster import rows_of
from index.contents import REGISTRY
from index.generations import current, read_manifest
from index.load.fetch import Fetcher, split
from index.load.places import addresses_in, from_addresses, from_stream
from index.remove import readmit
from index.remove import remove as remove_for_good
from index.sources import Batch, Registry, batch_of, read_registry
from index.watch import watch
from rag.errors import ArchiveError, DalilError, InputError
from rag.settings import Settings

__all__ = ["index", "remove", "sources"]


def index(args: argparse.Namespace, settings: Settings) -> None:
    """Index what the arguments name; with `--watch`, again and again until Ctrl-C."""

    def batches() -> list[Batch]:
        return list(asked_batches(args, settings))

    batches()  # a wrong path is said at once, not after the models are loaded
    from rag.reader.encoder import load_encoder

    encoder = load_encoder(settings)
    told: set[str] = set()

    def update(now: Sequence[Batch]) -> bool:
        try:
            report = update_index(now, settings, encoder, sys.stderr.isatty() and not told)
        except DalilError as error:
            if not args.watch:
                raise
            _warn([f"dalil: {error}"], told)  # what is not there may be in a minute
            return False
        _tell(report, settings, told)
        return True

    if not args.watch:
        update(batches())
        return
    watch(batches, update, lambda: threading.Event().wait(max(1, args.every)))


def sources(settings: Settings) -> None:
    """Print a line for each source: name, articles, outlet, language, places."""
    registry = _registry(settings)
    for source in registry.sources:
        count = sum(origin.source == source.name for origin in registry.origins.values())
        taken = " ".join(filter(None, (source.outlet, source.language and f"({source.language})")))
        places = " ".join(source.places)
        print(f"{source.name}\t{count} articles\t{taken}\t{places}")


def remove(args: argparse.Namespace, settings: Settings) -> None:
    """Remove a source or an article, or let an article in again."""
    rows = rows_of(settings)
    if args.undo:
        readmit(settings.index, args.name, rows)
        print(f"{args.name} is taken in again the next time that its file is indexed")
        return
    from ui.server.settings import ServeSettings

    answers = ServeSettings.load().store  # a wrong setting is said before anything is removed
    removed = remove_for_good(settings.index, args.name, rows)
    print(f"{len(removed.articles)} articles removed from {settings.index}")
    if removed.copies:
        print(f"still there, with the same text: {', '.join(removed.copies)}", file=sys.stderr)
    if answers.exists():
        _forget(answers, settings)


def _forget(answers: Path, settings: Settings) -> None:
    """Erase what the answers in a server's file hold of articles that were removed for good."""
    from ui.server.since import erase
    from ui.server.store import Store

    with closing(Store(answers)) as store:
        try:
            count = erase(store, _registry(settings).forgot)
        except sqlite3.Error as error:
            raise ArchiveError(
                f"the articles are removed, but {answers} still holds answers that cite them "
                f"({error}): a server that is started over it erases them"
            ) from error
    print(f"saved answers that cited them and keep only the question: {count}", file=sys.stderr)


def _registry(settings: Settings) -> Registry:
    folder = current(settings.index)
    read_manifest(folder, {REGISTRY})
    return read_registry(folder / REGISTRY)


def asked_batches(args: argparse.Namespace, settings: Settings) -> Iterator[Batch]:
    """What the arguments name to index: a batch for each path and each host.

    Raises:
        InputError: a path is empty.
    """
    given = (args.name, args.outlet, args.language)
    if not all(map(str.strip, args.paths)):  # else `dalil index "$UNSET"` would read this folder
        raise InputError("a path is empty: name files or folders with articles, or `.`")
    addresses = [path for path in args.paths if split(path).scheme in ("http", "https")]
    addresses += addresses_in(args.urls) if args.urls else []
    for path in args.paths:
        if path == "-":
            yield Batch([from_stream(sys.stdin.buffer)], ("-",), (), *given)
        elif path not in addresses:
            yield batch_of(Path(path), *given)
    yield from _fetched(addresses, given, args.private)
    if not args.paths and not args.urls:
        yield from _known(settings, args.private)


def _known(settings: Settings, private: bool) -> Iterator[Batch]:
    """Every source of the index, to be read again."""
    for source in _registry(settings).sources:
        addresses = [place for place in source.places if split(place).scheme in ("http", "https")]
        for place in source.places:
            if place not in addresses and place != "-":
                yield batch_of(Path(place), source.name)
        yield from _fetched(addresses, (source.name, "", ""), private)


def _fetched(
    addresses: Sequence[str], given: tuple[str, str, str], private: bool
) -> Iterator[Batch]:
    """One batch for each host, or one under the name given. Nothing is dropped: feeds forget."""
    by_name: dict[str, list[str]] = {}
    for address in addresses:
        by_name.setdefault(given[0] or split(address).netloc, []).append(address)
    for name, own in by_name.items():
        yield Batch(from_addresses(own, Fetcher(private)), tuple(own), (), name, *given[1:])


def _tell(report: Report, settings: Settings, told: set[str]) -> None:
    """Print what was done, and what was skipped if that has not been `told` before."""
    _warn(report.warnings, told)
    changes = ", ".join(
        f"{len(ids)} {what}"
        for what, ids in (
            ("added", report.added),
            ("changed", report.changed),
            ("removed", report.removed),
        )
        if ids
    )
    print(
        f"{report.articles} articles, {report.passages} passages in {settings.index} "
        f"({changes or 'nothing changed'}; {report.seconds:.1f} s)",
        flush=True,
    )


def _warn(lines: Sequence[str], told: set[str]) -> None:
    for line in lines:
        if line not in told:
            print(line, file=sys.stderr, flush=True)
    told.update(lines)
