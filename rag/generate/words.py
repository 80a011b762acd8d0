"""What a reader is told about a language model's part in an answer, in both languages."""

from dataclasses import dataclass

from rag.types import Language

__all__ = ["WORDS", "Words"]


@dataclass(frozen=True, slots=True)
class Words:
    """The wording of one language; `{…}` are filled in."""

    written: str
    failed: str
    nothing: str
    stopped: str
    refused: str
    doubted: str
    withheld: str
    replaced: str
    translated: str
    untranslated: str
    whys: dict[str, str]
    """By the kind of a problem."""

    def why(self, kind: str) -> str:
        """Why a sentence was withheld."""
        return self.whys.get(kind, self.whys["support"])


WORDS: dict[Language, Words] = {
    "en": Words(
        written="Worded by the language model {name}; each sentence was checked against the "
        "sources that it cites.",
        failed="The language model did not answer: this answer is built from the sources alone.",
        nothing="Nothing that the language model wrote passed the checks: this answer is built "
        "from the sources alone.",
        stopped="Stopped by you: the answer may be incomplete.",
        refused="The language model {name} finds no answer in the sources. What the search found "
        "is listed apart.",
        doubted="The language model {name} finds no answer in these sources: this answer is built "
        "from the sources alone.",
        withheld="A sentence of the language model was withheld: {why}.",
        replaced="A sentence of the language model was replaced by the sources' own: {why}.",
        translated="The translations under the quotations are machine translations ({name}).",
        untranslated="A machine translation was withheld: {why}.",
        whys={
            "citation": "it cites no source, or one that does not exist",
            "number": "a number is not, or not so, in the source that it cites",
            "date": "a date is not, or not so, in the source that it cites",
            "today": "it says “today” or “this year” without the day from which the source says so",
            "name": "a name is not in the source that it cites",
            "role": "it gives two names each other's part in what the source says",
            "voice": "it gives somebody a part in what he only tells of in the source",
            "quotation": "a quotation is not word for word",
            "negation": "it denies what the source says, or says what the source denies",
            "language": "it is in another language than the question",
            "orders": "it rests on words that address a program",
            "link": "it holds a link or an address that the source does not have",
            "support": "too little of it can be traced to the source that it cites",
            "entailment": "a second model finds that it does not follow from the source",
        },
    ),
    "ar": Words(
        written="صاغ الجوابَ النموذجُ اللغوي {name}، ودُقّقت كل جملة بمقارنتها بالمصادر التي "
        "تستشهد بها.",
        failed="لم يُجب النموذج اللغوي: بُني هذا الجواب من المصادر وحدها.",
        nothing="لم تجتز التدقيقَ أيُّ جملة كتبها النموذج اللغوي: بُني هذا الجواب من المصادر وحدها.",
        stopped="أوقفتَ الكتابة: قد يكون الجواب ناقصا.",
        refused="لم يجد النموذج اللغوي {name} جوابا في المصادر. ما عثر عليه البحث مذكور على حدة.",
        doubted="لم يجد النموذج اللغوي {name} جوابا في هذه المصادر: "
        "بُني هذا الجواب من المصادر وحدها.",
        withheld="حُجبت جملة للنموذج اللغوي: {why}.",
        replaced="استُبدلت بجملة للنموذج اللغوي كلماتُ المصادر: {why}.",
        translated="الترجمات تحت الاقتباسات ترجمات آلية ({name}).",
        untranslated="حُجبت ترجمة آلية: {why}.",
        whys={
            "citation": "لا تستشهد بمصدر، أو تستشهد بمصدر غير موجود",
            "number": "فيها عدد ليس في المصدر الذي تستشهد به، أو ليس كما فيه",
            "date": "فيها تاريخ ليس في المصدر الذي تستشهد به، أو ليس كما فيه",
            "today": "تقول «اليوم» أو «هذا العام» بلا ذكر اليوم الذي يقوله المصدر منه",
            "name": "فيها اسم ليس في المصدر الذي تستشهد به",
            "role": "تجعل اسمين كلا منهما مكان الآخر فيما يقوله المصدر",
            "voice": "تجعل لمن يروي الخبر في المصدر دورا في الخبر نفسه",
            "quotation": "فيها اقتباس غير حرفي",
            "negation": "تنفي ما يقوله المصدر، أو تقول ما ينفيه",
            "language": "كُتبت بغير لغة السؤال",
            "orders": "تستند إلى كلام موجه إلى برنامج",
            "link": "فيها رابط أو عنوان ليس في المصدر",
            "support": "لا يمكن ردّ ما يكفي منها إلى المصدر الذي تستشهد به",
            "entailment": "يرى نموذج ثان أنها لا تلزم عن المصدر",
        },
    ),
}
