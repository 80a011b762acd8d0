"""Make a follow-up self-contained from the questions before it, by simple rules.

"And vehicles?" after "How many CSTO troops were deployed?" becomes "How many vehicles were
deployed?". A question that can stand alone is never changed; one that leans on the conversation
in a way no rule knows is left as it is.
"""

import re
from collections.abc import Sequence

from rag.question.kind import plain
from rag.text.lexicon import WordPattern
from rag.types import Language

__all__ = ["carried", "self_contained"]

_END = " ؟?!.،,"


def _spelt(word: str) -> str:
    """A word of a list as an expression: an alef may lack its hamza."""
    return re.sub("[أإآ]", lambda alef: f"[{alef[0]}ا]", re.escape(word))


def _both(arabic: str, english: str) -> dict[Language, WordPattern]:
    """A pattern for each language; `<name>` stands for the words of that list in words.toml."""
    return {
        "ar": WordPattern(arabic, "ar", _spelt),
        "en": WordPattern(english, "en", _spelt, re.I),
    }


_AND = _both(
    r"^و?(?:ماذا|ما) عن |^و?بالنسبة (?:ل|إلى |الى )|^أو |"
    r"^و(?=ال|لل|(?:<question_words>|<settings>|<prepositions>)(?!\w))|^(?!<with_waw>)و(?=[^\W\d_]{3,}$)",
    r"^(?:and |so |but |ok,? )*(?:what|how) about |^(?:and|or|but)(?: also| what of)?,? ",
)
_LEAD = _both(
    r"^[وف]?(?:كم(?: عدد)?|من(?: <relatives>)?|ما(?: (?:هو|هي|عدد|سبب|هي أسباب))?|(?:في )?أي \S+|"
    r"<question_words>)(?: |$)",
    r"^(?:how (?:many|much|long|often|<degrees>)|(?:in |on |at )?(?:what|which)"
    r"(?: (?:<asks_date>|<asks_place>|time))?|<question_words>|<auxiliaries>(?= ))\b ?",
)
_QUESTION: dict[Language, WordPattern] = {
    "ar": _LEAD["ar"],
    "en": WordPattern(r"^(?:<question_words>|<auxiliaries>)\b", "en", _spelt, re.I),
}
# Where the words for what is asked about end: at a verb or a preposition.
_STOP = _both(
    r"(?<!\S)(?:<relatives>|<settings>|<prepositions>|<ends_topic>)(?!\S)",
    r"(?<!\S)(?:<relatives>|<settings>|<prepositions>|<ends_topic>|<auxiliaries>|\w{3,}ed)(?!\S)",
)
_PLACE = _both(r"^(?:<settings>|<prepositions>)\b", r"^(?:<settings>|<prepositions>)\b")
_NAME = re.compile(
    r"(?<![^\W_])(?:[A-Z][\w.'’-]*)(?: (?:(?:of|the|al|bin|von|der|de) )*[A-Z][\w.'’-]*)*"
)
_EVENT = _both(
    r"^[وف]?(متى|أين|اين|لماذا|كيف) <happening>ت? (?:ذلك|هذا)$",
    r"^(when|where|why|how) (?:did|has|will|would) (?:that|this|it) <happening>\w*$",
)
_PRONOUN = re.compile(
    r"(?<![\w'’-])(they|them|their|it|its|he|him|his|she|her|there|these|those)(?![\w'’-])", re.I
)
_EXPLETIVE = re.compile(
    r"\bis it (?:true|possible|likely|known|clear)\b|\b(?:is|are|was|were|will) there\b|"
    r"\bthere (?:is|are|was|were|be|any)\b",
    re.I,
)
_FUNCTION = WordPattern(
    "<auxiliaries>|<question_words>|<settings>|<prepositions>|be|been|many|much|long|large|big|old|"
    "soon|the|a|an|and|or|but|so|else|all|also|not|kind",
    "en",
    flags=re.I,
)
_AUXILIARY = WordPattern("^<auxiliaries> ", "en", flags=re.I)
_AFTER_TOPIC = WordPattern(r"^ (<auxiliaries>)( .+)$", "en", flags=re.I)
_RELATIVE = WordPattern(r"^ <relatives> (\S+)(.*)$", "ar", _spelt)
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


_SETTING = _both(
    r"(?<!\S)<settings>(?!\S) (?!أي |اي |هو|هي).+$",
    r"\b<settings>\b (?!(?:what|which|whom)\b).+$",
)
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
    setting = _SETTING[language].regex.search(before)
    bare = _AND[language].regex.sub("", text.strip(_END), count=1)
    if not setting or _SETTING[language].regex.search(bare):
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
    event = _EVENT[language].regex.match(bare)
    if event:
        return _asked(event[1], context, language)
    rest = _AND[language].regex.sub("", bare, count=1)
    added = rest != bare
    if _QUESTION[language].regex.match(rest):
        return _question(text, rest, context, language)
    if added and rest and len(rest.split()) <= 6:
        return _exchange(rest, context, language)
    return text


def _question(text: str, rest: str, context: str, language: Language) -> str:
    """A follow-up that has a question word: bare ("Why?"), or with a pronoun."""
    if not _LEAD[language].regex.sub("", rest + " ").strip():
        return _asked(rest, context, language)
    if counted := _counted(rest, context, language):
        return counted
    if language == "en":
        return _english_pronoun(text, rest, context)
    content = _LEAD["ar"].regex.sub("", rest).split()
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
    if not new or not counts or not topic or _STOP[language].regex.search(new[1]):
        return ""
    tail = context.strip(_END).partition(topic)[2]
    if language == "ar" and (relative := _RELATIVE.regex.match(tail)):
        tail = f" {relative[1]}{relative[2]}"
    return f"{rest}{tail}{_mark(language)}" if tail else ""


def _asked(word: str, context: str, language: Language) -> str:
    """The question word with what the earlier question said: "Why" + "the protests began"."""
    core = _LEAD[language].regex.sub("", context.strip(_END), count=1)
    topic = _topic(context, language)
    if language == "en" and topic and (after := _AFTER_TOPIC.regex.match(core.removeprefix(topic))):
        core = f"{after[1]} {topic}{after[2]}"
    elif language == "ar" and (relative := _RELATIVE.regex.match(core.removeprefix(topic))):
        core = f"{relative[1]} {topic}{relative[2]}"
    return f"{word} {core}{_mark(language)}" if core else context


def _exchange(new: str, context: str, language: Language) -> str:
    """The earlier question with one part exchanged for the new words."""
    old = context.strip(_END)
    if place := _PLACE[language].regex.match(new):
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
    if _CONSTRUCT.match(new) and (setting := _SETTING["ar"].regex.search(old)):
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
    if not open_clause and any(
        not _FUNCTION.regex.fullmatch(w) for w in re.findall(r"[\w'’-]+", before)
    ):
        return text
    names = [
        m[0]
        for m in _NAME.finditer(_LEAD["en"].regex.sub("", context))
        if not _FUNCTION.regex.fullmatch(m[0])
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
    lead = _LEAD[language].regex.match(old)
    rest = old[lead.end() :] if lead else old
    if language == "en":
        rest = _AUXILIARY.regex.sub("", rest)
    elif lead and plain(lead[0]).strip("و ") not in {"كم عدد", "ما عدد", "ما هو", "ما هي", "ما"}:
        # "متى أرسلت قوات …": a verb comes first, except after "كم" with a counted noun.
        first = plain(rest.split()[0]) if rest.split() else ""
        verbal = not plain(lead[0]).startswith("كم") or first[:1] in "يت"
        rest = rest.split(" ", 1)[1] if verbal and " " in rest else rest
    stop = _STOP[language].regex.search(rest)
    return (rest[: stop.start()] if stop else rest).strip(_END)


def _mark(language: Language) -> str:
    return "؟" if language == "ar" else "?"
