"""Who does what to whom: two names of a sentence stand to each other as in its source.

Arabic and English both name who does it before whom it is done to, wherever the verb stands, unless
a word says that they do not: "by", «على يد», "lost to", "…, X said". So the order of two names,
turned round where such a word stands, tells who does it; it must be the source's. No verb is
compared: what "beat" means is not asked, and a verb whose meaning is the other's reversed
("bought", "sold") is not seen.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from rag.generate.shared import Place, Shared
from rag.generate.trace import same_figure
from rag.text.fold import fold
from rag.text.language import language_of
from rag.text.lexicon import WordPattern
from rag.verify.evidence import Evidence, Problem, values_in

__all__ = ["exchanged_roles", "first_in"]

# All Arabic is in its folded form. Each pattern is of what stands between two names, or before one.
_ENGLISH_DOER = WordPattern(
    r"(?:\b(?:was|were|is|are|be|been|being) (?:(?!<unturned> )[^\s,.;]+ ){1,6}<doer_follows> "
    r"(?:[^\s,]+ ){0,5}"
    r"|^(?:, )?(?:\w+ )?<doer_follows> (?:(?!of |for )[^\s,]+ ){0,4})$",
    "en",
)
_ARABIC_DOER = WordPattern(r"(?:^|(?<= ))<doer_follows> (?:[^\s,،]+ ){0,4}$", "ar")
_UNDERGOING = WordPattern(r"(?<![^\W_])[وف]?<undergoing>(?![^\W_])")
_DOER_COMES = WordPattern(r"(?<![^\W_])<doer_comes> (?:[^\s,،]+ ){0,4}$")
_ATTRIBUTED = WordPattern(
    r"(?:<attributing>|(?:علي ما|كما|حسبما|مثلما|as) <saying>|[,،] (?:و?<saying>)) "
    r"(?:[^\s,،]+ ){0,4}$"
)
_HE_SAID = WordPattern(r"^ (?:has |had |have )?<saying>\s*(?:[.,]|$)", "en")
_JOINED = WordPattern(
    r"^[,،]? ?(?:(?:and|or|او) (?:[^\W\d]+ ){0,3}"
    r"|(?!<with_waw>)و(?:(?:ال\w+|<before_names>) ){0,3})$"
)
_WHERE = WordPattern(r"(?<![^\W_])[وف]?<whereabouts> (?:the |مدينه |بلده |محافظه )?$")
_CONTRAST = WordPattern(r"(?<![^\W_])و?<contrasting>(?![^\W_])")
_NEAR = 40
"""Characters before a name in which the verb of an Arabic clause is looked for."""


def exchanged_roles(text: str, source: Evidence, names: Sequence[Shared]) -> Iterator[Problem]:
    """Yield a problem for every two names that the source has the other way round."""
    for one, other in combinations(names, 2):
        here = _directions(text, one.ours, other.ours)
        there = _directions(source.text, one.theirs, other.theirs)
        if here and there and not here & there and not _moved(text, source, one, other):
            both = " / ".join(text[slice(*name.ours[0])] for name in (one, other))
            yield Problem("role", both, "the cited sentence has these names the other way round")


def first_in(text: str, one: Place, other: Place) -> bool | None:
    """Whether the first of two names is the one who does it; None where neither does.

    >>> first_in("Ali thanked Huda.", (0, 3), (12, 16))
    True
    >>> first_in("Ali was thanked by Huda.", (0, 3), (19, 23))
    False
    >>> first_in("Ali and Huda left.", (0, 3), (8, 12)) is None
    True
    """
    early, late = sorted((one, other))
    between = fold(text[early[1] : late[0]]).text
    if _JOINED.regex.match(between):
        return None
    before, after = fold(text[max(early[0] - _NEAR, 0) : early[0]]).text, fold(text[late[1] :]).text
    if any(_WHERE.regex.search(fold(text[:at]).text) for at in (early[0], late[0])):
        return None
    turned = bool(
        _ARABIC_DOER.regex.search(between.lstrip())
        or _ENGLISH_DOER.regex.search(between.lstrip())
        or _ATTRIBUTED.regex.search(between)
        or ("," in between and _HE_SAID.regex.match(after))
        or (_UNDERGOING.regex.search(f"{before}|{between}") and _DOER_COMES.regex.search(between))
    )
    return (early == one) is not turned


def _directions(text: str, one: Sequence[Place], other: Sequence[Place]) -> frozenset[bool]:
    """What neighbouring places of two names say; both, where a text has them both ways."""
    marked = sorted([*((p, True) for p in one), *((p, False) for p in other)])
    found = (
        first_in(text, a, b) if is_one else first_in(text, b, a)
        for (a, is_one), (b, other_is) in pairwise(marked)
        if is_one is not other_is
    )
    return frozenset(way for way in found if way is not None)


def _moved(text: str, source: Evidence, one: Shared, other: Shared) -> bool:
    """Whether clauses have changed places, and the names with them: "B 2, A 1" for "A 1, B 2".

    Their figures tell; between contrasted clauses without figures nothing does: none is blamed.
    """
    early, late = sorted((one.ours[0], other.ours[0]))
    found = values_in(text, language_of(text), source.published)
    theirs = [
        next((v.start for v in source.values if same_figure(f.value, v.value)), None) for f in found
    ]
    places = [place for place in theirs if place is not None]
    if len(places) > 1:
        return places[0] > places[-1]
    return _CONTRAST.regex.search(fold(text[early[1] : late[0]]).text) is not None
