"""Words of the dialects, put into the written language that rules and reader know.

Most of them mean one thing wherever they stand. Those of the list `spoken_or_other` may be a name
or another word: one that asks is read as such at the ends of a question, or where no other word
asks; any other only in a question that has a word of a dialect besides.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.question.quoted import hidden
from rag.text.lexicon import WordPattern, rebuilt, rows, words
from rag.text.plain import plain
from rag.text.saying import is_saying

__all__ = ["asks_in_speech", "written"]

_WRITTEN: dict[tuple[str, ...], str] = {}
_doubtful: set[tuple[str, ...]] = set()
_asking: set[str] = set()
_MARKS = "؟?!.،,:"
SHORTEST = 2
"""Letters of what may be another word in the middle of a question: شو, وش."""
LONGEST = 3
"""Words of an entry of the table, at most."""
_CONJUNCTIONS = ("", "و", "ف")
_BOUND = (*_CONJUNCTIONS, "ال", "وال", "بال", "لل")
"""What may be written onto a word of the table; the article onto one that does not ask."""
_ARTICLE = re.compile(r"[وفب]?(?:ال|لل)(?=[^\W\d_]{2})")
_PREPOSITION = re.compile("(?:[بل]|(?:الى|من|حتى) )?")
_ALSO_OTHERS = ("من", "ما")
"""Question words that are other words in the middle of a question: from, not."""
_THEY = ("هما", "هم")
_IT_IS = (*_THEY, "هو", "هي")
_VERB = re.compile(r"\S+وا(?!\S)|[بهح]?[يت]")
"""A verb behind "they", by its ending or its first letters."""
_FEMININE = re.compile("(?:..ت|ها)$|^(?:ب|كا?)ت")
_PRESENT = re.compile(r"[بهح]?[يتن][^\W\d_]{2}|هت")
_IN = re.compile(r"(?<=[^\W\d_] )ف(?=ال[^\W\d_]{3}|ف[^\W\d_]{2})")
"""As in «فالزنقات», in the streets, where the written language has "so", and «ففاس»."""
_PRONOUNS = ("هم", "ها", "هن")
_POSSESSED = WordPattern(
    r"(?P<before>\S+ )?(?<!\S)(?P<noun>[^\W\d_]+) <possessing>"
    r"(?:(?P<own>و|ه|ها|هم)(?!\w)|(?P<owner> [^\W\d_]+))",
    "ar",
    re.escape,
)


@rebuilt
def _build() -> None:
    """Fill the table from spoken.csv, and the sets from words.toml."""
    for found in (_WRITTEN, _doubtful, _asking):
        found.clear()
    for row in rows("spoken.csv", ("written", "spoken")):
        for name in row.alternatives("spoken"):
            _WRITTEN[tuple(plain(name).split())] = row["written"]
    _doubtful.update(tuple(plain(word).split()) for word in words("spoken_or_other"))
    _asking.update(map(plain, words("question_words")), ("اي",))


@dataclass(frozen=True, slots=True)
class _Entry:
    """Words of a question that the table has: how many, which, and what is bound to the first."""

    length: int
    key: tuple[str, ...]
    bound: str = ""

    @property
    def doubtful(self) -> bool:
        """Whether it may be a name or another word."""
        return self.key in _doubtful

    @property
    def asks(self) -> bool:
        """Whether it is a question word, a preposition before it or not."""
        form = _PREPOSITION.sub("", plain(_WRITTEN[self.key]), count=1)
        return form.split()[0] in _asking


def written(text: str) -> str:
    """The question with the words of its dialect in writing; itself where it has none.

    >>> written("وين وقع الحريق؟"), written("فوقاش ووين الماتش؟")
    ('أين وقع الحريق؟', 'متى وأين الماتش؟')
    >>> written("شحال ديال الزبل تجمع فالزنقات ديال الفل؟")
    'كم من النفايات تجمع في شوارع الفل؟'
    """
    parts = _replaced(text.split(), lambda _, entry: not entry.doubtful)
    told = " ".join(_asked_in_doubt(parts))
    if told == text and not _POSSESSED.regex.search(hidden(text)):
        return text
    told = _outside_quotes(_IN, "في ", _unfronted(told))
    told = _outside_quotes(_POSSESSED.regex, _possessed, told)
    return " ".join(_replaced(told.split(), lambda _, entry: not entry.asks))


def asks_in_speech(text: str) -> bool:
    """Whether a text begins with a question word of a dialect.

    >>> asks_in_speech("كام قتيل"), asks_in_speech("كم قتيلا")
    (True, False)
    """
    entry = _entry(_bare(text.split()[:LONGEST]), 0)
    return entry is not None and entry.asks


def _bare(parts: Sequence[str]) -> list[str]:
    """The words of a question as the table has them; nothing of what is in quotation marks."""
    return [plain(part).strip(_MARKS) for part in hidden(" ".join(parts)).split(" ")]


def _asked_in_doubt(parts: list[str]) -> list[str]:
    """The words with the doubtful question words in writing, where they are meant as such.

    Behind "and" they are. One more is, if no other word asks: the first or second or the last
    («الساعة كام»), or any, unless the question begins with a word that may ask.
    """
    parts = _replaced(parts, lambda _, entry: entry.doubtful and entry.asks and entry.bound == "و")
    bare = _bare(parts)
    if _asks(bare):
        return parts
    places = [0, 1, len(bare) - 1]
    if bare[0] not in _ALSO_OTHERS:
        places += [at for at, word in enumerate(bare) if len(word) > SHORTEST]
    meant = (at for at in places if (entry := _entry(bare, at)) and entry.doubtful and entry.asks)
    first = next(meant, None)
    return _replaced(parts, lambda at, _: at == first)


def _asks(bare: Sequence[str]) -> bool:
    """Whether a word asks in writing, and can do nothing else."""
    return any(word in _asking and word not in _ALSO_OTHERS for word in bare)


def _replaced(parts: Sequence[str], may: Callable[[int, _Entry], bool]) -> list[str]:
    """The words with those of the table in writing that `may`, asked with the place, allows."""
    bare, told, at = _bare(parts), list[str](), 0
    while at < len(parts):
        entry = _entry(bare, at)
        if entry is None or not may(at, entry):
            told.append(parts[at])
            at += 1
            continue
        last = at + entry.length
        tail = re.search(rf"[{re.escape(_MARKS)}]*$", parts[last - 1])
        before = plain(told[-1]) if told else ""
        form = _chosen(entry, before, "".join(bare[last : last + 1]))
        told.append(f"{entry.bound}{form}{tail[0] if tail else ''}")
        at = last
    return told


def _entry(bare: Sequence[str], at: int) -> _Entry | None:
    """The longest entry of the table that the words at a place are."""
    for length in range(min(LONGEST, len(bare) - at), 0, -1):
        first, *others = bare[at : at + length]
        for bound in filter(first.startswith, _BOUND):
            entry = _Entry(length, (first[len(bound) :], *others), bound)
            if entry.key in _WRITTEN and _may_bear(entry):
                return entry
    return None


def _may_bear(entry: _Entry) -> bool:
    """Whether its letters may be written onto an entry: no article onto what asks; «فاش» is one."""
    if entry.bound == "ف":
        return len(entry.key[0]) > SHORTEST
    return entry.bound in _CONJUNCTIONS or not entry.asks


def _chosen(entry: _Entry, before: str, following: str) -> str:
    """The written form, as the words beside it want it.

    "What" has another one behind other words, and beside a verb of saying: «شو قال», «قال إيه»;
    "who" and "not" have another one before a verb that is feminine, or that is not done.
    """
    form = _WRITTEN[entry.key]
    if form == "ما" and (before or not following or is_saying(following, surely=True)):
        return "ماذا"
    if form == "الذي" and (before.endswith(("ة", "ات")) or _FEMININE.search(following)):
        return "التي"
    return "لا" if form == "ليس" and _PRESENT.match(following) else form


def _unfronted(text: str) -> str:
    """A question without the pronoun that Egyptians open it with: «هما العمال عايزين كام؟».

    A noun stands behind it; before a verb («هو راح فين؟») it says who.
    """
    first, _, rest = text.partition(" ")
    noun = rest.startswith("ال") or (first in _THEY and not _VERB.match(rest))
    return rest if first in _IT_IS and noun and _asks(_bare(rest.split())) else text


def _outside_quotes(
    pattern: re.Pattern[str], put: str | Callable[[re.Match[str]], str], text: str
) -> str:
    """The text with what matches outside quotation marks replaced."""
    parts, at = [], 0
    for match in pattern.finditer(hidden(text)):
        parts += [text[at : match.start()], put if isinstance(put, str) else put(match)]
        at = match.end()
    return "".join((*parts, text[at:]))


def _possessed(of: re.Match[str]) -> str:
    """What belongs to somebody, as it is written: «زنقات الفل» for «الزنقات ديال الفل».

    Of what is counted it is "of": «كم طن ديال الزبل». Behind another definite word there may be an
    adjective («العمال الجداد ديال البلدية»), and the words stay as they are.
    """
    before, noun, own, owner = (of[name] or "" for name in ("before", "noun", "own", "owner"))
    if "كم" in (plain(before).strip(), plain(noun)):
        return f"{before}{noun} من{own}{owner}"
    definite = _ARTICLE.match(noun)
    if (definite and _ARTICLE.match(before)) or noun.endswith(_PRONOUNS) or (own and not definite):
        return of[0]
    if definite:
        bound = definite[0].replace("لل", "ل").replace("ال", "")
        noun = bound + noun.removeprefix(definite[0])
    if own and noun.endswith("ة"):
        noun = f"{noun[:-1]}ت"
    return f"{before}{noun}{own.replace('و', 'ه')}{owner}"
