"""The names that a sentence shares with its source, and where each stands in both."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.question.names import NameTagger
from rag.text.names import ARABIC
from rag.text.skeleton import skeletons
from rag.text.stylebook import Stylebook
from rag.verify.evidence import WORD, Evidence, roots
from rag.verify.words import STARTERS, TITLES

__all__ = ["Place", "Shared", "shared_names"]

Place = tuple[int, int]
KINDS = ("person", "organisation", "place")
"""What can do something or have it done to it. Agencies and outlets are credits; demonyms say of
whom, as a part of a longer name."""
MOST_NAMES = 4
GAP = re.compile(r"[ \u00a0'’-]")


@dataclass(frozen=True, slots=True)
class Shared:
    """One name: its places in the sentence, `ours`, and in the source, `theirs`; none overlap."""

    ours: tuple[Place, ...]
    theirs: tuple[Place, ...]


def shared_names(
    text: str, source: Evidence, book: Stylebook, tagger: NameTagger
) -> tuple[Shared, ...]:
    """The names of a sentence that stand in its source too, in the order of the sentence.

    The stylebook's names first; then what the tagger takes for one, by its letters or, in another
    script, by its consonants. At most MOST_NAMES.
    """
    found = list(_known(text, source, book))
    taken = [place for name in found for place in name.ours]
    seen = [place for name in found for place in name.theirs]
    for run in _runs(text, tagger, taken):
        theirs = tuple(p for p in _alike(text[slice(*run)], source.text) if _free(p, seen))
        if theirs:
            found.append(Shared((run,), theirs))
            seen.extend(theirs)
    return tuple(sorted(found, key=lambda name: name.ours)[:MOST_NAMES])


def _known(text: str, source: Evidence, book: Stylebook) -> Iterator[Shared]:
    ours, theirs = book.find(text), book.find(source.text)
    entities = dict.fromkeys(m.entity for m in ours if m.entity.kind in KINDS)
    for entity in entities:
        if entity not in source.credits and any(m.entity == entity for m in theirs):
            yield Shared(
                tuple((m.start, m.end) for m in ours if m.entity == entity),
                tuple((m.start, m.end) for m in theirs if m.entity == entity),
            )


def _runs(text: str, tagger: NameTagger, taken: Sequence[Place]) -> Iterator[Place]:
    """Neighbouring words that the tagger takes for names, as one name each."""
    run: list[Place] = []
    for word in tagger.names(text):
        place = word.start, word.start + len(word.text)
        small = word.text.lower() in TITLES | STARTERS
        if small or not _free(place, taken):
            continue
        if run and not GAP.fullmatch(text[run[-1][1] : place[0]]):
            yield run[0][0], run[-1][1]
            run = []
        run.append(place)
    if run:
        yield run[0][0], run[-1][1]


def _alike(name: str, source: str) -> list[Place]:
    """Where a source has the words of a name, neighbours joined."""
    words = WORD.findall(name)
    places: list[Place] = []
    for match in WORD.finditer(source):
        if any(_same(word, match[0]) for word in words):
            if places and GAP.fullmatch(source[places[-1][1] : match.start()]):
                places[-1] = places[-1][0], match.end()
            else:
                places.append(match.span())
    return places


def _same(ours: str, theirs: str) -> bool:
    if bool(ARABIC.search(ours)) == bool(ARABIC.search(theirs)):
        return bool(roots(ours) & roots(theirs))
    return bool(skeletons(ours) & skeletons(theirs))


def _free(place: Place, taken: Sequence[Place]) -> bool:
    return all(place[1] <= start or end <= place[0] for start, end in taken)
