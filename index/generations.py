"""Keep an index whole: each build writes a new folder, and one small file says which is current.

    INDEX/current                 the name of the current generation
    INDEX/generations/NAME/       manifest.json, its digest, and the files that it lists with theirs
    INDEX/lock                    held while an index is built

A reader that follows `current` sees a generation that is complete; the one before stays, since a
reader may still hold it.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Self

from index.digests import AGAIN, check_file, digests_of, sha256_of
from rag.errors import ArchiveError
from rag.settings import Settings

__all__ = [
    "FORMAT",
    "BuiltWith",
    "Manifest",
    "check_built_with",
    "current",
    "has_index",
    "locked",
    "publish",
    "read_manifest",
    "writing",
]

FORMAT = 5
"""Version of the layout of a generation."""
READABLE = (3, 4, FORMAT)
"""Version 3 knows no parts of files; up to version 4 an article's line names its copies."""
RULES = "7"
"""Version of the rules that clean, cut and analyse text. Raise it when the same article would give
other passages or other search terms; a moved comment does not ask a newsroom to index again."""
MANIFEST, SEAL = "manifest.json", "manifest.sha256"


@dataclass(frozen=True, slots=True)
class BuiltWith:
    """The settings that an index depends on, and the encoder's fingerprint."""

    fingerprint: str
    encoder: str
    passage_prefix: str
    passage_tokens: int
    overlap_sentences: int
    arabic_normalisation: bool
    rules: str
    """Version of the rules that clean, cut and analyse text: an index is read by its own rules."""
    store: str = "files"
    """Where it is searched: in its files, or in Milvus."""

    @classmethod
    def of(cls, settings: Settings, fingerprint: str) -> Self:
        """What an index built now would depend on."""
        return cls(
            fingerprint=fingerprint,
            encoder=settings.encoder,
            passage_prefix=settings.passage_prefix,
            passage_tokens=settings.passage_tokens,
            overlap_sentences=settings.overlap_sentences,
            arabic_normalisation=settings.arabic_normalisation,
            rules=RULES,
            store=settings.store,
        )


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds and was built with; `files` are SHA-256 digests by relative path.

    `content` changes with any article, passage or setting, and with nothing else.
    """

    built_with: BuiltWith
    content: str
    articles: int
    passages: int
    languages: tuple[str, ...]
    files: Mapping[str, str]
    format: int = FORMAT


@contextmanager
def locked(index: Path) -> Iterator[None]:
    """Hold the index for one build.

    Raises:
        ArchiveError: another build holds it, or the folder cannot be written.
    """
    try:
        index.mkdir(parents=True, exist_ok=True)
        lock = (index / "lock").open("a+", encoding="utf-8")
    except OSError as error:
        raise ArchiveError(
            f"the index folder {index} cannot be written ({error.strerror}): set `index` to "
            "another folder"
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            holder = lock.read(100).strip() or "another process"
            raise ArchiveError(
                f"the index {index} is being built by {holder}: wait for it to end"
            ) from error
        holder = f"process {os.getpid()} since {datetime.now():%H:%M:%S}"
        with suppress(OSError):  # a full disk: who holds it stays unsaid
            os.ftruncate(lock.fileno(), 0)
            os.write(lock.fileno(), holder.encode())
        yield


def publish(index: Path, fill: Callable[[Path], Manifest], *, erase: bool = False) -> str:
    """Write a new generation and make it the current one; return its name.

    `fill` writes everything into an empty folder; of the files it may leave the digests out.
    Generations older than the one that was current are removed; with `erase` that one is, too.

    Raises:
        ArchiveError: the disk is full or cannot be written; what was current stays so.
    """
    with writing(index):
        return _publish(index, fill, erase)


@contextmanager
def writing(index: Path) -> Iterator[None]:
    """Say of what cannot be written within that it belongs to the index.

    Raises:
        ArchiveError: the disk is full or cannot be written.
    """
    try:
        yield
    except OSError as error:
        raise ArchiveError(
            f"the index {index} cannot be written ({error.strerror or error}): what it held is "
            "still there; make room and run it again"
        ) from error


def _publish(index: Path, fill: Callable[[Path], Manifest], erase: bool) -> str:
    folder = index / "generations"
    folder.mkdir(parents=True, exist_ok=True)
    old = sorted(path.name for path in folder.iterdir() if path.name[0].isdigit())
    for stale in folder.glob(".new-*"):
        shutil.rmtree(stale)
    scratch = folder / f".new-{os.getpid()}"
    scratch.mkdir()
    try:
        manifest = fill(scratch)
        files = digests_of(scratch, manifest.files)
        _write_json(scratch / MANIFEST, asdict(manifest) | {"files": files})
        (scratch / SEAL).write_text(sha256_of(scratch / MANIFEST), encoding="ascii")
        for written in [*scratch.rglob("*"), scratch]:
            _to_disk(written)
        number = int(old[-1].partition("-")[0]) + 1 if old else 1
        name = f"{number:06d}-{manifest.content[:12]}"
        pointer = index / "current.new"
        pointer.write_text(f"{name}\n", encoding="utf-8")
        _to_disk(pointer)  # what could not be written must not leave a generation behind
        scratch.rename(folder / name)
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise
    before = _pointer(index)
    pointer.replace(index / "current")
    _to_disk(index)
    for generation in old:
        if erase or generation != before:
            shutil.rmtree(folder / generation)
    return name


def has_index(index: Path) -> bool:
    """Whether there is an index of this format, whole or not."""
    name = _pointer(index)
    try:
        values = json.loads((index / "generations" / name / MANIFEST).read_text(encoding="utf-8"))
        return bool(name) and values["format"] in READABLE
    except FileNotFoundError:
        return False
    except (OSError, ValueError, KeyError, TypeError):
        return bool(name)


def current(index: Path) -> Path:
    """The folder of the current generation.

    Raises:
        ArchiveError: there is none.
    """
    name = _pointer(index)
    if not name:
        raise ArchiveError(f"there is no index in {index}: {AGAIN}")
    folder = index / "generations" / name
    if Path(name).name != name or not folder.is_dir():
        raise ArchiveError(f"the index {index} names {name!r}, which is not there: {AGAIN}")
    return folder


def read_manifest(folder: Path, files: Container[str] | None = None) -> Manifest:
    """Read the manifest of a generation and check every file that it lists, or only `files`.

    Raises:
        ArchiveError: the manifest or a file is missing or damaged, or of another format.
    """
    file = folder / MANIFEST
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
        if values["format"] not in READABLE:
            raise ArchiveError(
                f"the index {folder} has format {values['format']}, this version reads {FORMAT}: "
                f"{AGAIN}"
            )
        built_with = BuiltWith(**values.pop("built_with"))
        languages = tuple(values.pop("languages"))
        manifest = Manifest(built_with=built_with, languages=languages, **values)
        check_file(file, (folder / SEAL).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ArchiveError(f"{error.filename} is missing: {AGAIN}") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArchiveError(f"{file} is damaged ({error!r}): {AGAIN}") from error
    for name, digest in manifest.files.items():
        if files is None or name in files:
            check_file(folder / name, digest)
    return manifest


def check_built_with(manifest: Manifest, wanted: BuiltWith, folder: Path) -> None:
    """Raise if an index was built with other settings than the ones wanted.

    Raises:
        ArchiveError: one differs; it names the first.
    """
    for item in fields(BuiltWith):
        built, now = (getattr(side, item.name) for side in (manifest.built_with, wanted))
        if built != now:
            name = "the encoder's hash" if item.name == "fingerprint" else item.name
            raise ArchiveError(
                f"the index {folder} was built with {name} = {built!r}, now it is {now!r}: "
                f"{AGAIN}, or set it back"
            )


def _pointer(index: Path) -> str:
    try:
        return (index / "current").read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise ArchiveError(f"{index / 'current'} cannot be read ({error}): {AGAIN}") from error


def _to_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, would outlive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_json(file: Path, value: object) -> None:
    file.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
