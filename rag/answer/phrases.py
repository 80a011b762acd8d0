"""The sentences that answers are built from, in both languages: nothing else is worded here."""

from dataclasses import dataclass

from rag.types import Label, Language

__all__ = ["PHRASES", "SPEAKERS", "Phrases"]


@dataclass(frozen=True, slots=True)
class Phrases:
    """The wording of one language; `{…}` are filled in by the composer."""

    not_found: str
    differ: str
    yes: str
    value: str
    """A value or name and where it is from."""
    quote: str
    """A quotation and where it is from."""
    also: str
    """Other wordings of the same value in the same group."""
    said: str
    """Put after the value when the sentence names who says it."""
    quoted_name: str
    """A name that the stylebook lacks."""
    with_wire: str
    unnamed: str
    undated: str
    comma: str
    last: str
    """What joins the last two items of a list."""
    labels: dict[Label, str]
    other_answer: str
    """Stands for the label CONTRADICTION where names differ, not values."""
    foreign: str
    """Note: a part could not be rendered in the question's language."""
    romanised: str
    copies: str
    """Note: several outlets carry one report."""
    understood: str
    """Note: how a follow-up was read."""


PHRASES: dict[Language, Phrases] = {
    "en": Phrases(
        not_found="not found in the archive",
        differ="Reports differ:",
        yes="Yes",
        value="{value}{said}{also}, according to {source}{label}.",
        quote="According to {source}{label}: «{quote}»",
        also=" (also given as {values})",
        said=", {speaker} said",
        quoted_name="{name} (romanised; Arabic original: «{original}»)",
        with_wire="{outlet} with {wire}",
        unnamed="an unnamed outlet",
        undated="undated",
        comma=", ",
        last=" and ",
        labels={
            Label.AGREED: "",
            Label.ROUNDED: "rounded",
            Label.UPDATE: "an earlier figure",
            Label.CORRECTED: "since corrected",
            Label.PART: "of which",
            Label.SCOPE: "different scope",
            Label.CONTRADICTION: "contradiction",
        },
        other_answer="a different answer",
        foreign=(
            "This answer could not be fully rendered in English: the words in guillemets are "
            "quoted in Arabic, as published."
        ),
        romanised="A name that the stylebook lacks is romanised; check its English spelling.",
        copies=(
            "{outlets} articles share an agency or a text: counted as {sources} independent {noun}."
        ),
        understood="Understood as: {text}",
    ),
    "ar": Phrases(
        not_found="لم أجد ذلك في الأرشيف",
        differ="تتباين التقارير:",
        yes="نعم",
        value="{value}{said}{also}، بحسب {source}{label}.",
        quote="بحسب {source}{label}: «{quote}»",
        also="، وورد أيضًا: {values}",
        said="، نقلًا عن {speaker}",
        quoted_name="{original}",
        with_wire="{outlet} مع {wire}",
        unnamed="وسيلة إعلام لم يُذكر اسمها",
        undated="بلا تاريخ",
        comma="، ",
        last=" و",
        labels={
            Label.AGREED: "",
            Label.ROUNDED: "مقرَّب",
            Label.UPDATE: "رقم سابق",
            Label.CORRECTED: "صُحّح لاحقا",
            Label.PART: "من بينها",
            Label.SCOPE: "نطاق مختلف",
            Label.CONTRADICTION: "تناقض",
        },
        other_answer="جواب مختلف",
        foreign=(
            "تعذّر نقل هذا الجواب كاملًا إلى العربية: ما بين المزدوجين منقول بالإنكليزية كما نُشر."
        ),
        romanised="اسم غير وارد في دليل الأسماء: تحقق من كتابته.",
        copies=(
            "مقالات منقولة عن وكالة واحدة أو نص واحد: {outlets}؛ عدد المصادر المستقلة: {sources}."
        ),
        understood="فُهم السؤال هكذا: {text}",
    ),
}

SPEAKERS: dict[str, str] = {
    "وزارة الداخلية": "the interior ministry",
    "وزارة الشؤون الداخلية": "the interior ministry",
    "وزارة الدفاع": "the defence ministry",
    "وزارة الخارجية": "the foreign ministry",
    "وزارة الصحة": "the health ministry",
    "وزارة المالية": "the finance ministry",
    "وزارة الطاقة": "the energy ministry",
    "وزارة النفط": "the oil ministry",
    "وزارة العدل": "the justice ministry",
    "وزارة التعليم": "the education ministry",
    "وزير الداخلية": "the interior minister",
    "وزير الدفاع": "the defence minister",
    "وزير الخارجية": "the foreign minister",
    "وزير الصحة": "the health minister",
    "وزير المالية": "the finance minister",
    "رئيس الوزراء": "the prime minister",
    "رئيس الحكومة": "the prime minister",
    "الرئيس": "the president",
    "رئيس الجمهورية": "the president",
    "السلطات": "the authorities",
    "السلطات المحلية": "the local authorities",
    "الحكومة": "the government",
    "الشرطة": "the police",
    "الجيش": "the army",
    "الدفاع المدني": "the civil defence",
    "الرئاسة": "the presidency",
    "البنك المركزي": "the central bank",
    "النيابة العامة": "the public prosecutor",
    "التلفزيون": "television",
    "التلفزيون الرسمي": "state television",
    "لجنة الانتخابات": "the election commission",
    "المفوضية العليا للانتخابات": "the election commission",
    "وسائل الإعلام المحلية": "local media",
    "وسائل إعلام محلية": "local media",
    "مصادر طبية": "medical sources",
    "مصدر طبي": "a medical source",
    "مصدر أمني": "a security source",
    "شهود عيان": "witnesses",
    "مسؤولون": "officials",
    "مسؤول": "an official",
    "متحدث": "a spokesman",
}
"""Speakers without a name of their own. A nationality after them ("وزارة الداخلية الكازاخستانية")
is left out."""
