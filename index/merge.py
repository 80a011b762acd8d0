"""What an index will hold once what was read is brought in: which articles came, and which went."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from index.load.files import Loaded
from index.sources import Batch, Origin, Registry, beneath, is_under, mark, settle, source_for
from rag.errors import InputError
from rag.types import Article

__all__ = ["Merged", "merge", "refuse_empty"]

Read = Sequence[tuple[Batch, Loaded]]


@dataclass(frozen=True, slots=True)
class Merged:
    """The articles that were read, by their ids in the index; the ids that went; what came of it.

    Whether an article's words were revised, the registry does not know yet.
    """

    read: Mapping[str, Article]
    gone: frozenset[str]
    registry: Registry


def merge(loaded: Read, before: Registry, held: Collection[str], warnings: list[str]) -> Merged:
    """Bring what was read into the registry of an index that holds the articles of these ids.

    Articles that stay out since they were removed for good are named in the warnings.
    """
    registry, origins = before, dict(before.origins)
    read: dict[str, Article] = {}
    gone: set[str] = set()
    for batch, each in loaded:
        left = _left(batch, each, origins)
        gone |= left
        source = source_for(batch, registry)
        registry = registry.with_source(source)
        taken = (set(held) | origins.keys()) - gone
        fresh, fresh_origins = settle(each, source, registry, taken)
        for identity in left:
            del origins[identity]
            read.pop(identity, None)
        for article in fresh:
            if mark(article.id) in registry.removed:
                warnings.append(f"{article.id}: left out, it was removed (dalil remove --undo)")
                continue
            was = before.origins.get(article.id)
            origin = fresh_origins[article.id]
            origins[article.id] = replace(origin, revised=was.revised if was else None)
            read[article.id] = article
            gone.discard(article.id)
    forgotten = registry.forgotten
    if forgotten:
        forgotten -= {mark(identity) for identity in read}
    return Merged(read, frozenset(gone), replace(registry, origins=origins, forgotten=forgotten))


def _left(batch: Batch, loaded: Loaded, origins: Mapping[str, Origin]) -> set[str]:
    """Articles from under the roots of a batch, which is about to bring what is still there.

    What came from a file that is there and cannot be read just now stays.
    """
    unread, inside = set(loaded.unread), beneath(batch.roots)
    return {
        identity
        for identity, origin in origins.items()
        if inside(origin.place) and origin.place not in unread
    }


def refuse_empty(loaded: Read, registry: Registry) -> None:
    """Raise if a batch gave nothing: a disk that is not mounted must not empty an archive.

    Raises:
        InputError: there is no article in one of the batches.
    """
    for batch, each in loaded:
        if each.articles or batch.part:
            continue
        where = ", ".join(batch.places) or "no path"
        reason = f" ({each.warnings[0]})" if each.warnings else ""
        held = sum(is_under(origin.place, batch.roots) for origin in registry.origins.values())
        if held:
            name = source_for(batch, registry).name
            raise InputError(
                f"no article is left in {where}{reason}, and the index holds {held} from there: if "
                f"they shall go, run `dalil remove {name}`"
            )
        raise InputError(
            f"no article in {where}{reason}: name files or folders with articles, such as .txt, "
            ".html, .jsonl, .pdf or .docx"
        )
