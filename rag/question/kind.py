"""What a question asks for, told from its question words, Arabic and English.

Each rule is a pattern over the lists of words.toml, and the kind of answer it stands for. The rule
that matches earliest in the question wins, and among those the one that stands first: "In which
city did they say when …" asks for a place.
"""

import re
from enum import StrEnum

from rag.text.lexicon import WordPattern
from rag.text.plain import plain
from rag.types import Language

__all__ = ["Asks", "asks_for", "asks_for_a_name", "asks_twice"]


class Asks(StrEnum):
    """The kind of answer that a question asks for."""

    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    DURATION = "duration"
    TIME = "time"
    PERSON = "person"
    PLACE = "place"
    REASON = "reason"
    YES_NO = "yes or no"
    LIST = "list"
    DEFINITION = "definition"
    OTHER = "other"


_OPENS = "(?:^|(?<=[،:] ))"
_BEGIN = f"{_OPENS}[وف]?"
_NOT_LIVES = "(?<!خسائر(?= (?:ال)?بشرية| في ال?ارواح))"
# `<name>` stands for the words of that list in words.toml, in the language of the rule.
_ARABIC: tuple[tuple[Asks, str], ...] = (
    (Asks.YES_NO, r"هل\b|(?<=^)(?:اليس|الم) "),
    (Asks.PLACE, r"(?:(?:من|الى|في) )?اين\b"),
    (Asks.TIME, r"(?:(?:في|عند|حتى|منذ) )?ايه?ة? (?:ساعة|ساعات|وقت|اوقات)\b"),
    (Asks.TIME, r"كم الساعة|(?:على )?الساعة كم"),
    (Asks.TIME, r"ما (?:هي )?(?:(?:ال)?ساعات|اوقات|مواعيد)\b"),
    (Asks.DATE, r"(?:(?:منذ|حتى|الى) )?متى\b|(?:(?:في|منذ|من) )?اي <asks_date>\b"),
    (Asks.DATE, r"ما (?:هو )?(?:ال)?(?:تاريخ|موعد|يوم|عام)\b|(?:سنة|عام) كم\b"),
    (Asks.DATE, rf"{_OPENS}(?:(?:ما )?(?:اقرب|اول|اخر) )?(?:موعد|تاريخ)\b"),
    (Asks.PLACE, r"(?:(?:في|الى|من) )?اي[ةه]? <asks_place>\b|ما (?:هي )?(?:عاصمة|مكان)\b"),
    (Asks.PLACE, r"(?:في|الى|من) اي[ةه]? جهة "),  # else a body: "أي جهة أعلنت"
    (Asks.DURATION, r"ب?كم (?:من )?(?:عدد )?(?:ال)?<asks_duration>\b"),
    (Asks.DURATION, r"ما (?:هي )?(?:ال)?(?:مدة|فترة)\b"),
    (Asks.DURATION, r"كم (?:[^ ]+ ){0,2}(?:[^ ]*(?:ستغرق|ستمر)[^ ]*|س?[يت]دوم|دامت?)\b"),
    (Asks.OTHER, r"بكم (?:حكم|سجن|عوقب)ت?\b"),  # a term, a fine or a compensation
    (Asks.MONEY, r"ب?اي (?:سعر|ثمن|تكلفة|كلفة|مبلغ|قيمة|مقابل)\b"),
    (Asks.NUMBER, r"بكم (?:[^ ]+ ){1,2}(?:ال)?<asks_number>\b"),
    (Asks.NUMBER, r"بكم (?:صوت|نقطة|نقاط|هدف|اهداف|فارق|مقعد|مقاعد|مرة|بالمئة|في المئة)\b"),
    (Asks.MONEY, r"بكم\b(?! (?!ال)[^ ]+[اة] )|ب?كم <coins>\b"),
    (Asks.MONEY, rf"ب?كم (?![^ ]+ا )(?:[^ ]+ ){{0,3}}(?:ال)?<asks_money>\b{_NOT_LIVES}"),
    (Asks.MONEY, rf"ما (?:هو |هي )?(?:حجم |مقدار |اجمالي )?(?:ال)?<asks_money>\b{_NOT_LIVES}"),
    (Asks.MONEY, rf"{_OPENS}(?:ال)?<asks_money>\b{_NOT_LIVES}"),
    (Asks.MONEY, r"(?:ال)?<asks_money>(?:هم|هن|ها|ه)?\b(?= (?:[^ ]+ ){0,2}كم\W*$)"),
    (Asks.MONEY, r"كم (?:[^ ]+ (?:ان|قد) |قد )?س?[يت]?<paying>(?:ت|وا)?\b"),
    (Asks.NUMBER, r"ب?كم\b|ما (?:هو |هي )?(?:[^ ]+ )?(?:ال)?<asks_number>\b"),
    (Asks.NUMBER, rf"{_OPENS}(?:عدد|حصيلة|نسبة|اجمالي|مجموع) "),
    (Asks.REASON, r"لماذا\b|لاي سبب|بسبب ماذا|ما الذي <causing>"),
    (Asks.REASON, rf"(?:{_OPENS}|ما (?:هو |هي |كان |كانت )?)(?:ال)?<asks_reason>\b"),
    (Asks.LIST, r"(?:ما|اي) (?:هي |هم )?(?:ال)?<asks_list>\b|ما (?:هي )?(?:ابرز|اهم)\b"),
    (Asks.LIST, r"ما (?:هي )?ال[^ ]{2,}ات\b|من هم\b|^اذكر |^عدد اسماء"),
    (Asks.DEFINITION, r"ما معنى|ماذا [يت]عني|ما المقصود|ما تعريف|^عرف "),
    (Asks.PERSON, rf"{_BEGIN}من (?:هو|هي) (?:<roles>|<roles_of>|اول|اخر|ال[^ ]+)(?: |\?|؟|$)"),
    (Asks.PERSON, r"لمن\b|ما اسم\b|اي[ةه]? <roles>\b"),
    (Asks.PERSON, r"من\W*$"),
    (Asks.DEFINITION, rf"{_BEGIN}من (?:هو|هي)\b"),
    (Asks.PERSON, rf"{_BEGIN}من (?!<not_who>)"),
    (Asks.DEFINITION, r"ما (?:هو|هي|هما)\b"),
    (Asks.OTHER, r"ماذا\b|كيف\b|ما\b|اي\b"),
)
_BE = "(?:is|was|are|were|will be|has been)"
_OWNER = r"(?:(?:the |its )?(?:[\w-]+ ){0,2}[\w-]+(?:['’]s|s['’]) )?(?:the |its )?(?:[\w-]+ ){0,2}"
_ENGLISH: tuple[tuple[Asks, str], ...] = (
    (Asks.YES_NO, r"(?:^|(?<=, ))(?:and |so |but )?<auxiliaries>\b(?! (?:the )?(?:what|who|when))"),
    (Asks.TIME, r"(?:at )?(?:what|which) (?:(?:local|exact) )?(?:time|hours?)\b"),
    (Asks.TIME, rf"what {_BE} (?:the )?(?:\w+ ){{0,2}}hours\b"),
    (Asks.DATE, r"how long ago\b|how soon\b|(?:since |until )?when\b"),
    (Asks.DATE, r"^(?:the )?(?:earliest|soonest)\b|(?:what|which) <asks_date>\b"),
    (Asks.DATE, rf"what {_BE} the (?:\w+ )?date\b"),
    (Asks.DURATION, r"how long\b|how many (?:more )?<asks_duration>\b|how much (?:time|longer)\b"),
    (Asks.DURATION, rf"what {_BE} the duration\b"),
    (Asks.MONEY, r"how much\b(?=.*\b(?:<paying>|<coins>|<asks_money>)\b)"),
    (Asks.MONEY, r"how (?:large|big|high|great|heavy|severe)\b(?=.*\b<asks_money>\b)"),
    (Asks.MONEY, r"how many (?:\w+ )?<coins>\b"),
    (Asks.MONEY, r"what (?:amount|sum)\b(?! of (?!money))"),
    (Asks.MONEY, r"what (?:did|does|do|will|would) .+ (?:pay|cost|charge|spend|owe)\b"),
    (Asks.MONEY, rf"what {_BE} (?!it\b).+ worth\b(?! (?:doing|seeing|knowing))"),
    (Asks.MONEY, r"(?:^|(?<=: ))(?:the )?<asks_money> (?:of|per|for)\b"),
    (Asks.MONEY, rf"what(?:'s|’s| {_BE})? {_OWNER}(?!deal\b)<asks_money>\b"),
    (Asks.NUMBER, r"how (?:many|much|<degrees>)\b"),
    (Asks.NUMBER, rf"what(?:'s|’s| {_BE}) {_OWNER}<asks_number>\b"),
    (Asks.NUMBER, r"what (?:number|percentage|proportion|share|fraction|age|speed|height)\b"),
    (
        Asks.NUMBER,
        r"what (?:[\w-]+ ){0,2}(?!area|strength)<asks_number>"
        r"(?= (?:of|did|do|does|has|had|is|was|are|were|will)\b)",
    ),
    (Asks.NUMBER, r"^(?:the )?(?:(?:total )?number|total|death toll|population) of\b"),
    (
        Asks.NUMBER,
        r"^(?:\w+ ){0,2}(?:deaths|fatalities|casualties|injuries|arrests) (?:in|on|at)\b",
    ),
    (Asks.NUMBER, r"(?:^|(?<=[:,] ))(?:the )?(?:\w+ )?(?:toll|number|turnout|magnitude)\W*$"),
    (Asks.REASON, r"why\b|for what reason\b|how come\b|what <causing>\b"),
    (Asks.REASON, rf"what {_BE} the (?:\w+ )?<asks_reason>\b"),
    (Asks.LIST, r"(?:which|what) (?:\w+ )?<asks_list>\b"),
    (Asks.LIST, rf"what {_BE} the (?:\w+ ){{0,2}}\w+s\b|who (?:are|were) the\b"),
    (
        Asks.LIST,
        r"which (?:\w+ (?=\w+s (?:are|were|have|had|did|do|will)\b))?"
        r"(?!is\b|was\b|has\b|does\b|this\b)\w+s\b",
    ),
    (Asks.LIST, r"^name (?:the|all|some|two|three)\b|^list\b"),
    (Asks.OTHER, r"where (?:do|does|did|has|have|will) .+ (?:stand|stood|settle|close|trade)\b"),
    (Asks.MONEY, r"where (?:is|was|are|were) .+ (?:trading|priced|quoted)\b"),
    (
        Asks.OTHER,  # a rank, not where
        r"(?:which|what) place (?:did|do|does|has|have|will) "
        r".*\b(?:finish|finished|come in|(?:take|taken)(?! place)|rank|earn|secure)\b",
    ),
    (Asks.PLACE, rf"where\b|(?:which|what) (?:\w+ )?<asks_place>\b|what {_BE} the capital\b"),
    (Asks.PERSON, r"whom?\b|whose\b|which (?:\w+ )?<roles>\b"),
    (Asks.DEFINITION, rf"what does .+ (?:mean|stand for)|^define\b|what(?:'s|’s| {_BE})\b"),
    (Asks.OTHER, r"what\b|which\b|how\b"),
)


def _written(word: str) -> str:
    """A word of a list as `plain` writes it; its apostrophe may be any."""
    return re.escape(plain(word)).replace("'", ".")


_Rules = tuple[tuple[Asks, WordPattern], ...]
# Arabic writes "and" and "so" as one with the word: "وكم", "فمتى".
_RULES: dict[Language, _Rules] = {
    "ar": tuple((a, WordPattern(rf"(?<!\w)[وف]?(?:{r})", "ar", _written)) for a, r in _ARABIC),
    "en": tuple((a, WordPattern(rf"(?<![\w'’-])(?:{r})", "en", _written)) for a, r in _ENGLISH),
}
# "When many are arrested, what is …": the question proper comes after the comma.
_SUBORDINATE: dict[Language, WordPattern] = {
    "ar": WordPattern(r"^<subordinating>\b[^?؟]+?[,،] (?=<question_words>\b)", "ar", _written),
    "en": WordPattern(
        r"^<subordinating>\b[^?؟]+?[,،] (?=(?:<question_words>|<auxiliaries>)\b)", "en", _written
    ),
}
# "Who is Messi?" asks what he is; "Who is president?" asks for a name.
_WHO_IS_NAME = re.compile(
    r"^[Ww]ho(?: is| was|'s|’s)(?: (?:al-|bin |von |der |de )*[A-Z][\w.'’-]*)+\W*$"
)


def asks_for(text: str, language: Language) -> Asks:
    """The kind of answer that `text` asks for; OTHER if no question word tells."""
    if _WHO_IS_NAME.match(text.strip()):
        return Asks.DEFINITION
    folded = _SUBORDINATE[language].regex.sub("", plain(text))
    first: tuple[int, int] | None = None
    found = Asks.OTHER
    for order, (asks, rule) in enumerate(_RULES[language]):
        match = rule.regex.search(folded)
        if match and (first is None or (match.start(), order) < first):
            first, found = (match.start(), order), asks
    return found


_AGAIN: dict[Language, re.Pattern[str]] = {
    "ar": re.compile(
        r"(?<!\w)و(?:(?:في|الى|من|على|ب)? ?اي[ةه]?|ب?كم|(?:من |الى )?اين|متى|لماذا|كيف|ماذا|هل)\b"
    ),
    "en": re.compile(
        r"\b(?:and|or) (?:(?:in|at|to|for|by|from|on|against) )?"
        r"(?:what|which|who|whom|whose|when|where|why|how)\b"
    ),
}
_FIRST = re.compile(r"\w+ ")


def asks_twice(text: str, language: Language) -> bool:
    """Whether a question has a second one behind it: "who found it, and when"."""
    folded = plain(text)
    first = _FIRST.match(folded)
    return _AGAIN[language].search(folded, first.end() if first else 0) is not None


_NAME: dict[Language, re.Pattern[str]] = {
    "ar": re.compile(r"(?<!\w)[وف]?(?:ما |ماذا )?(?:هو |هي )?(?:ال)?(?:اسم|اسماء)(?!\w)"),
    "en": re.compile(
        r"\bwhat(?:'s|’s| is| was| are| were) (?:the |its |his |her |their )?"
        r"(?:[\w'’-]+ ){0,2}names?\b"
        r"|^(?:the )?(?:full )?names? of\b|\bby name\b|\bneed (?:the|his|her|their) names?\b"
    ),
}


def asks_for_a_name(text: str, language: Language) -> bool:
    """Whether nothing but a name answers: "what is the name of the ship", "which group, by name".

    >>> asks_for_a_name("ما الاسم الكامل للقبطان؟", "ar"), asks_for_a_name("من القبطان؟", "ar")
    (True, False)
    """
    return _NAME[language].search(plain(text)) is not None
