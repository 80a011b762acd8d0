"""The sentences that answers are built from, in both languages: nothing else is worded here."""

from dataclasses import dataclass

from rag.types import Label, Language

__all__ = ["PHRASES", "Phrases"]


@dataclass(frozen=True, slots=True)
class Phrases:
    """The wording of one language; `{…}` are filled in by the composer."""

    not_found: str
    differ: str
    value: str
    """A value or name, who says it, where it is from, and the sentence."""
    quote: str
    """A sentence and where it is from."""
    said: str
    """Put after the value when the sentence names who says it."""
    within: str
    """A time that is counted from the report."""
    romanised_name: str
    """An outlet that the stylebook lacks."""
    with_wire: str
    unnamed: str
    undated: str
    comma: str
    last: str
    """What joins the last two items of a list."""
    labels: dict[Label, str]
    foreign: str
    """Note: the quotations are in the other language."""
    copies: str
    """Note: several outlets carry one report."""
    missing: str
    """Note: names that no article has."""


PHRASES: dict[Language, Phrases] = {
    "en": Phrases(
        not_found="not found in the archive",
        differ="Reports differ:",
        value="{value}{label}{said}, according to {source}: «{quote}»",
        quote="according to {source}{label}: «{quote}»",
        said=", {speaker} said",
        within="within {distance}",
        romanised_name="{name} (romanised)",
        with_wire="{outlet} with {wire}",
        unnamed="an unnamed outlet",
        undated="undated",
        comma=", ",
        last=" and ",
        labels={
            Label.AGREED: "",
            Label.UPDATE: "an earlier figure",
            Label.CORRECTED: "since corrected",
            Label.PART: "of which",
            Label.CONTRADICTION: "contradiction",
        },
        foreign="The sentences in guillemets are quoted in Arabic, as published.",
        copies=(
            "{outlets} articles share an agency or a text: counted as {sources} independent {noun}."
        ),
        missing="No article in the archive mentions: {words}",
    ),
    "ar": Phrases(
        not_found="لم أجد ذلك في الأرشيف",
        differ="تتباين التقارير:",
        value="{value}{label}{said}، بحسب {source}: «{quote}»",
        quote="بحسب {source}{label}: «{quote}»",
        said="، نقلًا عن {speaker}",
        within="خلال {distance}",
        romanised_name="{name}",
        with_wire="{outlet} مع {wire}",
        unnamed="وسيلة إعلام لم يُذكر اسمها",
        undated="بلا تاريخ",
        comma="، ",
        last=" و",
        labels={
            Label.AGREED: "",
            Label.UPDATE: "رقم سابق",
            Label.CORRECTED: "صُحّح لاحقا",
            Label.PART: "من بينها",
            Label.CONTRADICTION: "تناقض",
        },
        foreign="ما بين المزدوجين منقول بالإنجليزية كما نُشر.",
        copies=(
            "مقالات منقولة عن وكالة واحدة أو نص واحد: {outlets}؛ عدد المصادر المستقلة: {sources}."
        ),
        missing="لا يذكر أي مقال في الأرشيف: {words}",
    ),
}
