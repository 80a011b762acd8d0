"""A tree of names, word by word, and what of it stands in a text."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from rag.text.lexicon import wordset
from rag.text.names import MARK, WORD, Entity, key_of, stems_of

__all__ = ["Form", "Mention", "Tree"]

# What may stand between two words of one name: spaces, quotes, hyphens, marks of direction.
GAP = re.compile("[ \t\r\n\u00a0\u200c-\u200f\u202a-\u202e\u2066-\u2069\"'’‘“”«»‐‑–—-]{0,6}")
COMMAS = (",", "،")
_CREDITING = wordset("بحسب حسب وفق وكاله لوكاله بوكاله citing quoting")
_DATED = re.compile(r"[,،] ?\d")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in a text, at code-point offsets `start` to `end`, without its prefixes."""

    start: int
    end: int
    entity: Entity


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write an entity. `exact`: the words as they must stand; `capital`: begins so.

    `credit`: only in credits.
    """

    entity: Entity
    exact: tuple[str, ...] = ()
    capital: bool = False
    credit: bool = False

    def fits(self, words: list[str]) -> bool:
        """Whether words of the text that have the form's letters are the form."""
        if self.exact:
            return tuple(words) == self.exact
        return not self.capital or words[0][0].isupper()


@dataclass(slots=True)
class _Node:
    """The next words, and the names that end here.

    `after_comma`: a name has a comma before the word of this node ("Washington, D.C.").
    """

    next: dict[str, "_Node"] = field(default_factory=dict)
    forms: list[Form] = field(default_factory=list)
    after_comma: bool = False


@dataclass(slots=True)
class Tree:
    """Names by their folded words. `spelt` says what of a word is compared; all, unless given."""

    spelt: Callable[[str], str] = str
    _root: _Node = field(default_factory=_Node)

    def insert(self, name: str, form: Form) -> None:
        """Add a name; an entity that the tree has under it already is not added again."""
        node, end = self._root, 0
        for word in WORD.finditer(name):
            node = node.next.setdefault(self.spelt(key_of(word[0])), _Node())
            node.after_comma |= name.startswith(COMMAS, end)
            end = word.end()
        if node is not self._root and all(f.entity != form.entity for f in node.forms):
            node.forms.append(form)

    def named(self, name: str) -> list[Entity]:
        """The entities that a whole text names."""
        words = WORD.findall(name)
        node = self._root
        for word in words:
            following = node.next.get(self.spelt(key_of(word)))
            if following is None:
                return []
            node = following
        return [form.entity for form in node.forms if not form.exact or form.fits(words)]

    def at(self, words: list[re.Match[str]], i: int) -> list[Mention]:
        """The names that start at word `i` of a text, which may have letters written onto it."""
        word = words[i][0]
        starts = [
            (node, _skip(word, prefix))
            for prefix, stem in stems_of(key_of(word))
            if (node := self._root.next.get(self.spelt(stem)))
        ]
        return [mention for start in starts for mention in self._walk(words, i, *start)]

    def _walk(
        self, words: list[re.Match[str]], i: int, node: _Node, skip: int
    ) -> Iterator[Mention]:
        seen = [words[i][0]]
        start = words[i].start() + skip
        first = i
        while True:
            for form in node.forms:
                if form.fits(seen) and (not form.credit or _credited(words, first, i)):
                    yield Mention(start, words[i].end(), form.entity)
            i += 1
            following = node.next.get(self.spelt(key_of(words[i][0]))) if i < len(words) else None
            if following is None or not _joined(words[i - 1], words[i], following.after_comma):
                return
            node = following
            seen.append(words[i][0])


def _skip(word: str, letters: int) -> int:
    """How far to go into a word as published to pass so many of its letters."""
    offset = 0
    while letters or (offset and offset < len(word) and MARK.match(word[offset])):
        letters -= not MARK.match(word[offset])
        offset += 1
    return offset


def _credited(words: list[re.Match[str]], first: int, last: int) -> bool:
    """Whether the words from `first` to `last` are a source that the text credits.

    As in "بحسب وفا", "نقلا عن سانا", "according to MENA", "Euronews with KUNA, 6 January"; not
    where a longer name goes on ("بحسب سانا مارين").
    """
    if last + 1 < len(words) and _joined(words[last], words[last + 1], comma=False):
        return False
    before = [key_of(word[0]) for word in words[max(0, first - 2) : first]]
    pair = " ".join(before)
    if not before or before[-1] in _CREDITING or pair in ("نقلا عن", "according to"):
        return bool(before)
    dated = _DATED.match(words[last].string, words[last].end())
    return before[-1] in ("with", "مع") and dated is not None


def _joined(left: re.Match[str], right: re.Match[str], comma: bool) -> bool:
    """Whether two neighbouring words may belong to one name; `comma`: also across a comma."""
    gap = left.string[left.end() : right.start()]
    if left.end() - left.start() <= 2 and gap.startswith("."):  # "U.N.", "St. Lucia"
        gap = gap[1:]
    if comma and gap.startswith(COMMAS):
        gap = gap[1:]
    return GAP.fullmatch(gap) is not None
