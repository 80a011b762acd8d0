"""Names are traced: through the stylebook, by their letters, or as a romanisation.

In English every capitalised word is a name unless it is a word that English capitalises anyway.
Arabic has no capitals: there the stylebook's names are checked, and words that stand where a name
does, look like one, or are all but a word of the cited sentence.
"""

import re
from collections.abc import Iterator, Sequence, Set

from rag.text.fold import fold
from rag.text.names import ARABIC
from rag.text.romanise import familiar, romanise
from rag.text.stylebook import Entity, Mention, Stylebook
from rag.verify.evidence import BLANK, MARKS, WORD, Evidence, Problem, blank, roots, words
from rag.verify.values import is_noun
from rag.verify.words import FRAME, NAME_CUES, STARTERS, TITLES

__all__ = ["name_problems", "romanised_names", "traced"]

LATIN = re.compile(r"[^\W\d_](?:[\w'’]|[.-](?=\w))*")
ROMANISED = re.compile(
    r"(?P<latin>[A-Za-z\u00c0-\u024f][\w'’.-]*(?: [\w'’.-]+){0,6}) \((?:Arabic|[^()«»A-Z])*?«?"
    r"(?P<arabic>[\u0621-\u06d3][\u0600-\u06ff \u0640-]*)»?\)"
)
INITIAL = re.compile(r"(?:^|[.!?:;—–|\n(\[-])[\s\"“«'’)]*$")
FOREIGN = re.compile(
    "(?:[^\\W]{3,})(?:وف|ييف|ايف|وفا|ييفا|ينكو|نكو|سكي|فسكي|شفيلي|ستان|يان|فيتش|سون|بيرغ)$"
)
UPON = re.compile(f"[وف]?ع[{MARKS}]?ل[{MARKS}]?ى[{MARKS}]?")
LEAST_CLOSE = 6
PHRASE_END = re.compile("[،,:؛—–.]")
SHORT_ANSWER = 4
"""Words up to which an answer in Arabic is taken word for word."""


def traced(mention: Mention, text: str, cited: Sequence[Evidence], book: Stylebook) -> bool:
    """Whether a name of a statement is in a cited sentence, or among its credits."""
    surface = text[mention.start : mention.end]
    possible = book.names(surface) & _whole(surface, book) | {mention.entity}
    found = [source for source in cited if possible & (source.names | source.credits)]
    if found or any(_kin(entity, source.names) for entity in possible for source in cited):
        return True
    if ARABIC.search(surface):
        return any(all(roots(w) & s.roots for w in words(surface)) for s in cited)
    return any(frozenset(fold(w).text for w in words(surface)) <= s.latin for s in cited)


def _whole(surface: str, book: Stylebook) -> frozenset[Entity]:
    """The entities that a name may be as a whole, where it is ambiguous."""
    key = fold(surface).text
    return frozenset(
        entity
        for entity in book.names(surface)
        if any(fold(form).text == key for form in entity.arabic + entity.english)
    )


def _kin(entity: Entity, names: frozenset[Entity]) -> bool:
    """Whether a country stands there as its demonym, or a demonym as its country."""
    if entity.kind == "place":
        return any(_of(other, entity) for other in names if other.kind == "other")
    return entity.kind == "other" and any(_of(entity, n) for n in names if n.kind == "place")


def _of(demonym: Entity, place: Entity) -> bool:
    stems = [fold(form).text.removesuffix("ي") for form in demonym.arabic if form.endswith("ي")]
    bare = [fold(form).text.removeprefix("ال") for form in place.arabic if " " not in form]
    return any(name.startswith(s) and len(name) <= len(s) + 3 for s in stems for name in bare)


def romanised_names(text: str, cited: Sequence[Evidence]) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield each `Name (romanised; الاسم)` with its span, and why it is wrong ("" if right)."""
    for match in ROMANISED.finditer(text):
        arabic = match["arabic"].strip()
        latin = romanise(arabic)
        start = match.end("latin") - len(latin)
        if not any(_in_order(arabic, source) for source in cited):
            yield match.span("arabic"), "these Arabic words are not in a cited sentence"
        elif fold(text[start : match.end("latin")]).text != fold(latin).text:
            yield match.span(), f"not the romanisation of the words beside it: {latin}"
        else:
            yield (start, match.end()), ""


def _in_order(phrase: str, source: Evidence) -> bool:
    wanted, theirs = words(phrase), words(source.text)
    return any(
        all(
            fold(w).text == fold(t).text or roots(w) & roots(t)
            for w, t in zip(wanted, theirs[i:], strict=False)
        )
        for i in range(len(theirs) - len(wanted) + 1)
    )


def name_problems(
    rest: str,
    mentions: Sequence[tuple[Mention, bool]],
    cited: Sequence[Evidence],
    asked: Set[str] = frozenset(),
) -> Iterator[Problem]:
    """Yield a problem for every untraced name.

    `mentions` are the stylebook's names in `rest`, each with whether it is traced; credits and
    values are blanked in `rest`. A word that the question writes small (`asked`) is no name where
    it opens a sentence.
    """
    names = [(m, known) for m, known in mentions if _is_name(rest[m.start : m.end], m.entity)]
    for mention, known in names:
        if not known:
            yield Problem("name", rest[mention.start : mention.end], "not in a cited sentence")
    rest = blank(rest, [(m.start, m.end) for m, _ in names])
    yield from _latin_problems(rest, cited, asked)
    yield from _arabic_problems(rest, cited)


def _is_name(surface: str, entity: Entity) -> bool:
    """A single word without a capital is a common noun: "turkey", "western"."""
    body = entity.kind == "organisation" and " " in surface
    return body or bool(ARABIC.search(surface)) or any(map(str.isupper, surface))


def _latin_problems(rest: str, cited: Sequence[Evidence], asked: Set[str]) -> Iterator[Problem]:
    spelt: frozenset[str] | None = None
    for match in LATIN.finditer(rest):
        word = match[0]
        if ARABIC.search(word) or not any(map(str.isupper, word)):
            continue
        folded = fold(word).text.removesuffix("'s")
        if _ordinary(rest, match.start(), word, asked) or any(folded in s.latin for s in cited):
            continue
        if spelt is None:
            spelt = frozenset().union(*(source.romanised() for source in cited))
        if not all(part in spelt for part in re.split("[-.]", folded)):
            yield Problem("name", word, "cannot be traced to a cited sentence")


def _ordinary(rest: str, at: int, word: str, asked: Set[str]) -> bool:
    """Whether a word has its capital from its place or from being a title, day or month."""
    lowered = word.lower().replace("’", "'").removesuffix("'s")
    if lowered in TITLES:
        return True
    return bool(INITIAL.search(rest[:at])) and (
        lowered in STARTERS or lowered in asked or is_noun(lowered)
    )


def _arabic_problems(rest: str, cited: Sequence[Evidence]) -> Iterator[Problem]:
    if not all(source.language == "ar" for source in cited):
        return
    yield from _answer_problems(rest, cited)
    theirs = [fold(word).text for source in cited for word in words(source.text)]
    before = ""
    for match in WORD.finditer(rest):
        word = match[0]
        gap = rest[max(match.start() - 2, 0) : match.start()].strip()
        if UPON.fullmatch(word):  # folded, it is Ali
            before = ""
            continue
        known = not ARABIC.search(word) or any(roots(word) & s.roots for s in cited)
        if not known and (why := _suspect(fold(word).text, "" if gap else before, theirs)):
            yield Problem("name", word, why)
        before = fold(word).text


def _answer_problems(rest: str, cited: Sequence[Evidence]) -> Iterator[Problem]:
    """An answer of a few words is a name or a title: all of them stand in a cited sentence."""
    phrase = PHRASE_END.split(rest, maxsplit=1)[0]
    own = [w for w in words(phrase) if ARABIC.search(w) and fold(w).text not in FRAME]
    unknown = [w for w in own if not any(roots(w) & source.roots for source in cited)]
    if len(own) <= SHORT_ANSWER and BLANK not in phrase and unknown != own:
        yield from (Problem("name", w, "not a word of the cited sentence") for w in unknown)


def _suspect(word: str, before: str, theirs: Sequence[str]) -> str:
    """Why a word that no cited sentence has is taken for a name; "" if it is not."""
    bare = before.removeprefix("و")
    if familiar(word):
        return "a given name that is not in a cited sentence"
    if (before in NAME_CUES or bare in NAME_CUES) and not _adjective(word):
        return "a name that is not in a cited sentence"
    if familiar(before) and len(word) > 2:
        return "a surname that is not in a cited sentence"
    if FOREIGN.search(word):
        return "a foreign name that is not in a cited sentence"
    if len(word) >= LEAST_CLOSE and any(_one_letter_off(word, other) for other in theirs):
        return "differs by one letter from a word of the cited sentence"
    return ""


def _adjective(word: str) -> bool:
    return word.startswith("ال") and word.endswith(("ي", "يه", "ق", "قه"))


def _one_letter_off(a: str, b: str) -> bool:
    """Whether one letter inside two words differs; endings inflect, so they do not count."""
    if a == b or abs(len(a) - len(b)) > 1 or a[0] != b[0]:
        return False
    head = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), None)
    if head is None or head < 2 or head >= len(a) - 1:
        return False
    return a[head + 1 :] in (b[head + 1 :], b[head:]) or a[head:] == b[head + 1 :]
