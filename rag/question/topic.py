"""What a question is about: its words apart from the question word, its topic, its setting."""

import re

from rag.text.lexicon import WordPattern
from rag.text.plain import plain
from rag.types import Language

__all__ = ["END", "LEAD", "SETTING", "STOP", "both", "core", "meant", "spelt", "topic_of",
           "whole"]  # fmt: skip

END = " ؟?!.،,"
"""What a question ends with, besides its words."""


def spelt(word: str) -> str:
    """A word of a list as an expression: an alef may lack its hamza."""
    return re.sub("[أإآ]", lambda alef: f"[{alef[0]}ا]", re.escape(word))


def both(arabic: str, english: str) -> dict[Language, WordPattern]:
    """A pattern for each language; `<name>` stands for the words of that list in words.toml."""
    return {
        "ar": WordPattern(arabic, "ar", spelt),
        "en": WordPattern(english, "en", spelt, re.I),
    }


LEAD = both(
    r"^[وف]?(?:ب?كم(?: عدد)?|من(?: <relatives>)?|ما(?: (?:هو|هي|عدد|سبب|هي أسباب))?|(?:في )?أي \S+|"
    r"<question_words>)(?: |$)",
    r"^(?:how (?:many|much|long|often|<degrees>)|(?:in |on |at )?(?:what|which)"
    r"(?: (?:<asks_date>|<asks_place>|time))?|<question_words>|<auxiliaries>(?= ))\b ?",
)
# Where the words for what is asked about end: at a verb or a preposition.
STOP = both(
    r"(?<!\S)(?:<relatives>|<settings>|<prepositions>|<ends_topic>)(?!\S)",
    r"(?<!\S)(?:<relatives>|<settings>|<prepositions>|<ends_topic>|<auxiliaries>|\w{3,}ed)(?!\S)",
)
SETTING = both(
    r"(?<!\S)<settings>(?!\S) (?!أي |اي |هو|هي).+$",
    r"\b<settings>\b (?!(?:what|which|whom)\b).+$",
)
"""Where a question happens: from its first preposition to its end."""
_RELATIVE = both(r"<relatives> .+$", r"<relatives> .+$")
_AUXILIARY = WordPattern("^<auxiliaries> ", "en", flags=re.I)
_MEASURED_OF = WordPattern(
    r"(?:the )?(?:<asks_money>|<asks_number>|name) of (?P<of>.+)$", "en", flags=re.I
)
_PAID = WordPattern(" <paying>$", "en", flags=re.I)
_MEASURED = WordPattern(
    r"(?:(?:<asks_money>|<asks_number>|<of_things>|بلغت?|تبلغ|يبلغ|كانت?|وصلت?) )(?P<of>.+)$",
    "ar",
    spelt,
)


def topic_of(context: str, language: Language) -> str:
    """The words for what the earlier question asks about: "police cars"."""
    old = context.strip(END)
    lead = LEAD[language].regex.match(old)
    rest = old[lead.end() :] if lead else old
    if language == "en":
        acts = re.match(r"(?:did|do|does|will) ", rest, re.I)
        doer = lead is not None and lead[0].lower().strip() == "who"
        rest, auxiliaries = _AUXILIARY.regex.subn("", rest)
        if doer and not auxiliaries:  # "who built the bridge"
            rest = rest.partition(" ")[2]
        if measured := _MEASURED_OF.regex.match(rest):
            rest = measured["of"]
        if acts and not STOP[language].regex.search(rest) and len(rest.split()) > 1:
            return rest.rpartition(" ")[0]  # its verb stands last: "the bridge cost"
    elif lead and plain(lead[0]).strip("و ") not in {"كم عدد", "ما عدد", "ما هو", "ما هي", "ما"}:
        # "متى أرسلت قوات …": a verb comes first, except after "كم" with a counted noun.
        first = plain(rest.split()[0]) if rest.split() else ""
        verbal = not plain(lead[0]).startswith("كم") or first[:1] in "يت"
        rest = rest.split(" ", 1)[1] if verbal and " " in rest else rest
    stop = STOP[language].regex.search(rest)
    topic = (rest[: stop.start()] if stop else rest).strip(END)
    return _PAID.regex.sub("", topic) if language == "en" and stop else topic


def whole(thing: str, context: str) -> str:
    """A thing with what the question says of it right behind it: "the vote in Oran"."""
    tail = context.strip(END).partition(thing)[2]
    language: Language = "ar" if thing > "\u0600" else "en"
    rules = SETTING[language], _RELATIVE[language]
    behind = next((m for m in (rule.regex.match(tail, 1) for rule in rules) if m), None)
    return f"{thing} {behind[0]}" if tail.startswith(" ") and behind else thing


def meant(context: str) -> str:
    """What a pronoun stands for after an Arabic question: the thing, not its cost or length.

    Where nothing definite is asked about, it is where that happened: «كم قتيلا في حريق السوق».
    """
    topic = topic_of(context, "ar")
    while match := _MEASURED.regex.match(topic):
        topic = match["of"]
    setting = SETTING["ar"].regex.search(core(context, "ar"))
    if setting and not any(word.startswith(("ال", "لل")) for word in topic.split()):
        return setting[0].partition(" ")[2]
    return topic


def core(question: str, language: Language) -> str:
    """A question without its question words and its mark."""
    return LEAD[language].regex.sub("", question.strip(END), count=1)
