"""Where the articles of an index came from, and which were removed for good."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path

from index.load.files import Loaded
from index.load.places import Item, files_under
from rag.errors import ArchiveError, InputError
from rag.types import Article

__all__ = [
    "Batch",
    "Origin",
    "Registry",
    "Source",
    "batch_of",
    "mark",
    "read_registry",
    "registry_json",
]


@dataclass(frozen=True, slots=True)
class Source:
    """A named place that articles come from: files, folders, zips or addresses.

    `outlet` and `language` are what its articles are taken for where they do not say.
    """

    name: str
    places: tuple[str, ...] = ()
    outlet: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one article came from: its source's name, its file or address, and which part of it.

    `revised` is the day on which its words were last replaced by others, None if they never were.
    """

    source: str
    place: str
    part: str = ""
    revised: date | None = None


@dataclass(frozen=True, slots=True)
class Registry:
    """The sources of an index, the origin of each article by its id, and what was removed.

    `removed` holds marks of the articles that stay out, from which the ids cannot be read;
    `forgotten` those of every article that was removed for good and has not come back.
    """

    sources: tuple[Source, ...] = ()
    origins: Mapping[str, Origin] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()
    forgotten: frozenset[str] = frozenset()

    def forgot(self, identity: str) -> bool:
        """Whether the article of that id was removed for good, and has not come back."""
        return mark(identity) in self.forgotten and identity not in self.origins

    def source(self, name: str) -> Source | None:
        """The source of that name."""
        return next((source for source in self.sources if source.name == name), None)

    def with_source(self, source: Source) -> "Registry":
        """The same with one source added, or put in the place of the one of its name."""
        others = [other for other in self.sources if other.name != source.name]
        ordered = tuple(sorted([*others, source], key=lambda each: each.name))
        return replace(self, sources=ordered)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one run reads for one source; `name` is "" where the places tell which source it is.

    What came from under one of `roots` and is not read again is dropped. A `part` brings only what
    has changed, so that it may hold no article.
    """

    items: Iterable[Item]
    places: tuple[str, ...]
    roots: tuple[str, ...] = ()
    name: str = ""
    outlet: str = ""
    language: str = ""
    part: bool = False


def batch_of(path: Path, name: str = "", outlet: str = "", language: str = "") -> Batch:
    """Everything under a file or folder.

    Raises:
        InputError: it does not exist.
    """
    if not path.exists():
        raise InputError(f"{path} does not exist: name files or folders with articles")
    place = str(path.resolve())
    return Batch(files_under([path]), (place,), (place,), name, outlet, language)


def mark(identity: str) -> str:
    """What is kept of a removed article: a SHA-256 of its id."""
    return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()


def is_under(place: str, roots: Sequence[str]) -> bool:
    """Whether a file is one of the roots or lies beneath one."""
    return beneath(roots)(place)


def beneath(roots: Sequence[str]) -> Callable[[str], bool]:
    """Tells of many files whether each is one of the roots or lies beneath one."""
    same, above = frozenset(roots), tuple(root.rstrip("/") + "/" for root in roots)
    return lambda place: place in same or place.startswith(above)


def source_for(batch: Batch, registry: Registry) -> Source:
    """The source that a batch belongs to, with what the batch newly says of it.

    Without a name it is the one that has the place or a folder above it, else a new one called
    like the place.
    """
    found = registry.source(batch.name) if batch.name else _holding(batch.places, registry)
    if found is None:
        found = Source(batch.name or _free_name(batch.places[0], registry))
    held = [place for place in batch.places if not is_under(place, found.places)]
    kept = [place for place in found.places if not is_under(place, held)]
    return Source(
        found.name,
        (*kept, *held),
        batch.outlet or found.outlet,
        batch.language or found.language,
    )


def _holding(places: Sequence[str], registry: Registry) -> Source | None:
    return next(
        (s for s in registry.sources if all(is_under(place, s.places) for place in places)), None
    )


def _free_name(place: str, registry: Registry) -> str:
    base = "stdin" if place == "-" else place.rstrip("/").rpartition("/")[2] or place
    name, number = base, 2
    while registry.source(name):
        name, number = f"{base}-{number}", number + 1
    return name


def settle(
    loaded: Loaded, source: Source, before: Registry, taken: Iterable[str]
) -> tuple[list[Article], dict[str, Origin]]:
    """Give each article that was read its id in the index, and what its source takes it for.

    An article keeps the id that its file and part had before. An id that another place has
    `taken` gets the source's name before it.
    """
    by_place = {(o.place, o.part): identity for identity, o in before.origins.items()}
    used = set(taken)
    articles: list[Article] = []
    origins: dict[str, Origin] = {}
    for article in loaded.articles:
        place, part = loaded.places[article.id], loaded.parts[article.id]
        known = by_place.get((place, part))
        identity = known if known and known not in used else _unused(article.id, source.name, used)
        used.add(identity)
        articles.append(_taken_for(replace(article, id=identity), source))
        origins[identity] = Origin(source.name, place, part)
    return articles, origins


def _unused(identity: str, source: str, used: set[str]) -> str:
    if identity not in used:
        return identity
    base = other = f"{source}/{identity}"
    number = 2
    while other in used:
        other, number = f"{base}#{number}", number + 1
    return other


def _taken_for(article: Article, source: Source) -> Article:
    inferred = set(article.inferred)
    values: dict[str, str] = {}
    if source.outlet and not article.outlet:
        values["outlet"] = source.outlet
        inferred.add("outlet")
    if source.language and "language" in inferred:
        values["language"] = source.language
    ordered = tuple(sorted(inferred, key=[*article.inferred, "outlet"].index))
    return replace(article, **values, inferred=ordered)  # type: ignore[arg-type]


def registry_json(registry: Registry) -> str:
    """The registry as one JSON text, the same for the same registry."""
    values = {
        "sources": [asdict(source) for source in registry.sources],
        "removed": sorted(registry.removed),
        "forgotten": sorted(registry.forgotten),
        "origins": {
            identity: [o.source, o.place, o.part, o.revised and o.revised.isoformat()]
            for identity, o in sorted(registry.origins.items())
        },
    }
    return json.dumps(values, ensure_ascii=False)


def read_registry(file: Path) -> Registry:
    """Read what `registry_json` wrote.

    Raises:
        ArchiveError: the file is missing or damaged.
    """
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
        return Registry(
            tuple(Source(**{**s, "places": tuple(s["places"])}) for s in values["sources"]),
            {
                identity: Origin(source, place, part, date.fromisoformat(day) if day else None)
                for identity, (source, place, part, day) in values["origins"].items()
            },
            frozenset(values["removed"]),
            frozenset(values.get("forgotten", values["removed"])),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ArchiveError(f"{file} cannot be read ({error!r}): run `dalil index PATH`") from error
