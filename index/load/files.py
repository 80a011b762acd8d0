"""Read articles from files: text, Markdown, HTML and JSON lines, with a sidecar of metadata.

The sidecar is a file `metadata.jsonl` beside the articles, one object a line: `file` names the
article's file, and any of `title`, `outlet`, `wire` (a list), `published` (YYYY-MM-DD), `language`
and `url` says what is known. `read` and `inferred` are objects that say, for each field, where it
was read or why it was inferred. The sidecar wins over what the file says of itself.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from index.load.html import read_html
from index.load.metadata import Found, find_date, find_metadata
from rag.errors import InputError
from rag.text.stylebook import Stylebook
from rag.types import Article

__all__ = ["SIDECAR", "Loaded", "load_articles"]

SIDECAR = "metadata.jsonl"
_RESERVED = frozenset({SIDECAR, "stylebook.csv", "README.md"})
_FIELDS = ("title", "outlet", "wire", "published", "language", "url")
_SIDECAR_KEYS = frozenset({"file", "read", "inferred", *_FIELDS})
_SURROGATE = re.compile("[\ud800-\udfff]")
_Record = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Loaded:
    """The articles, and a line about everything that was skipped or looked odd."""

    articles: tuple[Article, ...]
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reader:
    """One run of the loader: what was read so far."""

    articles: list[Article] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    sidecars: dict[Path, dict[str, _Record]] = field(default_factory=dict)
    unused: dict[Path, set[str]] = field(default_factory=dict)
    names: Stylebook = field(default_factory=Stylebook.load)


def load_articles(paths: Sequence[Path], stylebook: Stylebook | None = None) -> Loaded:
    """Read every article under the paths, files or folders, in the order of their names.

    An article's id is its file's name without the suffix, or with its folder where two files share
    a name; in JSON lines it is the object's `id`, else the file's name and line. What cannot be
    read is skipped with a warning that names it. Agencies are credited by the house forms of
    `stylebook` (default: the packaged one).

    Raises:
        InputError: a path does not exist.
    """
    reader = _Reader(names=stylebook) if stylebook else _Reader()
    files = _files(paths, reader)
    stems = Counter(file.stem for file in files)
    for file in files:
        name = file.stem if stems[file.stem] == 1 else f"{file.parent.name}/{file.name}"
        _read_file(file, name, reader)
    for folder, names in reader.unused.items():
        reader.warnings += [
            f"{folder / SIDECAR}: it describes {name}, which is not there" for name in sorted(names)
        ]
    return Loaded(tuple(_distinct(reader)), tuple(reader.warnings))


def _files(paths: Sequence[Path], reader: _Reader) -> list[Path]:
    found: dict[Path, Path] = {}
    for path in paths:
        if not path.exists():
            raise InputError(f"{path} does not exist: name files or folders with articles")
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in inside:
            hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
            if file.is_file() and not hidden and file.name not in _RESERVED:
                found.setdefault(file.resolve(), file)
    files = list(found.values())
    for file in files:
        if file.suffix.lower() not in _LOADERS:
            known = ", ".join(_LOADERS)
            reader.warnings.append(f"{file}: skipped, {file.suffix or 'no suffix'} is not {known}")
    return [file for file in files if file.suffix.lower() in _LOADERS]


def _read_file(file: Path, name: str, reader: _Reader) -> None:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reader.warnings.append(f"{file}: skipped, not UTF-8 (byte {error.start}); save it as UTF-8")
        return
    except OSError as error:
        reader.warnings.append(f"{file}: skipped, cannot be read ({error.strerror})")
        return
    if "\0" in text:
        reader.warnings.append(f"{file}: skipped, it holds null bytes and so is not a text")
        return
    described = _sidecar(file.parent, reader).get(file.name, {})
    reader.unused.get(file.parent, set()).discard(file.name)
    for article in _LOADERS[file.suffix.lower()](file, name, text, reader):
        if not any(map(str.isalnum, article.text)):
            reader.warnings.append(f"{file}: skipped, {article.id} has no letter or digit")
            continue
        reader.articles.append(_described(article, described, file, reader))


def _load_text(file: Path, name: str, text: str, reader: _Reader) -> Iterator[Article]:
    yield _article(name, text, find_metadata(text, reader.names))


def _load_html(file: Path, name: str, text: str, reader: _Reader) -> Iterator[Article]:
    page = read_html(text)
    article = _article(name, page.text, find_metadata(page.text, reader.names))
    stated = {
        "title": page.title,
        "outlet": page.outlet,
        "published": find_date(page.published),
        "language": page.language if page.language.isalpha() else "",
        "url": page.url,
    }
    yield _with(article, {key: value for key, value in stated.items() if value})


def _load_json_lines(file: Path, name: str, text: str, reader: _Reader) -> Iterator[Article]:
    for number, record in _objects(file, text, reader):
        body = record.get("text")
        if not isinstance(body, str) or not body.strip():
            reader.warnings.append(f"{file}:{number}: skipped, it has no `text`")
            continue
        body = _SURROGATE.sub("\ufffd", body).replace("\0", "\ufffd")
        own = record.get("id")
        identity = _SURROGATE.sub("\ufffd", str(own)) if own else f"{name}:{number}"
        article = _article(identity, body, find_metadata(body, reader.names))
        yield _described(article, record, file, reader)


_Loader = Callable[[Path, str, str, _Reader], Iterator[Article]]
_LOADERS: dict[str, _Loader] = {
    ".txt": _load_text,
    ".md": _load_text,
    ".html": _load_html,
    ".htm": _load_html,
    ".jsonl": _load_json_lines,
}


def _objects(file: Path, text: str, reader: _Reader) -> Iterator[tuple[int, _Record]]:
    """The JSON objects of a file, with their line numbers; only a line feed ends a line."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            reader.warnings.append(f"{file}:{number}: skipped, not JSON ({error})")
            continue
        if isinstance(record, dict):
            yield number, record
        else:
            reader.warnings.append(f"{file}:{number}: skipped, not a JSON object")


def _sidecar(folder: Path, reader: _Reader) -> dict[str, _Record]:
    """The sidecar of a folder, by file name; read once."""
    if folder in reader.sidecars:
        return reader.sidecars[folder]
    records = reader.sidecars[folder] = {}
    file = folder / SIDECAR
    if not file.is_file():
        return records
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reader.warnings.append(f"{file}: not used, cannot be read as UTF-8 ({error})")
        return records
    for number, record in _objects(file, text, reader):
        if unknown := sorted(set(record) - _SIDECAR_KEYS):
            reader.warnings.append(f"{file}:{number}: unknown {', '.join(unknown)}, not used")
        records[str(record.get("file", ""))] = record
    reader.unused[folder] = {name for name in records if not (folder / name).is_file()}
    return records


def _article(identity: str, text: str, found: Found) -> Article:
    return Article(
        id=identity,
        text=text,
        title=found.title,
        outlet=found.outlet,
        published=found.published,
        language=found.language,
        wire=found.wire,
        inferred=found.inferred,
    )


def _described(article: Article, record: _Record, file: Path, reader: _Reader) -> Article:
    """The article with what a sidecar or JSON object states; a value of the wrong kind is named."""
    stated: dict[str, object] = {}
    for key in _FIELDS:
        if key not in record or record[key] in (None, ""):
            continue
        value = _checked(key, record[key], reader.names)
        if value is None:
            reader.warnings.append(f"{file}: {key} = {record[key]!r} of {article.id} is not used")
        else:
            stated[key] = value
    inferred = record.get("inferred")
    named = set(inferred) if isinstance(inferred, dict | list) else set()
    return _with(article, stated, named)


def _checked(key: str, value: object, names: Stylebook) -> object:
    """The value as the field wants it, None if it cannot be that."""
    if key == "wire":
        several = [value] if isinstance(value, str) else value
        if isinstance(several, list) and all(isinstance(item, str) for item in several):
            named = (wire for item in several for wire in names.agencies(item) or (item,))
            return tuple(dict.fromkeys(named))
        return None
    if not isinstance(value, str):
        return None
    if key == "published":
        try:
            return date.fromisoformat(value[:10])
        except ValueError:
            return find_date(value)
    return _SURROGATE.sub("\ufffd", value)


def _with(
    article: Article, stated: Mapping[str, object], inferred: set[str] | None = None
) -> Article:
    """The article with fields replaced; what is stated is no longer inferred, unless it says so."""
    named = (set(article.inferred) - set(stated)) | (inferred or set())
    ordered = tuple(key for key in _FIELDS if key in named)
    return replace(article, **stated, inferred=ordered)  # type: ignore[arg-type]


def _distinct(reader: _Reader) -> Iterator[Article]:
    """The articles, each with an id of its own."""
    seen: dict[str, str] = {}
    for article in reader.articles:
        if article.id not in seen:
            seen[article.id] = article.text
            yield article
        elif seen[article.id] == article.text:
            reader.warnings.append(f"{article.id}: skipped the second time, the text is the same")
        else:
            number = 2
            while f"{article.id}#{number}" in seen:
                number += 1
            other = replace(article, id=f"{article.id}#{number}")
            reader.warnings.append(f"{article.id}: used twice, the second is now {other.id}")
            seen[other.id] = other.text
            yield other
