"""Frequent names of an archive that the stylebook lacks, for an editor to add.

A name is guessed from the words before it ("الرئيس الفنلندي", "مدينة", "شركة"), from quotation
marks after such a word, or from Latin capitals: a list to look through, not to trust.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rag.text.fold import fold
from rag.text.romanise import familiar, romanise
from rag.text.stylebook import Stylebook
from rag.types import Article

__all__ = ["Suggestion", "suggest"]

_W = "[\u0621-\u065f\u0670-\u06d3]+"
_OFFICES = (
    "الرئيس|رئيس|رئيسة|الرئيسة|وزير|وزيرة|الوزير|الوزيرة|نائب|النائب|النائبة|السيد|السيدة|الشيخ|الأمير|"
    "الملك|السلطان|الإمام|الجنرال|العقيد|اللواء|العميد|الفريق|القائد|قائد|زعيم|الزعيم|الدكتور|الدكتورة|"
    "المعارض|المعارضة|السفير|السفيرة|المبعوث|المدير|المحلل|الخبير|الكاتب|الصحافي|الصحفي|الصحافية|"
    "المتحدث|المتحدثة|الناطق|الناطقة|اللاعب|المدرب|الممثل|الممثلة|المخرج|الفنان|الفنانة|المحامي|المحامية"
)
# After an office: what it is over (وزارة الداخلية), and adjectives (الفنلندي السابق).
_OVER = (
    "(?:(?:الوزراء|الحكومة|الجمهورية|البرلمان|الدولة|الأركان|الخارجية|الداخلية|الدفاع|المالية|الصحة|"
    f"العدل|الطاقة|التعليم|الاقتصاد|باسم(?: {_W}){{1,2}}?) )?"
)
_ADJECTIVES = "(?:ال[\u0621-\u065f]{2,}(?:ي|ية|ق|قة) ){0,2}"
_PERSON = re.compile(
    rf"(?<!{_W[:-1]})[وفبكل]?(?:{_OFFICES}) {_OVER}{_ADJECTIVES}(?=(?P<name>{_W} {_W}(?: {_W})?))"
)
_OFFICE = re.compile(f"[وفبكل]?(?:{_OFFICES})")
_PLACE = re.compile(
    rf"(?<!{_W[:-1]})[وفبكل]?(?:مدينة|بلدة|قرية|محافظة|ولاية|مقاطعة|إقليم|جزيرة|مطار|ميناء)"
    rf" (?P<name>{_W}(?: {_W})?)"
)
_BODY = (
    f"(?<!{_W[:-1]})[وفبكل]?(?P<kind>شركة|شركات|منظمة|وكالة|حزب|حركة|قناة|صحيفة|مجموعة|جماعة|موقع|"
    "جمعية|مؤسسة|مجلة|تنظيم)"
)
_ORGANISATION = re.compile(rf"{_BODY} [\"“«](?P<name>{_W}(?: {_W}){{0,4}})[\"”»]")
_LATIN = re.compile(r"(?<![\w.])(?P<name>[A-Z][\w’'-]+(?: (?:of|de|von|al)? ?[A-Z][\w’'-]+){0,4})")
_CUES = (("person", _PERSON), ("place", _PLACE), ("organisation", _ORGANISATION), ("", _LATIN))
_TANWIN = re.compile("[\u064b\u064d]")

REACH = 60
"""Characters of a line that are shown before and after a name."""
_STOP = (
    "في من على عن إلى الى أن ان إن أنه إنه الذي التي الذين كان كانت يكون قال قالت وقال وقالت "
    "أعلن أعلنت أكد أكدت أضاف أضافت يقول تقول أوضح أشار بعد قبل مع هو هي هم لم لن لا ما قد "
    "هذا هذه ذلك تلك خلال عقب بين حتى منذ أمام ضد دون حول حين عند نحو اليوم أمس غدا كما أي كل "
    "بعض غير عبر أو ثم لكن بل إذا إذ حيث التابع التابعة السابق السابقة الحالي الجديد الأول "
    "الثاني نفسه بشأن بسبب الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد وهو وهي وفي "
    "ومن وعلى يوم وذلك وأن بأن الجمهورية الدولة الحكومة البلاد العاصمة المدينة رئيس وزير نائب "
)
_NOT_NAMES = frozenset(fold(word).text for word in _STOP.split())


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A probable name: as published, a guess at its English form, how often, and one sentence.

    `kind` is the stylebook's word for it, "other" where it cannot be told. `articles` counts the
    articles that name it, `count` all its mentions.
    """

    arabic: str
    english: str
    kind: str
    count: int
    articles: int
    example: str


@dataclass(slots=True)
class _Tally:
    kind: str
    example: str
    mentions: int = 0
    articles: set[str] = field(default_factory=set)


def suggest(articles: Iterable[Article], stylebook: Stylebook, limit: int) -> list[Suggestion]:
    """List at most `limit` names that the stylebook lacks, the most frequent first.

    Articles are read once, in order; of equally frequent names the one met first comes first.
    """
    tallies: dict[str, _Tally] = {}
    for article in articles:
        for kind, name, example in _candidates(article.text, stylebook):
            tally = tallies.setdefault(name, _Tally(kind, example))
            tally.mentions += 1
            tally.articles.add(article.id)
    _count_bare(tallies)
    ordered = sorted(tallies, key=lambda name: -tallies[name].mentions)
    return [_suggestion(name, tallies[name]) for name in ordered[: max(limit, 0)]]


def _candidates(text: str, stylebook: Stylebook) -> Iterator[tuple[str, str, str]]:
    for line in text.splitlines():
        for kind, pattern in _CUES:
            for match in pattern.finditer(line):
                name = match["name"] if kind in ("", "organisation") else _trim(match["name"], kind)
                if name and not stylebook.names(name):
                    yield kind or "other", name, _around(line, match.start("name"))


def _trim(name: str, kind: str) -> str:
    """Keep the words that can belong to a name; "" if too few do."""
    kept: list[str] = []
    for word in name.split(" "):
        if fold(word).text in _NOT_NAMES or _TANWIN.search(word) or _breaks(word, kept, kind):
            break
        kept.append(word)
    return " ".join(kept) if len(kept) >= (2 if kind == "person" else 1) else ""


def _breaks(word: str, kept: list[str], kind: str) -> bool:
    """Whether a word cannot go on a name: a new clause, or a common noun with its article.

    People called أحمد الشرع are told from "دعا السكان" by a given name that is known.
    """
    if _OFFICE.fullmatch(word):
        return True
    article = word.startswith(("ال", "لل")) and len(word) > 4
    if not kept:
        return kind == "person" and (article or (word.endswith("ة") and not familiar(word)))
    if kind == "person":
        return (article and not familiar(kept[0])) or word.startswith("لل")
    return article or word.startswith("و")


def _count_bare(tallies: dict[str, _Tally]) -> None:
    """Give a three-word guess to its two-word head where the head was met as often or more.

    "ألكسندر ستوب قال" is ألكسندر ستوب, whom other sentences name alone.
    """
    for name in list(tallies):
        head = name.rpartition(" ")[0]
        if head in tallies and tallies[head].mentions >= tallies[name].mentions:
            longer = tallies.pop(name)
            tallies[head].mentions += longer.mentions
            tallies[head].articles |= longer.articles


def _suggestion(name: str, tally: _Tally) -> Suggestion:
    count, articles = tally.mentions, len(tally.articles)
    return Suggestion(name, romanise(name), tally.kind, count, articles, tally.example)


def _around(line: str, at: int) -> str:
    """Some words of a line around a place in it, cut at spaces."""
    start = line.rfind(" ", 0, at - REACH) + 1 if at > REACH else 0
    end = line.find(" ", at + REACH)
    return line[start : end if end >= 0 else len(line)].strip()
