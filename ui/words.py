"""The interface's own words, in Arabic and in English."""

from dataclasses import dataclass

from rag.types import Label, Language, Verdict

__all__ = ["EXAMPLES", "WORDS", "Words", "choose_language"]


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that the interface says in one language; `{}` marks what is filled in."""

    name: str
    tagline: str
    switch: str
    question: str
    placeholder: str
    ask: str
    new: str
    try_asking: str
    hint: str
    searching: str
    you_asked: str
    answer: str
    sources: str
    source: str
    machine_translation: str
    no_date: str
    inferred_date: str
    open_article: str
    side_by_side: str
    value: str
    outlet: str
    published: str
    speaker: str
    kind: str
    independent: tuple[str, str, str, str]
    wire_copies: str
    nearest: str
    nearest_why: str
    copy: str
    copied: str
    refused: str
    failed: str
    older_dropped: str
    verdicts: dict[Verdict, str]
    labels: dict[Label, str]
    label_meanings: dict[Label, str]
    newest: str
    newest_meaning: str

    def count_independent(self, n: int) -> str:
        """Say how many independent sources there are, with the language's plural."""
        one, two, few, many = self.independent
        if n <= 2:
            return one if n == 1 else two
        return (few if n % 100 in range(3, 11) else many).format(n)


ENGLISH = Words(
    name="Dalil",
    tagline="Answers from your own archive, with the exact words that vouch for them.",
    switch="العربية",
    question="Your question",
    placeholder="Ask in English or Arabic",
    ask="Ask",
    new="New conversation",
    try_asking="Try asking",
    hint="Every statement leads to the published sentence behind it. Check it before you print it.",
    searching="Searching the archive …",
    you_asked="Question",
    answer="Answer",
    sources="Cited passages",
    source="Source {}: {}",
    machine_translation="Machine translation",
    no_date="date not known",
    inferred_date="date inferred",
    open_article="Open the article",
    side_by_side="What each source says",
    value="Value",
    outlet="Outlet",
    published="Published",
    speaker="Speaker",
    kind="Kind",
    independent=(
        "1 independent source",
        "2 independent sources",
        "{} independent sources",
        "{} independent sources",
    ),
    wire_copies="Copies of one agency report count once.",
    nearest="Nearest passages: these are not an answer",
    nearest_why="Dalil read them and found no answer in them. They may still help you to search.",
    copy="Copy with sources",
    copied="Copied",
    refused="This cannot be answered as it was asked: {}.",
    failed="Something went wrong here, and it is written in the log. Your question is still in the "
    "box: please try again.",
    older_dropped="Earlier questions are no longer shown.",
    verdicts={
        Verdict.ANSWERED: "Found in the archive",
        Verdict.DISPUTED: "Sources differ",
        Verdict.NOT_FOUND: "Not found in the archive",
    },
    labels={
        Label.AGREED: "agrees",
        Label.ROUNDED: "rounded",
        Label.UPDATE: "earlier figure",
        Label.CORRECTED: "since corrected",
        Label.PART: "of which",
        Label.SCOPE: "scope",
        Label.CONTRADICTION: "contradiction",
    },
    label_meanings={
        Label.AGREED: "compatible with the newest report",
        Label.ROUNDED: "the same figure, rounded",
        Label.CORRECTED: "a figure that its source has since corrected",
        Label.PART: "a part of the figure above",
        Label.UPDATE: "an earlier figure, since overtaken",
        Label.SCOPE: "counts something else: another unit, area or group",
        Label.CONTRADICTION: "the same thing at the same time, with another value",
    },
    newest="newest",
    newest_meaning="the newest report: the others are compared with it",
)

ARABIC = Words(
    name="دليل",
    tagline="إجابات من أرشيفكم، ومعها الكلمات المنشورة التي تشهد لها.",
    switch="English",
    question="سؤالك",
    placeholder="اسأل بالعربية أو الإنجليزية",
    ask="اسأل",
    new="محادثة جديدة",
    try_asking="جرّب أن تسأل",
    hint="كل جملة في الإجابة تقود إلى الجملة المنشورة التي تسندها. راجعها قبل النشر.",
    searching="أبحث في الأرشيف…",
    you_asked="السؤال",
    answer="الإجابة",
    sources="المقاطع المستشهد بها",
    source="المصدر {}: {}",
    machine_translation="ترجمة آلية",
    no_date="التاريخ غير معروف",
    inferred_date="التاريخ مستنتج",
    open_article="افتح المقال",
    side_by_side="ما يقوله كل مصدر",
    value="القيمة",
    outlet="جهة النشر",
    published="تاريخ النشر",
    speaker="المتحدث",
    kind="نوع الاختلاف",
    independent=("مصدر مستقل واحد", "مصدران مستقلان", "{} مصادر مستقلة", "{} مصدرًا مستقلًا"),
    wire_copies="نسخ تقرير الوكالة الواحد تُحسب مرة واحدة.",
    nearest="أقرب المقاطع: ليست إجابة",
    nearest_why="قرأها دليل ولم يجد فيها إجابة، وقد تفيدك في البحث.",
    copy="انسخ مع المصادر",
    copied="نُسخ",
    refused="لا تمكن الإجابة عن السؤال كما كُتب: {}.",
    failed="حدث خطأ هنا ودُوّن في السجل. سؤالك ما زال في الخانة: حاول مرة أخرى من فضلك.",
    older_dropped="لم تعد الأسئلة الأقدم معروضة.",
    verdicts={
        Verdict.ANSWERED: "موجود في الأرشيف",
        Verdict.DISPUTED: "المصادر تتباين",
        Verdict.NOT_FOUND: "غير موجود في الأرشيف",
    },
    labels={
        Label.AGREED: "متوافق",
        Label.ROUNDED: "مقرَّب",
        Label.UPDATE: "رقم سابق",
        Label.CORRECTED: "صُحّح لاحقا",
        Label.PART: "من بينها",
        Label.SCOPE: "نطاق مختلف",
        Label.CONTRADICTION: "تناقض",
    },
    label_meanings={
        Label.AGREED: "يتوافق مع أحدث ما نُشر",
        Label.ROUNDED: "الرقم نفسه مقرَّبا",
        Label.CORRECTED: "رقم صحّحه مصدره لاحقا",
        Label.PART: "جزء من الرقم الأول",
        Label.UPDATE: "رقم أقدم تجاوزته أخبار لاحقة",
        Label.SCOPE: "يعدّ شيئًا آخر: وحدة أو منطقة أو فئة أخرى",
        Label.CONTRADICTION: "الشيء نفسه في الوقت نفسه بقيمة أخرى",
    },
    newest="الأحدث",
    newest_meaning="أحدث ما نُشر، وبه تُقارن البقية",
)

WORDS: dict[Language, Words] = {"ar": ARABIC, "en": ENGLISH}

EXAMPLES: tuple[tuple[Language, str], ...] = (
    ("ar", "كم عدد قوات منظمة معاهدة الأمن الجماعي؟"),
    ("ar", "كم شخصا أوقف في كازاخستان؟"),
    ("en", "How many CSTO troops were deployed?"),
    ("en", "When will the withdrawal of the peacekeepers start?"),
)
"""Questions to start with, about the seed articles."""


def choose_language(accepted: str) -> Language:
    """The interface's language for a browser's Accept-Language header: the first we speak.

    Browsers list languages best first; English is the last resort.
    """
    for entry in accepted.lower().split(","):
        match entry.partition(";")[0].strip().partition("-")[0]:
            case "ar":
                return "ar"
            case "en":
                return "en"
    return "en"
