"""Make a follow-up self-contained from the questions before it, by simple rules.

"And vehicles?" after "How many CSTO troops were deployed?" becomes "How many vehicles were
deployed?". A question that can stand alone is never changed; one that leans on the conversation
in a way no rule knows is left as it is.
"""

import re
from collections.abc import Sequence

from rag.question.kind import plain
from rag.types import Language

__all__ = ["carried", "self_contained"]

_END = " ؟?!.،,"
_AND: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"^(?:and |so |but |ok,? )*(?:what|how) about |^(?:and|or|but)(?: also| what of)?,? ", re.I
    ),
    "ar": re.compile(
        r"^و?(?:ماذا|ما) عن |^و?بالنسبة (?:ل|إلى |الى )|^أو |"
        r"^و(?=ال|لل|(?:في|من|إلى|الى|على|كم|متى|أين|اين|لماذا|كيف|هل|ما|ماذا|منذ|بعد|قبل)(?!\w))|"
        r"^و(?=[^\W\d_]{3,}$)(?!زار|زير|كال|فد|قف|ثيق|ضع|لاي|باء|فاة|قت|حد|ثائق|سائل|سيط|عد|جو)"
    ),
}
_AUX = "is|are|was|were|do|does|did|has|have|had|will|would|can|could|should"
_LEAD: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"^(?:how (?:many|much|long|large|big|high|often)|when|where|why|who|whom|how|"
        r"(?:in |on |at )?(?:what|which)(?: (?:year|day|date|city|country|time))?|"
        rf"(?:{_AUX})(?= ))\b ?",
        re.I,
    ),
    "ar": re.compile(
        r"^[وف]?(?:كم(?: عدد)?|متى|أين|اين|لماذا|كيف|هل|من (?:الذي|التي|الذين)|من|ماذا|"
        r"ما(?: (?:هو|هي|عدد|سبب|هي أسباب))?|(?:في )?أي \S+)(?: |$)"
    ),
}
_QUESTION: dict[Language, re.Pattern[str]] = {
    "en": re.compile(rf"^(?:how|when|where|why|who|whom|whose|what|which|{_AUX})\b", re.I),
    "ar": _LEAD["ar"],
}
# Where the words for what is asked about end: at a verb or a preposition.
_STOP: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        rf"(?<!\S)(?:{_AUX}|be|been|in|on|at|of|from|by|for|with|to|that|who|which|during|since|"
        r"died|killed|say|said|come|go|take|begin|start|end|won|ruled|(?:\w{3,}ed))(?!\S)",
        re.I,
    ),
    "ar": re.compile(
        r"(?<!\S)(?:التي|الذي|الذين|اللواتي|في|من|إلى|الى|على|عن|بحسب|حسب|وفق|منذ|بعد|قبل|خلال|"
        r"حتى|قُتل\S*|قتل|قتلت|قتلوا|أصيب\S*|اعتقل\S*|أُحرقت|تضررت|شارك\S*|سقط\S*|ن[ُش]شر\S*)(?!\S)"
    ),
}
_PLACE: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"^(?:in|on|at|from|for|to|by|after|before|during|since)\b", re.I),
    "ar": re.compile(r"^(?:في|من|إلى|الى|على|منذ|بعد|قبل|خلال)\b"),
}
_NAME = re.compile(
    r"(?<![^\W_])(?:[A-Z][\w.'’-]*)(?: (?:(?:of|the|al|bin|von|der|de) )*[A-Z][\w.'’-]*)*"
)
_EVENT: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"^(when|where|why|how) (?:did|has|will|would) (?:that|this|it) "
        r"(?:happen|occur|take place|begin|start)\w*$",
        re.I,
    ),
    "ar": re.compile(
        r"^[وف]?(متى|أين|اين|لماذا|كيف) (?:حدث|وقع|جرى|تم|كان|حصل|سيحدث|يحدث)ت? (?:ذلك|هذا)$"
    ),
}
_PRONOUN = re.compile(
    r"(?<![\w'’-])(they|them|their|it|its|he|him|his|she|her|there|these|those)(?![\w'’-])", re.I
)
_EXPLETIVE = re.compile(
    r"\bis it (?:true|possible|likely|known|clear)\b|\b(?:is|are|was|were|will) there\b|"
    r"\bthere (?:is|are|was|were|be|any)\b",
    re.I,
)
_FUNCTION = frozenset(
    f"{_AUX}|be|been|how|many|much|long|large|big|old|soon|when|where|why|who|whom|whose|what|which|"
    "the|a|an|of|in|on|at|from|to|by|for|with|and|or|but|so|else|all|also|not|kind|did".split("|")
)
_AFTER_TOPIC = re.compile(rf"^ ({_AUX})( .+)$", re.I)
_RELATIVE = re.compile(r"^ (?:التي|الذي|الذين|اللواتي) (\S+)(.*)$")
_BOUND = re.compile(r"\b(?:that|because|if|while|after|before|since|say|said|says|think)\b", re.I)
_HOW_MANY: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"^how many ([^\s?]+(?: [^\s?]+s)?)$", re.I),
    "ar": re.compile(r"^كم ((?!ال|عدد)[^\d\W]{3,})$"),
}
_CONSTRUCT = re.compile(r"(?!ال|عدد |نسبة )[^\W\d_]+(?: [^\W\d_]+){1,2}$")
"""A place or thing by its name ("مصنع النور"): it takes the place of another such, not of what is
counted, as an adjective's noun would ("القوات الروسية")."""
_SUFFIX = re.compile(r"(?:هم|ها|هن|هما|ه|وا|ون)$")


def self_contained(text: str, history: Sequence[str], language: Language) -> str:
    """Rewrite `text` with what it leans on in `history` (oldest first); itself if it does not."""
    context = ""
    for earlier in history:
        context = _resolve(earlier, context, _script(earlier))
    return _resolve(text, context, language)


_SETTING: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(?:in|at|after|during|on|of|from|by|for)\b (?!(?:what|which|whom)\b).+$", re.I
    ),
    "ar": re.compile(
        r"(?<!\S)(?:في|خلال|بعد|أثناء|اثناء|من|على|عن|بين)(?!\S) (?!أي |اي |هو|هي).+$"
    ),
}
"""Where a question happens: from its first preposition to its end."""
MOST_CARRIED = 5
"""Words up to which a question without a name leans on the one before."""


def carried(text: str, history: Sequence[str], language: Language) -> str:
    """A short question that names nothing, with the setting of the last question before it.

    "How many were injured?" after "How many were killed in the warehouse fire?" becomes "How many
    were injured in the warehouse fire?". Itself where there is no such setting, or it is longer.
    """
    if not history or _script(history[-1]) != language or len(text.split()) > MOST_CARRIED:
        return text
    before = self_contained(history[-1], history[:-1], language).strip(_END)
    setting = _SETTING[language].search(before)
    bare = _AND[language].sub("", text.strip(_END), count=1)
    if not setting or _SETTING[language].search(bare):
        return text
    bare = re.sub(r"\s+(?:there|then|هناك|فيه|فيها|خلاله|خلالها)$", "", bare)
    return f"{bare[:1].upper()}{bare[1:]} {setting[0]}{_mark(language)}"


def _script(text: str) -> Language:
    return "ar" if re.search("[\u0621-\u064a]", text) else "en"


def _resolve(text: str, context: str, language: Language) -> str:
    """`text` with the one question before it, which stands alone already."""
    if not context or _script(context) != language:
        return text
    bare = text.strip(_END)
    event = _EVENT[language].match(bare)
    if event:
        return _asked(event[1], context, language)
    rest = _AND[language].sub("", bare, count=1)
    added = rest != bare
    if _QUESTION[language].match(rest):
        return _question(text, rest, context, language)
    if added and rest and len(rest.split()) <= 6:
        return _exchange(rest, context, language)
    return text


def _question(text: str, rest: str, context: str, language: Language) -> str:
    """A follow-up that has a question word: bare ("Why?"), or with a pronoun."""
    if not _LEAD[language].sub("", rest + " ").strip():
        return _asked(rest, context, language)
    if counted := _counted(rest, context, language):
        return counted
    if language == "en":
        return _english_pronoun(text, rest, context)
    content = _LEAD["ar"].sub("", rest).split()
    if len(content) != 1 or content[0].startswith("ال") or re.search(r"\d|[A-Za-z]", rest):
        return text
    topic = _topic(context, "ar")
    word = plain(content[0])
    if not topic or not (word[0] in "يتسن" or _SUFFIX.search(word)):
        return text
    if word in {"عددهم", "عددها", "عددهن"}:
        return f"كم عدد {topic}؟"
    return f"{_SUFFIX.sub('', rest) if word[-2:] in {'هم', 'ها', 'هن'} else rest} {topic}؟"


def _counted(rest: str, context: str, language: Language) -> str:
    """Take the earlier question's verb where the new one has none (How many vehicles?)."""
    new, topic = _HOW_MANY[language].match(rest), _topic(context, language)
    counts = context.lower().startswith(("how many ", "كم ", "وكم "))
    if not new or not counts or not topic or _STOP[language].search(new[1]):
        return ""
    tail = context.strip(_END).partition(topic)[2]
    if language == "ar" and (relative := _RELATIVE.match(tail)):
        tail = f" {relative[1]}{relative[2]}"
    return f"{rest}{tail}{_mark(language)}" if tail else ""


def _asked(word: str, context: str, language: Language) -> str:
    """The question word with what the earlier question said: "Why" + "the protests began"."""
    core = _LEAD[language].sub("", context.strip(_END), count=1)
    topic = _topic(context, language)
    if language == "en" and topic and (after := _AFTER_TOPIC.match(core.removeprefix(topic))):
        core = f"{after[1]} {topic}{after[2]}"
    elif language == "ar" and (relative := _RELATIVE.match(core.removeprefix(topic))):
        core = f"{relative[1]} {topic}{relative[2]}"
    return f"{word} {core}{_mark(language)}" if core else context


def _exchange(new: str, context: str, language: Language) -> str:
    """The earlier question with one part exchanged for the new words."""
    old = context.strip(_END)
    if place := _PLACE[language].match(new):
        same = list(re.finditer(rf"(?<!\S){place[0]}(?= ).*$", old, re.I))
        kept = old[: same[-1].start()].strip() if same else old
        return f"{kept} {new}{_mark(language)}"
    names = list(_NAME.finditer(old, 1)) if language == "en" else []
    bare_name = re.sub(r"^the (?=[A-Z])", "", new)
    if bare_name[0].isupper() and names:
        new = bare_name
        alike = [name for name in names if name[0].isupper() == new.isupper()]
        name = (alike or names)[-1]
        return old[: name.start()] + new + old[name.end() :] + _mark(language)
    if _CONSTRUCT.match(new) and (setting := _SETTING["ar"].search(old)):
        words, given = setting[0].split(), new.split()
        if len(words) > len(given):  # its preposition stays
            kept = old[: setting.start()] + " ".join(words[: -len(given)])
            return f"{kept} {new}{_mark(language)}"
    topic = _topic(context, language)
    if topic and topic in old:
        if language == "ar" and not old.startswith(("كم عدد", "وكم عدد")):
            new = new.removeprefix("ال") if old.split()[0].endswith("كم") else new
        if old.lower().startswith("how many "):
            new = re.sub(r"^the ", "", new, flags=re.I)
        return old.replace(topic, new, 1) + _mark(language)
    return f"{old}: {new}{_mark(language)}"


def _english_pronoun(text: str, rest: str, context: str) -> str:
    match = _PRONOUN.search(rest)
    if not match or _EXPLETIVE.search(rest):
        return text
    word, before = match[1].lower(), rest[: match.start()]
    open_clause = (
        word in {"them", "him", "there"}
        and not _BOUND.search(before)
        and not _NAME.search(before[1:])
    )
    if not open_clause and any(w.lower() not in _FUNCTION for w in re.findall(r"[\w'’-]+", before)):
        return text
    names = [
        m[0] for m in _NAME.finditer(_LEAD["en"].sub("", context)) if m[0].lower() not in _FUNCTION
    ]
    topic = _topic(context, "en")
    noun = topic if word in {"they", "them", "their", "it", "its"} else names[-1] if names else ""
    noun = noun or (names[-1] if names else "")
    if not noun or (word in {"these", "those"}):
        return text
    if word == "there" and noun.isupper():  # an acronym is no place
        return text
    if word == "there":
        noun = f"in {noun}"
    if word in {"their", "its", "his", "her"}:
        noun = f"{noun}'" if noun.endswith("s") else f"{noun}'s"
    return f"{rest[: match.start()]}{noun}{rest[match.end() :]}{_mark('en')}"


def _topic(context: str, language: Language) -> str:
    """The words for what the earlier question asks about: "CSTO troops"."""
    old = context.strip(_END)
    lead = _LEAD[language].match(old)
    rest = old[lead.end() :] if lead else old
    if language == "en":
        rest = re.sub(rf"^(?:{_AUX}) ", "", rest, flags=re.I)
    elif lead and plain(lead[0]).strip("و ") not in {"كم عدد", "ما عدد", "ما هو", "ما هي", "ما"}:
        # "متى أرسلت قوات …": a verb comes first, except after "كم" with a counted noun.
        first = plain(rest.split()[0]) if rest.split() else ""
        verbal = not plain(lead[0]).startswith("كم") or first[:1] in "يت"
        rest = rest.split(" ", 1)[1] if verbal and " " in rest else rest
    stop = _STOP[language].search(rest)
    return (rest[: stop.start()] if stop else rest).strip(_END)


def _mark(language: Language) -> str:
    return "؟" if language == "ar" else "?"
