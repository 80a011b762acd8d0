"""The interface's own words, in Arabic and in English."""

from dataclasses import dataclass

from rag.types import Label, Language, Verdict

__all__ = ["WORDS", "Plural", "Words", "count"]


Plural = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that the interface says in one language; `{}` marks what is filled in."""

    name: str
    you_asked: str
    answer: str
    sources: str
    source: str
    no_date: str
    inferred_date: str
    open_article: str
    whole_article: str
    side_by_side: str
    show_all: str
    value: str
    outlet: str
    speaker: str
    kind: str
    independent_sources: Plural
    articles: Plural
    outlets: Plural
    articles_of: str
    unnamed_too: str
    narrowed: tuple[str, str, str, str, str]
    tongues: dict[str, str]
    wire_copies: str
    searched: str
    missing: str
    suggestion: str
    example: str
    understood: str
    edit: str
    possible: str
    possible_why: str
    nearest: str
    nearest_why: str
    more_nearest: str
    copy: str
    copied: str
    more: str
    wikitext: str
    permalink: str
    right: str
    wrong: str
    thanks: str
    unsent: str
    comma: str
    quoted: str
    verdicts: dict[Verdict, str]
    labels: dict[Label, str]
    label_meanings: dict[Label, str]
    newest: str
    newest_meaning: str
    removed_since: str
    corrected_since: str
    still_stands: str
    stands_no_more: str
    ask_again: str

    def independent(self, n: int) -> str:
        """How many independent sources there are."""
        return count(self.independent_sources, n)

    def kind_name(self, kind: str) -> str:
        """The name of a label's value, or of "newest"."""
        return self.newest if kind == "newest" else self.labels[Label(kind)]

    def kind_meaning(self, kind: str) -> str:
        """What that name means, in a sentence."""
        return self.newest_meaning if kind == "newest" else self.label_meanings[Label(kind)]


def count(forms: Plural, n: int) -> str:
    """Say a number of things in the language's plural: forms for one, two, few and many."""
    one, two, few, many = forms
    if n in {1, 2}:
        return one if n == 1 else two
    return (few if n % 100 in range(3, 11) else many).format(f"{n:,}")


ENGLISH = Words(
    name="Dalil",
    you_asked="Question",
    answer="Answer",
    sources="Cited passages",
    source="Source {}: {}",
    no_date="date not known",
    inferred_date="date inferred",
    open_article="Published page",
    whole_article="The whole article",
    side_by_side="What each source says",
    show_all="Show all {}",
    value="Value",
    outlet="Published by",
    speaker="Said by",
    kind="Compared",
    articles=("1 article", "2 articles", "{} articles", "{} articles"),
    articles_of="{articles} of {outlets}",
    unnamed_too=" and unnamed ones",
    narrowed=("Searched only: {}.", "outlet {}", "articles in {}", "from {}", "to {}"),
    tongues={"ar": "Arabic", "en": "English"},
    outlets=("1 outlet", "2 outlets", "{} outlets", "{} outlets"),
    independent_sources=(
        "1 independent source",
        "2 independent sources",
        "{} independent sources",
        "{} independent sources",
    ),
    wire_copies="Copies of one agency report count once.",
    searched="Searched: {}.",
    missing="Not a word of the archive:",
    suggestion="Did you mean:",
    example="A question that can be answered:",
    understood="Understood as:",
    edit="Change the question",
    possible="Possible, not certain",
    possible_why="These sentences may speak of what you ask. Read them before you use them.",
    nearest="Nearest passages: these are not an answer",
    nearest_why="Dalil read them and found no answer in them. They may still help you to search.",
    more_nearest="More passages",
    copy="Copy with sources",
    copied="Copied",
    more="More …",
    wikitext="Wikitext",
    permalink="Link to this answer",
    right="This is right",
    wrong="This is wrong",
    thanks="Thank you, noted.",
    unsent="Not sent: try again later.",
    comma=", ",
    quoted="“{}”",
    verdicts={
        Verdict.ANSWERED: "Found in the archive",
        Verdict.DISPUTED: "Sources differ",
        Verdict.NOT_FOUND: "Not found in the archive",
    },
    labels={
        Label.AGREED: "fits",
        Label.UPDATE: "earlier figure",
        Label.CORRECTED: "since corrected",
        Label.PART: "of which",
        Label.CONTRADICTION: "says otherwise",
    },
    label_meanings={
        Label.AGREED: "Compatible with the newest report.",
        Label.CORRECTED: "A figure that its source has since corrected.",
        Label.PART: "A part of the figure above.",
        Label.UPDATE: "An earlier figure, since overtaken.",
        Label.CONTRADICTION: "The same thing at the same time, with another value.",
    },
    newest="newest",
    newest_meaning="The newest report: the others are compared with it.",
    removed_since=(
        "An article cited here has been removed from the archive. What the answer said is shown no "
        "more."
    ),
    corrected_since="The article has been corrected since. {}",
    still_stands="The words cited here still stand in it:",
    stands_no_more="The words cited here no longer stand in it:",
    ask_again="Ask again",
)

ARABIC = Words(
    name="دليل",
    you_asked="السؤال",
    answer="الإجابة",
    sources="المقاطع المستشهد بها",
    source="المصدر {}: {}",
    no_date="التاريخ غير معروف",
    inferred_date="التاريخ مستنتج",
    open_article="الصفحة المنشورة",
    whole_article="المقال كاملا",
    side_by_side="ما يقوله كل مصدر",
    show_all="اعرض الكل ({})",
    value="القيمة",
    outlet="جهة النشر",
    speaker="المتحدث",
    kind="بالمقارنة",
    articles=("مقال واحد", "مقالان", "{} مقالات", "{} مقالًا"),
    articles_of="{articles} من {outlets}",
    unnamed_too=" وجهات لم تُذكر أسماؤها",
    narrowed=("اقتصر البحث على: {}.", "جهة النشر {}", "المقالات باللغة {}", "من {}", "إلى {}"),
    tongues={"ar": "العربية", "en": "الإنجليزية"},
    outlets=("جهة نشر واحدة", "جهتا نشر", "{} جهات نشر", "{} جهة نشر"),
    independent_sources=("مصدر مستقل واحد", "مصدران مستقلان", "{} مصادر مستقلة", "{} مصدرًا مستقلًا"),
    wire_copies="نسخ تقرير الوكالة الواحد تُحسب مرة واحدة.",
    searched="شمل البحث: {}.",
    missing="لا يرد في الأرشيف:",
    suggestion="هل تقصد:",
    example="سؤال تمكن الإجابة عنه:",
    understood="فُهم السؤال هكذا:",
    edit="عدّل السؤال",
    possible="ممكن، وليس مؤكدا",
    possible_why="قد تتحدث هذه الجمل عمّا تسأل عنه. اقرأها قبل أن تستعملها.",
    nearest="أقرب المقاطع: ليست إجابة",
    nearest_why="قرأها دليل ولم يجد فيها إجابة، وقد تفيدك في البحث.",
    more_nearest="مقاطع أخرى",
    copy="انسخ مع المصادر",
    copied="نُسخ",
    more="المزيد…",
    wikitext="نص ويكي",
    permalink="رابط هذه الإجابة",
    right="الإجابة صحيحة",
    wrong="الإجابة خاطئة",
    thanks="شكرًا، دُوّنت ملاحظتك.",
    unsent="لم تُرسل: حاول لاحقًا.",
    comma="، ",
    quoted="«{}»",
    verdicts={
        Verdict.ANSWERED: "موجود في الأرشيف",
        Verdict.DISPUTED: "المصادر تتباين",
        Verdict.NOT_FOUND: "غير موجود في الأرشيف",
    },
    labels={
        Label.AGREED: "متوافق",
        Label.UPDATE: "رقم سابق",
        Label.CORRECTED: "صُحّح لاحقا",
        Label.PART: "من بينها",
        Label.CONTRADICTION: "يقول غير ذلك",
    },
    label_meanings={
        Label.AGREED: "يتوافق مع أحدث ما نُشر.",
        Label.CORRECTED: "رقم صحّحه مصدره لاحقا.",
        Label.PART: "جزء من الرقم الأول.",
        Label.UPDATE: "رقم أقدم تجاوزته أخبار لاحقة.",
        Label.CONTRADICTION: "الشيء نفسه في الوقت نفسه بقيمة أخرى.",
    },
    newest="الأحدث",
    newest_meaning="أحدث ما نُشر، وبه تُقارن البقية.",
    removed_since="أُزيل من الأرشيف مقال مستشهد به هنا، ولذلك لم تعد الإجابة معروضة.",
    corrected_since="صُحِّح المقال منذ ذلك الحين. {}",
    still_stands="الكلمات المستشهد بها هنا ما زالت واردة فيه:",
    stands_no_more="الكلمات المستشهد بها هنا لم تعد واردة فيه:",
    ask_again="اسأل من جديد",
)

WORDS: dict[Language, Words] = {"ar": ARABIC, "en": ENGLISH}
