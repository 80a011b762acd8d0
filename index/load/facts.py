"""What a JSON object says of an article, under the names that sites and exports give it.

One reading for our own sidecar, JSON lines, WordPress (`title.rendered`, `link`, `date`), feeds
saved as JSON (`pubDate`, `guid`) and schema.org (`headline`, `datePublished`, `publisher.name`).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from html import unescape

from index.load.document import Document
from index.load.encoding import mended
from index.load.metadata import find_date

__all__ = [
    "FIELDS",
    "Facts",
    "find_facts",
    "is_article",
    "read_date",
    "records_in",
    "stated",
    "text_of",
]

FIELDS = ("title", "outlet", "wire", "published", "language", "url")
_Record = Mapping[str, object]
_NAMES = {
    "title": "title headline name",
    "outlet": "outlet publisher sitename source sourceorganization",
    "wire": "wire agency",
    "published": "published datepublished date pubdate publishedat publishdate publisheddate "
    "publicationdate publishedon createdat datecreated timestamp",
    "updated": "datemodified modified updated updatedat",
    "language": "language inlanguage lang",
    "url": "url link mainentityofpage permalink",
    "id": "id guid @id identifier",
}
_BODIES = [
    "text",
    "contentencoded",
    "content",
    "articlebody",
    "body",
    "fulltext",
    "bodytext",
    "articletext",
    "contenttext",
    "story",
    "paragraphs",
    "description",
]
"""Names of fields without their capitals and signs, the first that holds something first."""
_INNER = ("rendered", "name", "legalName", "@id", "#text", "text", "value")
"""Where an object in the place of a text holds the text."""
_SIGNS = re.compile(r"[\s_:.-]+")
_SURROGATE = re.compile("[\ud800-\udfff\0]")
_ESCAPED = re.compile(r"\\u(06[0-9a-fA-F]{2})")
"""An Arabic letter that was escaped twice on its way into JSON."""
_MONTH_FIRST = re.compile(r"\s*(\d{1,2})/(\d{1,2})/(\d{4})\b")


@dataclass(frozen=True, slots=True)
class Facts:
    """Fields of a Document by name; `inferred` those that the record itself calls so.

    `odd` has a line for each value that is there and cannot be used.
    """

    values: Mapping[str, object]
    inferred: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()


def find_facts(record: _Record) -> Facts:
    """Read everything but the text; the first known name that holds something counts."""
    values: dict[str, object] = {}
    odd: list[str] = []
    plain = _by_plain_name(record)
    for field, names in _NAMES.items():
        for name, given in (plain[name] for name in names.split() if name in plain):
            value = _value(field, given)
            if value:
                values[field] = value
                break
            if not isinstance(given, Mapping):  # a reference to another part of the page
                odd.append(f"{name} = {given!r}")
    named = record.get("inferred")
    inferred = set(named) if isinstance(named, dict | list) else set()
    if (updated := values.pop("updated", None)) and "published" not in values:
        values["published"] = updated
        inferred.add("published")
    return Facts(values, tuple(f for f in FIELDS if f in inferred), tuple(odd))


def stated(document: Document, facts: Facts) -> Document:
    """The document with what is stated of it, then no longer inferred unless it says so."""
    left = set(document.inferred) - set(facts.values) | set(facts.inferred)
    ordered = tuple(field for field in FIELDS if field in left)
    return replace(document, **facts.values, inferred=ordered)  # type: ignore[arg-type]


def text_of(record: _Record) -> str:
    """The article's text as the record holds it, markup and all; "" if there is none."""
    plain = _by_plain_name(record)
    return next(filter(None, (_joined(plain[name][1]) for name in _BODIES if name in plain)), "")


def _by_plain_name(record: _Record) -> dict[str, tuple[str, object]]:
    """Each field, as it is called and what it holds, by its name without capitals and signs."""
    found: dict[str, tuple[str, object]] = {}
    for name, given in record.items():
        if given not in (None, "", [], {}):
            found.setdefault(_SIGNS.sub("", str(name)).lower(), (str(name), given))
    return found


def _joined(given: object) -> str:
    """A text, or the texts of a list, a line each."""
    if isinstance(given, list):
        return "\n".join(filter(None, map(_text, given)))
    return _text(given)


def is_article(record: _Record) -> bool:
    """Whether a schema.org object is an article of some kind."""
    kinds = record.get("@type")
    return any(
        str(kind).endswith(("Article", "Posting", "Report"))
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def read_date(given: object) -> date | None:
    """The day of a date in any spelling: text, RFC 2822, ISO, seconds or milliseconds since 1970.

    Days stand as printed, in the time zone that they give. Numbers alone are read as
    day-month-year, unless only month-day-year can be meant.
    """
    if isinstance(given, int | float) and not isinstance(given, bool):
        return _since_1970(given)
    if not isinstance(given, str):
        return None
    if re.fullmatch(r"\s*\d{9,13}\s*", given):
        return _since_1970(int(given))
    for read in (_iso, _rfc2822, find_date, _month_first):
        if day := read(given):
            return day
    return None


def _value(field: str, given: object) -> object:
    """The value as the field wants it, None or empty if it cannot be that."""
    if field in ("published", "updated"):
        return read_date(_inner(given))
    if field == "wire":
        several = given if isinstance(given, list) else [given]
        return tuple(map(_text, several)) if all(isinstance(w, str) for w in several) else ()
    if field == "language":
        language = _text(given).partition("-")[0].lower()
        return language if language.isalpha() else ""
    if field == "id" and isinstance(given, int):
        return str(given)
    value = unescape(_text(given)).strip()
    # A publisher may be named by a reference to another part of the page.
    return "" if field == "outlet" and value.startswith(("#", "http:", "https:")) else value


def _text(given: object) -> str:
    """The text of a value that is one or holds one."""
    value = _inner(given)
    if not isinstance(value, str):
        return ""
    return mended(
        _SURROGATE.sub("\ufffd", _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value))
    )


def _inner(given: object) -> object:
    for _ in range(4):
        if isinstance(given, list) and given:
            given = given[0]
        elif isinstance(given, Mapping):
            given = next((given[name] for name in _INNER if given.get(name)), None)
    return given


def _since_1970(given: float) -> date | None:
    seconds = given / 1000 if abs(given) >= 10**11 else given
    try:
        return datetime.fromtimestamp(seconds, UTC).date()
    except (OverflowError, ValueError, OSError):
        return None


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def _rfc2822(text: str) -> date | None:
    try:
        return parsedate_to_datetime(text).date() if ":" in text else None
    except (ValueError, IndexError, TypeError, OverflowError):
        return None


def _month_first(text: str) -> date | None:
    if found := _MONTH_FIRST.match(text):
        month, day, year = map(int, found.groups())
        try:
            return date(year, month, day)
        except ValueError:
            return None
    return None


def records_in(value: object) -> Iterator[_Record]:
    """Every object in a JSON value that may be an article: itself, in lists, under `@graph`.

    What a page says that it is about counts as well.
    """
    todo = [value]
    while todo:
        item = todo.pop(0)
        if isinstance(item, list):
            todo[:0] = item
        elif isinstance(item, Mapping):
            yield item
            for name in ("@graph", "mainEntity"):
                if isinstance(item.get(name), list | Mapping):
                    todo.insert(0, item[name])
