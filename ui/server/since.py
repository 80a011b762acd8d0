"""What became of the articles that a kept answer speaks of: corrected, or removed.

An article that is in the archive no more is not shown in any kept answer, and what was removed for
good (`dalil remove`) is taken out of the file of answers as well.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from index.sources import mark
from rag.types import Answer, Article, Json, Language, Verdict
from ui.answer.view import View
from ui.server.current_index import Reading
from ui.server.store import Kept, Store
from ui.words import WORDS

__all__ = ["Change", "Saved", "cited_digests", "erase", "forgot", "since"]

Gone = Callable[[str], bool]
"""Whether the article of an id is one of those that went."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of an article that an answer cites.

    `article` is "" for one that was removed: an id may tell what is to be forgotten. `markers` are
    the citations of one that was corrected; `stands`: it still says what they quote.
    """

    kind: Literal["corrected", "removed"]
    article: str = ""
    markers: tuple[int, ...] = ()
    stands: bool = False

    def told(self, language: Language) -> str:
        """The change in words."""
        words = WORDS[language]
        if self.kind == "removed":
            return words.removed_since
        stands = words.still_stands if self.stands else words.stands_no_more
        markers = "".join(f"[{marker}]" for marker in self.markers)
        return words.corrected_since.format(f"{stands} {markers}".strip())


@dataclass(frozen=True, slots=True)
class Saved:
    """A kept answer as it may be shown now, and what has changed since it was given."""

    kept: Kept
    changes: tuple[Change, ...] = ()

    @property
    def notices(self) -> tuple[str, ...]:
        """The changes in words, in the answer's language."""
        return tuple(change.told(_language_of(self.kept)) for change in self.changes)


def _language_of(kept: Kept) -> Language:
    """The language that an answer was given in."""
    return "ar" if kept.answer["language"] == "ar" else "en"


def cited_digests(answer: Answer) -> dict[str, str]:
    """What tells later whether an article that the answer cites still reads the same."""
    spans = [citation.span for citation in answer.citations]
    return {span.passage.article.id: _digest(span.passage.article) for span in spans}


def since(kept: Kept, archive: Reading) -> Saved:
    """Compare a kept answer with the archive as it is."""
    shown = _without(kept, lambda identity: archive.article(identity) is None)
    if shown.answer.get("withdrawn"):
        return Saved(shown, (Change("removed"),))
    cited: dict[str, list[Json]] = {}
    for citation in shown.answer.get("citations", ()):
        cited.setdefault(citation["article"]["id"], []).append(citation)
    return Saved(shown, tuple(_corrected(cited, shown.cited, archive)))


def _corrected(
    cited: dict[str, list[Json]], digests: dict[str, str], archive: Reading
) -> Iterator[Change]:
    for identity, citations in cited.items():
        article = archive.article(identity)
        if article is None:
            continue
        stands = all(citation["text"] in article.text for citation in citations)
        known = digests.get(identity)
        # An answer that was kept before there were digests knows only the words that it cites.
        if (_digest(article) != known) if known else not stands:
            yield Change("corrected", identity, tuple(c["marker"] for c in citations), stands)


def forgot(archive: Reading) -> Gone:
    """Which articles were removed from the archive for good."""
    marks = archive.forgotten
    return lambda identity: mark(identity) in marks and archive.article(identity) is None


def erase(store: Store, gone: Gone, only: Iterable[Kept] | None = None) -> int:
    """Take what the articles that went said out of the kept answers, and out of the file.

    Looks through `only` these answers, by default all. Returns how many of them cited such an
    article: of those the question stays, and when and by whom it was checked.

    Raises:
        sqlite3.Error: the file cannot be written, or is in use: try again.
    """
    found = [
        (kept, left)
        for kept in (store.answers() if only is None else only)
        if (left := _without(kept, gone)) is not kept
    ]
    store.overwrite([left for _, left in found])
    return sum(bool(left.answer.get("withdrawn")) for _, left in found)


def _without(kept: Kept, gone: Gone) -> Kept:
    """The answer without what the articles that went said; the same object if nothing did.

    Sentences of an answer lean on one another, so one that cites such an article goes whole: it
    can be asked again. What was only shown beside it goes alone.
    """
    answer, shown = kept.answer, kept.shown or {}
    said = [*answer.get("citations", ())]
    said += [claim for group in answer.get("groups", ()) for claim in group["claims"]]
    ids = {item["article"]["id"] for item in said}
    ids |= {row["place"]["article"] for key in ("sources", "rows") for row in shown.get(key, ())}
    if any(map(gone, ids)):
        return replace(kept, answer=_withdrawn(answer), shown=_empty_view(answer), cited={})
    passages = [p for p in answer.get("passages", ()) if not gone(p["article"])]
    nearest = [s for s in shown.get("nearest", ()) if not gone(s["place"]["article"])]
    if len(passages) + len(nearest) == len(answer.get("passages", ())) + len(
        shown.get("nearest", ())
    ):
        return kept
    left = {**shown, "nearest": nearest} if kept.shown else None
    return replace(kept, answer={**answer, "passages": passages}, shown=left)


def _withdrawn(answer: Json) -> Json:
    """What stays of an answer: the question and the verdict, and the form of what is gone."""
    stays = {"question", "language", "verdict"}
    left = {key: value if key in stays else type(value)() for key, value in answer.items()}
    return {**left, "withdrawn": True}


def _empty_view(answer: Json) -> Json:
    language: Language = "ar" if answer["language"] == "ar" else "en"
    verdict = Verdict(answer["verdict"])
    return View(answer["question"], language, verdict, withdrawn=True).as_json()


def _digest(article: Article) -> str:
    return hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()
