"""A toy pipeline over real sentences of the seed articles: exact answers, no model."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from rag.errors import InputError
from rag.text.stylebook import Entity, Stylebook
from rag.types import (
    Answer,
    Article,
    Citation,
    Claim,
    Group,
    Hit,
    Label,
    Language,
    Passage,
    Span,
    Statement,
    Verdict,
)
from rag.values import Kind, Qualifier, Quantity

SEEDS = Path(__file__).resolve().parent.parent / "seeds"

EURONEWS = Article(
    id="000",
    text=(SEEDS / "000_a7abf8a6fc12b7f9.txt").read_text(encoding="utf-8"),
    title='رئيس كازاخستان يعتبر الاضطرابات الأخيرة في بلاده "محاولة انقلاب"',
    outlet="Euronews",
    published=date(2022, 1, 10),
    wire=("AFP",),
    inferred=("published",),
)
MIDDLE_EAST = Article(
    id="001",
    text=(SEEDS / "001_591920ff02ea5ff2.txt").read_text(encoding="utf-8"),
    title="روسيا دخلت كازاخستان وأنهت الاضطراب وتبدأ الانسحاب",
    outlet="Middle East Online",
    published=date(2022, 1, 11),
    url="https://example.org/001",
)
HOSTILE = Article(
    id="666",
    text="قبل الجملة <script>window.hacked=1</script>. مات 7 <img src=x onerror=window.hacked=1> "
    "أشخاص ${window.hacked=1} {{hacked}} **نجوم** $x$. بعد الجملة.",
    title='<svg onload="window.hacked=1">',
    outlet='Out"let\' onmouseover="window.hacked=1',
    published=date(2022, 1, 9),
    url="javascript:window.hacked=1",
)


NAMES = Stylebook(
    (
        Entity(("توكاييف",), ("Tokayev",), "person"),
        Entity(("يورونيوز",), ("Euronews",), "organisation"),
        Entity(("أ ف ب",), ("AFP",), "agency"),
    )
)


def cut(article: Article, first: str, last: str) -> str:
    """The article's text from `first` to `last`, both included."""
    start = article.text.index(first)
    return article.text[start : article.text.index(last, start) + len(last)]


def span(article: Article, words: str, around: str = "") -> Span:
    """These words of an article, in the passage `around` them."""
    start = article.text.index(words)
    first = article.text.index(around) if around else start
    passage = Passage(int(article.id) + first, article, first, first + len(around or words))
    return Span(passage, start, start + len(words))


def within(outer: Span, words: str) -> Span:
    start = outer.passage.article.text.index(words, outer.start)
    return Span(outer.passage, start, start + len(words))


def soldiers(n: int, qualifier: Qualifier = Qualifier.EXACT) -> Quantity:
    return Quantity(Decimal(n), Decimal(n), Kind.COUNT, "soldier", qualifier)


T2030 = span(
    EURONEWS,
    cut(EURONEWS, "واشار توكاييف", '"لفترة محدودة".'),
    cut(EURONEWS, "واشار توكاييف", "الجنود الروس."),
)
T2000 = span(
    MIDDLE_EAST,
    cut(MIDDLE_EAST, "وأُرسلت القوة", "كبرى مدن البلاد."),
    cut(MIDDLE_EAST, "نور سلطان - أعلن", 'أُنجزت بنجاح".'),
)
OVER2000 = span(EURONEWS, cut(EURONEWS, "وخلال مؤتمر عبر الفيديو", "بمجرد إنجاز مهمتها."))
ARRESTED = span(
    EURONEWS,
    cut(EURONEWS, "وتواصلات حملات", "وزارة الداخلية."),
    cut(EURONEWS, "وأعلن الاثنين يوم", "وزارة الداخلية."),
)
EVIL = span(
    HOSTILE,
    "مات 7 <img src=x onerror=window.hacked=1> أشخاص ${window.hacked=1} {{hacked}} **نجوم** $x$.",
    HOSTILE.text,
)


def claim(sentence: Span, words: str, value: Quantity | None, speaker: str = "") -> Claim:
    return Claim("عدد القوات", value, within(sentence, words), sentence, 0.9, speaker)


TROOPS = (
    Group((claim(T2000, "2000 عنصر", soldiers(2000)),), Label.AGREED, 1),
    Group(
        (claim(T2030, "2030 جنديًا", soldiers(2030), "توكاييف"),),
        Label.CONTRADICTION,
        1,
    ),
    Group(
        (claim(OVER2000, "أكثر من ألفي عسكري", soldiers(2000, Qualifier.MORE_THAN)),),
        Label.AGREED,
        2,
    ),
)
CITED = (
    Citation(1, T2000, (within(T2000, "2000 عنصر"),)),
    Citation(2, T2030, (within(T2030, "2030 جنديًا"),)),
    Citation(3, OVER2000, (within(OVER2000, "أكثر من ألفي عسكري"),)),
)
TROOPS_TEXT: dict[Language, tuple[str, tuple[str, ...]]] = {
    "en": (
        "Reports differ:",
        (
            "2,000 soldiers, according to Middle East Online, 11 January 2022.",
            "2,030 soldiers, said Tokayev, according to Euronews, 10 January 2022.",
            "More than 2,000 soldiers, according to Euronews, 10 January 2022.",
        ),
    ),
    "ar": (
        "تتباين التقارير:",
        (
            "2,000 جندي، بحسب Middle East Online، 11 يناير 2022.",
            "2,030 جنديًا، على قول توكاييف، بحسب Euronews، بتاريخ 2022-01-10.",
            "أكثر من 2,000 جندي، بحسب Euronews، 10 يناير 2022.",
        ),
    ),
}


def troops(question: str, language: Language) -> Answer:
    lead, lines = TROOPS_TEXT[language]
    statements = tuple(Statement(line, (i,)) for i, line in enumerate(lines, start=1))
    return Answer(question, language, Verdict.DISPUTED, lead, statements, TROOPS, CITED)


def arrested(question: str, language: Language) -> Answer:
    text = {
        "en": "About 8,000 people, according to Euronews, 10 January 2022: «أوقف نحو ثمانية آلاف "
        "شخص».",
        "ar": "نحو 8,000 شخص، بحسب وزارة الداخلية (Euronews، 10 يناير 2022).",
    }
    note = {"en": "One part is shown in Arabic: it could not be put into English safely.", "ar": ""}
    value = Quantity(Decimal(8000), Decimal(8000), Kind.COUNT, "person", Qualifier.ABOUT)
    found = claim(ARRESTED, "نحو ثمانية آلاف شخص", value, "وزارة الداخلية")
    return Answer(
        question,
        language,
        Verdict.ANSWERED,
        statements=(Statement(text[language], (1,)),),
        groups=(Group((found,), Label.AGREED, 2),),
        citations=(Citation(1, ARRESTED, (found.evidence,)),),
        notes=tuple(filter(None, [note[language]])),
    )


def hostile(question: str, language: Language) -> Answer:
    found = claim(EVIL, "7 <img src=x onerror=window.hacked=1> أشخاص", None, "<b>speaker</b>")
    other = replace(found, sentence=span(HOSTILE, "بعد الجملة."))
    return Answer(
        question,
        language,
        Verdict.DISPUTED,
        lead="<img src=x onerror=window.hacked=1>",
        statements=(Statement("7 <img src=x onerror=window.hacked=1>", (1,)),),
        groups=(Group((found,), Label.AGREED, 1), Group((other,), Label.PART, 1)),
        citations=(Citation(1, EVIL, (found.evidence,)),),
        notes=("<script>window.hacked=1</script>",),
    )


def refused(question: str, language: Language) -> Answer:
    text = {"en": "Not found in the archive.", "ar": "لم أجد ذلك في الأرشيف."}[language]
    hits = tuple(Hit(s.passage, 0.1) for s in (T2000, T2030, EVIL))
    return Answer(
        question,
        language,
        Verdict.NOT_FOUND,
        statements=(Statement(text, ()),),
        hits=hits,
        missing=("كأس",) if language == "ar" else ("cup",),
        suggestion="How many troops were there?" if language == "en" else "كم عدد القوات؟",
    )


def quoted(question: str, language: Language) -> Answer:
    """Said by somebody, and another sentence that may speak of it too."""
    lead = {"en": "Blinken said of the troops:", "ar": "قال بلينكن عن القوات:"}[language]
    words = within(T2030, '"لفترة محدودة"')
    also = {"en": "It may be that:", "ar": "ربما:"}[language]
    return Answer(
        question,
        language,
        Verdict.ANSWERED,
        statements=(Statement(f"{lead} «{words.text}»", (1,), words),),
        citations=(Citation(1, T2030, (words,)), Citation(2, OVER2000)),
        possible=(Statement(f"{also} «{OVER2000.text}»", (2,), OVER2000),),
        understood=f"{question} (troops)" if language == "en" else f"{question} (القوات)",
    )


def many(question: str, language: Language) -> Answer:
    """As many rows as there are labels, each with its own."""
    labels = list(Label)
    answer = troops(question, language)
    groups = tuple(
        replace(TROOPS[i % 3], label=labels[i], sources=i + 1) for i in range(len(labels))
    )
    return replace(answer, groups=groups)


@dataclass
class ToyPipeline:
    """Answers by what is in the question; keeps the history that each question came with."""

    histories: list[tuple[str, ...]] = field(default_factory=list)

    def answer(
        self, text: str, history: Sequence[str] = (), timings: dict[str, float] | None = None
    ) -> Answer:
        self.histories.append(tuple(history))
        answer = self._answer(text)
        found = answer.verdict is not Verdict.NOT_FOUND
        return replace(answer, confidence=0.9) if found else answer

    def _answer(self, text: str) -> Answer:
        if len(text) > 1000:
            raise InputError(f"the question has {len(text)} characters; at most 1000 are read")
        if "crash" in text:
            raise RuntimeError("a fault of the toy")
        language: Language = "ar" if any("\u0600" <= c <= "\u06ff" for c in text) else "en"
        if "troops" in text or "قوات" in text:
            return troops(text, language)
        if "detained" in text or "أوقف" in text:
            return arrested(text, language)
        if "said" in text or "قال" in text:
            return quoted(text, language)
        if "many" in text or "كثير" in text:
            return many(text, language)
        if "hostile" in text:
            return hostile(text, language)
        return refused(text, language)
