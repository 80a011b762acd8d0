"""Where articles come from: files, folders, zips, standard input, addresses; each as bytes."""

import os
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from index.load.document import UnreadableError
from index.load.fetch import Fetcher, split
from rag.errors import InputError

__all__ = [
    "MAX_BYTES",
    "Item",
    "addresses_in",
    "files_under",
    "from_addresses",
    "from_stream",
    "in_zip",
]

MAX_BYTES = 1_000_000_000
"""Of one file. Larger ones are skipped: split them."""
MAX_MEMBERS = 1_000_000
MAX_RATIO = 200
"""Times its packed size that a member of a zip may unpack to, beyond its first megabytes."""
FREE_BYTES = 10_000_000
MAX_TOTAL = 20_000_000_000
"""Bytes that all members of a zip may unpack to together."""
_DAMAGE = (zipfile.BadZipFile, OSError, RuntimeError, ValueError, EOFError, zlib.error)
"""What zipfile raises over damaged, locked and unknown data; NotImplementedError is one too."""


@dataclass(frozen=True, slots=True)
class Item:
    """One file to read. `place` is where it came from: an absolute path, or an address.

    `folder` and `name` say where it lies, beside its sidecar; `shown` is how it is named to people.
    """

    name: str
    folder: str
    place: str
    shown: str
    read: Callable[[], bytes]
    sniffed: bool = False
    """Whether its first bytes tell its format, not its name."""

    @property
    def stem(self) -> str:
        """The name without its suffix; all of it where the suffix means nothing."""
        return self.name if self.sniffed else PurePosixPath(self.name).stem

    @property
    def suffix(self) -> str:
        """The end of the name that tells the format, with its dot."""
        return "" if self.sniffed else PurePosixPath(self.name).suffix.lower()


def files_under(paths: Sequence[Path]) -> Iterator[Item]:
    """Every file under the paths, in the order of their names, each once; hidden ones are left out.

    Raises:
        InputError: a path does not exist, or a folder cannot be listed.
    """
    seen: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise InputError(f"{path} does not exist: name files or folders with articles")
        for file in sorted(_inside(path)) if path.is_dir() else [path]:
            hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
            resolved = file.resolve()
            if hidden or resolved in seen:
                continue
            seen.add(resolved)
            if file.is_file():
                yield Item(file.name, str(file.parent), str(resolved), str(file), _reader(file))
            else:
                yield Item(file.name, str(file.parent), str(file), str(file), _refuse, sniffed=True)


def _refuse() -> bytes:
    raise UnreadableError("a link that leads nowhere or to a folder, or no ordinary file")


def _inside(folder: Path) -> Iterator[Path]:
    """Every file in a folder; what is in a folder that cannot be listed must not look gone."""

    def refuse(error: OSError) -> None:
        raise InputError(
            f"the folder {error.filename} cannot be read ({error.strerror}): allow it, or move it "
            "elsewhere"
        ) from error

    for root, folders, names in os.walk(folder, onerror=refuse):
        links = [name for name in folders if Path(root, name).is_symlink()]
        yield from (Path(root, name) for name in (*names, *links))


def from_stream(stream: BinaryIO) -> Item:
    """What comes through a pipe: one text or page, or JSON lines."""

    def read() -> bytes:
        data = stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise UnreadableError(f"more than {MAX_BYTES:,} bytes; split it")
        return data

    return Item("stdin", "", "-", "standard input", read, sniffed=True)


def from_addresses(addresses: Sequence[str], fetcher: Fetcher) -> Iterator[Item]:
    """Pages and feeds to be fetched when they are read."""
    for address in dict.fromkeys(addresses):

        def read(address: str = address) -> bytes:
            return fetcher.fetch(address).data

        parts = split(address)
        name = f"{parts.netloc}{parts.path}".strip("/") + (f"?{parts.query}" if parts.query else "")
        yield Item(name, "", address, address, read, sniffed=True)


def addresses_in(file: Path) -> list[str]:
    """The addresses in a file, one a line; lines that begin with # are left out.

    Raises:
        InputError: it cannot be read, or holds none.
    """
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file} cannot be read as a list of addresses: {error}") from error
    found = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    if not found:
        raise InputError(f"{file} holds no address: write one a line")
    return found


def _reader(file: Path) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            if (size := file.stat().st_size) > MAX_BYTES:
                raise UnreadableError(f"{size:,} bytes are more than {MAX_BYTES:,}; split it")
            return file.read_bytes()
        except OSError as error:
            raise UnreadableError(f"cannot be read ({error.strerror})") from error

    return read


def in_zip(item: Item) -> Iterator[Item]:
    """The files in a zip, none of them written to disk.

    Raises:
        UnreadableError: it is damaged, holds nothing, or unpacks to more than is sound.
    """
    try:
        archive = zipfile.ZipFile(item.place)
        members = [m for m in archive.infolist() if not m.is_dir()]
    except _DAMAGE as error:
        raise UnreadableError(f"the zip is damaged ({error})") from error
    if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_TOTAL:
        raise UnreadableError(
            f"the zip holds more than {MAX_MEMBERS:,} files or {MAX_TOTAL:,} bytes; unpack it"
        )
    shown = [(PurePosixPath(member.filename), member) for member in members]
    wanted = [each for each in shown if not _is_hidden(each[0])]
    if not wanted:
        raise UnreadableError("the zip holds no file that is not hidden")
    for path, member in sorted(wanted, key=lambda each: each[1].filename):
        yield Item(
            path.name,
            f"{item.shown}/{path.parent}",
            item.place,
            f"{item.shown}/{path}",
            _unpacker(archive, member),
        )


def _is_hidden(path: PurePosixPath) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in path.parts)


def _unpacker(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Callable[[], bytes]:
    limit = min(MAX_BYTES, max(FREE_BYTES, MAX_RATIO * member.compress_size))

    def read() -> bytes:
        try:
            with archive.open(member) as stream:
                data = stream.read(limit + 1)
        except _DAMAGE as error:
            raise UnreadableError(f"cannot be unpacked ({error})") from error
        if len(data) > limit:
            raise UnreadableError(
                f"it unpacks to more than {limit:,} bytes: a zip bomb, or split it"
            )
        return data

    return read
