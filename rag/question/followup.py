"""Make a follow-up self-contained from the questions before it, by simple rules.

"And vehicles?" after "How many CSTO troops were deployed?" becomes "How many vehicles were
deployed?". A question that can stand alone is never changed; one that leans on the conversation
in a way no rule knows is left as it is.
"""

import re
from collections.abc import Sequence

from rag.question.among import of_them
from rag.question.asked import asked
from rag.question.bound import with_noun
from rag.question.places import other_place
from rag.question.topic import END, LEAD, SETTING, STOP, both, core, meant, spelt, topic_of, whole
from rag.text.lexicon import WordPattern
from rag.text.plain import plain
from rag.types import Language

__all__ = ["carried", "self_contained"]

_AND = both(
    r"^و?(?:ماذا|ما) عن |^و?بالنسبة (?:ل|إلى |الى )|^أو |"
    r"^و(?=ال|لل|(?:<question_words>|<settings>|<prepositions>)(?!\w))|"
    r"^(?!<with_waw>|و[بل](?:كم|أي|اي|ماذا|من)(?!\w))و(?=[^\W\d_]{3,}(?: [^\W\d_]+){0,3}$)",
    r"^(?:and |so |but |ok,? )*(?:what|how) about |^(?:and|or|but)(?: also| what of)?,? ",
)
_QUESTION: dict[Language, WordPattern] = {
    "ar": LEAD["ar"],
    "en": WordPattern(r"^(?:<question_words>|<auxiliaries>)\b", "en", spelt, re.I),
}
_PLACE = both(r"^(?:<settings>|<prepositions>)\b", r"^(?:<settings>|<prepositions>)\b")
_NAME = re.compile(
    r"(?<![^\W_])(?:[A-Z][\w.'’-]*)(?: (?:(?:of|the|al|bin|von|der|de) )*[A-Z][\w.'’-]*)*"
)
_EVENT = both(
    r"^[وف]?(متى|أين|اين|لماذا|كيف) <happening>ت? (?:ذلك|هذا)$",
    r"^(when|where|why|how) (?:did|has|will|would) (?:that|this|it) <happening>\w*$",
)
_DONE = re.compile(r"\bw(?:ere|as) (\w+ed|hurt|held|shot)\b")
_PRONOUN = re.compile(
    r"(?<![\w'’-])(they|them|their|it|its|he|him|his|she|her|there|these|those)(?![\w'’-])", re.I
)
_PERSONAL = frozenset(("he", "him", "his", "she", "her"))
_PLACED = re.compile(r"\b(?:in|at|from|of|on)(?: the)? $")
"""A name behind these is a place, and nobody."""
_EXPLETIVE = re.compile(
    r"\bis it (?:true|possible|likely|known|clear)\b|\b(?:is|are|was|were|will) there\b|"
    r"\bthere (?:is|are|was|were|be|any)\b",
    re.I,
)
_FUNCTION = WordPattern(
    "<auxiliaries>|<question_words>|<settings>|<prepositions>|<degrees>|be|been|many|much|long|"
    "soon|the|a|an|and|or|but|so|else|all|also|not|kind",
    "en",
    flags=re.I,
)
_RELATIVE = WordPattern(r"^ <relatives> (\S+)(.*)$", "ar", spelt)
_BOUND = re.compile(r"\b(?:that|because|if|while|after|before|since|say|said|says|think)\b", re.I)
_HOW_MANY: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"^how many ([^\s?]+(?: [^\s?]+s)?)$", re.I),
    "ar": re.compile(r"^كم ((?!ال|عدد)[^\d\W]{3,})$"),
}
_CONSTRUCT = re.compile(r"(?!ال|عدد |نسبة )[^\W\d_]+(?: [^\W\d_]+){1,2}$")
"""A place or thing by its name ("مصنع النور"): it takes the place of another such, not of what is
counted, as an adjective's noun would ("القوات الروسية")."""
_OF_VERBS = re.compile("[وف]?(?:متى|متي|اين|لماذا) ")
"""Question words behind which a lone word is a verb."""
_WHO_DID = WordPattern(r"who (<takes_part>)", "en", flags=re.I)
_TAKES_PART = WordPattern("<takes_part>", "ar", lambda word: re.escape(plain(word)))
_BOUND_PRONOUN = re.compile(r"(?:هم|ها|هن|هما|ه)$")
_FINAL_YA = re.compile(r"(?<= \w\w)ا$")
"""As in «بناها», which is «بنى» with a pronoun."""
_SUFFIX = re.compile(r"(?:هم|ها|هن|هما|ه|وا|ون)$")


def self_contained(text: str, history: Sequence[str], language: Language) -> str:
    """Rewrite `text` with what it leans on in `history` (oldest first); itself if it does not."""
    context = ""
    for earlier in history:
        context = _resolve(earlier, context, _script(earlier))
    return _resolve(text, context, language)


SHORT = 3
"""Words of a question such as "Who opened it?"."""
MOST_CARRIED = 5
"""Words up to which a question without a name leans on the one before."""


def carried(text: str, history: Sequence[str], language: Language) -> str:
    """A short question that names nothing, with the setting of the last question before it.

    "How many were injured?" after "How many were killed in the warehouse fire?" becomes "How many
    were injured in the warehouse fire?". Itself where there is no such setting, or it is longer.
    """
    if not history or _script(history[-1]) != language or len(text.split()) > MOST_CARRIED:
        return text
    before = self_contained(history[-1], history[:-1], language).strip(END)
    setting = SETTING[language].regex.search(core(before, language))
    bare = _AND[language].regex.sub("", text.strip(END), count=1)
    personal = _PERSONAL & set(bare.lower().split())  # "he" is nobody whom a place names
    if not setting or personal or SETTING[language].regex.search(bare):
        return text
    bare = re.sub(r"\s+(?:there|then|هناك|فيه|فيها|خلاله|خلالها)$", "", bare)
    if caused := re.fullmatch(r"(what \w+) it", bare, re.I):
        return f"{caused[1]} {setting[0].partition(' ')[2]}?"
    return f"{bare[:1].upper()}{bare[1:]} {setting[0]}{_mark(language)}"


def _script(text: str) -> Language:
    return "ar" if re.search("[\u0621-\u064a]", text) else "en"


def _resolve(text: str, context: str, language: Language) -> str:
    """`text` with the one question before it, which stands alone already."""
    if not context or _script(context) != language:
        return text
    bare = text.strip(END)
    event = _EVENT[language].regex.match(bare)
    if event:
        return asked(event[1], context, language) or text
    if some := of_them(text, context, language):
        return some
    if bare.startswith("و") and (other := other_place(bare[1:], context.strip(END), language)):
        return other + _mark(language)  # "وليبيا"
    rest = _AND[language].regex.sub("", bare, count=1)
    added = rest != bare
    if _QUESTION[language].regex.match(rest):
        return _question(text, rest, context, language)
    if added and rest and len(rest.split()) <= 6:
        return _exchange(rest, context, language)
    return text


def _question(text: str, rest: str, context: str, language: Language) -> str:
    """A follow-up that has a question word: bare ("Why?"), or with a pronoun."""
    if not LEAD[language].regex.sub("", rest + " ").strip():
        return asked(rest, context, language) or text
    if counted := _counted(rest, context, language):
        return counted
    if language == "en":
        return _won(rest, context) or _english_pronoun(text, rest, context)
    return _arabic_pronoun(text, rest, context)


def _arabic_pronoun(text: str, rest: str, context: str) -> str:
    """A follow-up whose verb lacks its noun («متى افتتح؟»), or that has a pronoun («بناؤه»)."""
    content = LEAD["ar"].regex.sub("", rest).split()
    if not content or len(content) > 2 or re.search(r"\d|[A-Za-z]", rest):
        return text
    word, topic = plain(content[-1]), meant(context)
    if word in {"عددهم", "عددها", "عددهن"}:
        counted = topic_of(context, "ar")
        return f"كم عدد {counted}؟" if counted else text
    if not topic or word.startswith("ال"):
        return text
    head = rest.removesuffix(content[-1])
    if len(content) == 2:
        said = with_noun(content[1], whole(topic, context))
        return f"{head}{said}؟" if said else text
    who = plain(rest).lstrip("وف").startswith("من ")
    if who and _TAKES_PART.regex.fullmatch(word):
        before = plain(context.partition(topic)[0]).split()[-1:]
        won = before and _TAKES_PART.regex.fullmatch(before[0])  # "فاز بكأس العالم"
        return f"{rest} في {whole(topic, context).removeprefix('ب' if won else '')}؟"
    if plain(rest).lstrip("وف").startswith(("ما ", "كم ")) and (it := with_noun(content[0], topic)):
        return f"{head}{it}؟"
    if word[0] in "يتسن" or _SUFFIX.search(word) or _OF_VERBS.match(plain(rest)):
        verb = _FINAL_YA.sub("ى", _BOUND_PRONOUN.sub("", rest))
        past = word[0] not in "يتسن" and not who
        return f"{verb} {whole(topic, context) if past else topic}؟"
    return text


def _won(rest: str, context: str) -> str:
    """As in "Who won?" after a question about a match; "" for others."""
    done = _WHO_DID.regex.fullmatch(rest)
    thing = whole(topic_of(context, "en"), context) if done else ""
    return f"{rest} {'' if done and done[1] == 'won' else 'in '}{thing}?" if thing else ""


def _counted(rest: str, context: str, language: Language) -> str:
    """Take the earlier question's verb where the new one has none (How many vehicles?)."""
    new, topic = _HOW_MANY[language].match(rest), topic_of(context, language)
    counts = context.lower().startswith(("how many ", "كم ", "وكم "))
    if not new or not counts or not topic or STOP[language].regex.search(new[1]):
        return ""
    tail = context.strip(END).partition(topic)[2]
    if language == "ar" and (relative := _RELATIVE.regex.match(tail)):
        tail = f" {relative[1]}{relative[2]}"
    return f"{rest}{tail}{_mark(language)}" if tail else ""


def _exchange(new: str, context: str, language: Language) -> str:
    """The earlier question with one part exchanged for the new words."""
    old = context.strip(END)
    if elsewhere := other_place(new, old, language):
        return elsewhere + _mark(language)
    if place := _PLACE[language].regex.match(new):
        same = list(re.finditer(rf"(?<!\S){place[0]}(?= ).*$", old, re.I))
        kept = old[: same[-1].start()].strip() if same else old
        return f"{kept} {new}{_mark(language)}"
    if kindred := _of_same_kind(new, old, language):
        return kindred + _mark(language)
    names = list(_NAME.finditer(old, 1)) if language == "en" else []
    bare_name = re.sub(r"^the (?=[A-Z])", "", new)
    if bare_name[0].isupper() and names:
        new = bare_name
        alike = [name for name in names if name[0].isupper() == new.isupper()]
        name = (alike or names)[-1]
        return old[: name.start()] + new + old[name.end() :] + _mark(language)
    if _CONSTRUCT.match(new) and (setting := SETTING["ar"].regex.search(old)):
        words, given = setting[0].split(), new.split()
        if len(words) > len(given):  # its preposition stays
            kept = old[: setting.start()] + " ".join(words[: -len(given)])
            return f"{kept} {new}{_mark(language)}"
    topic = topic_of(context, language)
    if topic and topic in old:
        if language == "ar" and not old.startswith(("كم عدد", "وكم عدد")):
            new = new.removeprefix("ال") if old.split()[0].endswith("كم") else new
        if old.lower().startswith("how many "):
            new = re.sub(r"^the ", "", new, flags=re.I)
        return old.replace(topic, new, 1) + _mark(language)
    return f"{old}: {new}{_mark(language)}"


def _of_same_kind(new: str, old: str, language: Language) -> str:
    """The old question with the new thing of a kind: «جسر النهر» for «جسر الميناء»; "" if none.

    Arabic says the kind first, English last. "And killed?" takes the place of "injured".
    """
    words = new.split()
    if language == "ar":
        kind = rf"(?<!\S){re.escape(words[0])} (?:\S+ ?){{1,4}}$"
    elif len(words) == 1:
        done = (
            re.search(r"\bw(?:ere|as) (\w+ed|hurt|held|shot)\b", old)
            if new.endswith("ed")
            else None
        )
        return old[: done.start(1)] + new + old[done.end(1) :] if done else ""
    else:
        kind = rf"\b(?:the )?(?:[\w'’-]+ )?{re.escape(words[-1])}\b"
    there = re.search(kind, old) if len(words) > 1 else None
    return old[: there.start()] + new + old[there.end() :] if there else ""


def _english_pronoun(text: str, rest: str, context: str) -> str:
    match = _PRONOUN.search(rest)
    if not match or _EXPLETIVE.search(rest):
        return text
    word, before = match[1].lower(), rest[: match.start()]
    open_clause = (
        (word in {"them", "him", "there"} or (word == "it" and len(rest.split()) <= SHORT))
        and not _BOUND.search(before)
        and not _NAME.search(before[1:])
    )
    if not open_clause and any(
        not _FUNCTION.regex.fullmatch(w) for w in re.findall(r"[\w'’-]+", before)
    ):
        return text
    asked = core(context, "en")
    names = [
        m[0]
        for m in _NAME.finditer(asked)
        if not _FUNCTION.regex.fullmatch(m[0])
        and not (word in _PERSONAL and _PLACED.search(asked[: m.start()]))
    ]
    topic = topic_of(context, "en")
    noun = topic if word in {"they", "them", "their", "it", "its"} else names[-1] if names else ""
    noun = noun or (names[-1] if names else "")
    if not noun or (word in {"these", "those"}):
        return text
    if open_clause and word == "it" and not noun.startswith("the "):
        return text
    if word == "there" and noun.isupper():  # an acronym is no place
        return text
    if word == "there":
        noun = f"in {noun}"
    if word in {"their", "its", "his", "her"}:
        noun = f"{noun}'" if noun.endswith("s") else f"{noun}'s"
    return f"{rest[: match.start()]}{noun}{rest[match.end() :]}{_mark('en')}"


def _mark(language: Language) -> str:
    return "؟" if language == "ar" else "?"
