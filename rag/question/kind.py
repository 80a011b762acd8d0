"""What a question asks for, told from its question words, Arabic and English.

Each rule is a pattern and the kind of answer it stands for. The rule that matches earliest in
the question wins, and among those the one that stands first: "In which city did they say when …"
asks for a place.
"""

import re
from enum import StrEnum

from rag.types import Language

__all__ = ["Asks", "asks_for", "plain"]


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


_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200e\u200f]")
_ALEFS = str.maketrans("أإآٱ", "اااا")


def plain(text: str) -> str:
    """Lower case, no vowel signs, one alef, single spaces: for matching words only."""
    return " ".join(_MARKS.sub("", text).translate(_ALEFS).lower().split())


_SPAN_AR = "وقت|يوما?|ساعة|شهرا?|اسبوعا?|سنة|عاما?|دقيقة|ثانية|مدة|ليلة|عقدا?|قرنا?|ايام|اشهر|سنوات"
_MONEY_AR = (
    "سعر|اسعار|ثمن|تكلفة|كلفة|تكاليف|قيمة|راتب|رواتب|ميزانية|مبلغ|غرامة|رسوم|تمويل|ديون|دين|ارباح|"
    "ايرادات|عائدات|صادرات|واردات|خسارة|استثمارات|تعويضات?|خسائر(?! (?:ال)?بشرية| في ال?ارواح)"
)
_COIN_AR = "دولارا?|يورو|ريالا?|دينارا?|درهما?|جنيها?|ليرة|روبلا?|يوانا?"
_NUMBER_AR = (
    "عدد|اعداد|نسبة|حصيلة|معدل|مساحة|قوة|درجة|ارتفاع|مسافة|سرعة|حجم|كمية|عمر|طول|عرض|وزن|مجموع|"
    "اجمالي|تعداد|سكان|نتيجة"
)
_PLURAL_AR = (
    "دول|بلدان|مدن|شركات|اعضاء|مطالب|شروط|اسماء|احزاب|مناطق|نتائج|اهداف|بنود|محافظات|جهات|فرق|"
    "منتخبات|لغات|انواع|عوامل|مراحل|قضايا|ملفات|تهم|وسائل|مدارس|قوى|اطراف|طوائف"
)
_PLACE_AR = "مدينة|بلد|دولة|مكان|منطقة|محافظة|قرية|عاصمة|بلدة|ولاية|موقع|اقليم|قارة"
_ROLE_AR = (
    "الذي|التي|رئيسة?|وزيرة?|قائد|زعيم|مدير|ملك|امير|مؤسس|كاتب|مؤلف|مخرج|لاعب|بطل|اول|اخر|صاحب|"
    "المتحدث|الناطق|امين|نائب|مرشح|الفائز|المسؤول|مبعوث|حاكم|سفير|ال[^ ]+"
)
_ARABIC: tuple[tuple[Asks, str], ...] = (
    (Asks.YES_NO, r"هل\b|(?<=^)(?:اليس|الم) "),
    (Asks.PLACE, r"(?:(?:من|الى|في) )?اين\b"),
    (
        Asks.TIME,
        r"(?:(?:في|عند|حتى|منذ) )?ايه?ة? (?:ساعة|ساعات|وقت|اوقات)\b|كم الساعة|"
        r"ما (?:هي )?(?:ال)?ساعات\b",
    ),
    (Asks.TIME, r"ما (?:هي )?(?:اوقات|مواعيد)\b"),
    (Asks.DATE, r"(?:(?:منذ|حتى|الى) )?متى\b|(?:(?:في|منذ|من) )?اي (?:يوم|تاريخ|عام|سنة|شهر)\b"),
    (
        Asks.DATE,
        r"ما (?:هو )?(?:تاريخ|موعد|يوم|عام)\b|^(?:(?:ما )?(?:اقرب|اول|اخر) )?(?:موعد|تاريخ)\b",
    ),
    (
        Asks.PLACE,
        rf"(?:(?:في|الى|من) )?اي[ةه]? (?:{_PLACE_AR})\b|ما (?:هي )?(?:عاصمة|مكان)\b|"
        r"(?:في|الى|من) اي[ةه]? (?:جهة|ناحية|انحاء|حي|شارع) ",
    ),
    (
        Asks.DURATION,
        rf"ب?كم (?:من )?(?:عدد )?(?:ال)?(?:{_SPAN_AR})\b|ما (?:هي )?(?:ال)?(?:مدة|فترة)\b",
    ),
    (Asks.DURATION, r"كم (?:[^ ]+ ){0,2}(?:[^ ]*(?:ستغرق|ستمر)[^ ]*|س?[يت]دوم|دامت?)\b"),
    (
        Asks.MONEY,
        r"بكم\b(?! [^ ]+[اة] )|"
        rf"ب?كم (?:(?![^ ]+ا )(?:[^ ]+ ){{0,2}}(?:ال)?(?:{_MONEY_AR})|{_COIN_AR})\b",
    ),
    (Asks.MONEY, rf"ما (?:هو |هي )?(?:حجم |مقدار |اجمالي )?(?:ال)?(?:{_MONEY_AR})\b"),
    (
        Asks.MONEY,
        r"كم (?:[^ ]+ (?:ان|قد) |قد )?س?[يت]?"
        r"(?:كلف|دفع|نفق|انفق|خسر|ربح|اخذ|تقاضى|قرض|اقرض|قترض|اقترض)(?:ت|وا)?\b",
    ),
    (
        Asks.NUMBER,
        rf"ب?كم\b|ما (?:هو |هي )?(?:[^ ]+ )?(?:ال)?(?:{_NUMBER_AR})\b|"
        r"^(?:عدد|حصيلة|نسبة|اجمالي|مجموع) ",
    ),
    (Asks.REASON, r"لماذا\b|لاي سبب|بسبب ماذا|ما الذي (?:ادى|دفع|سبب|اشعل|اثار|تسبب|جعل)"),
    (Asks.REASON, r"ما (?:هو |هي |كان |كانت )?(?:ال)?(?:سبب|اسباب|دوافع|دافع)\b"),
    (Asks.LIST, rf"(?:ما|اي) (?:هي |هم )?(?:ال)?(?:{_PLURAL_AR})\b|ما (?:هي )?(?:ابرز|اهم)\b"),
    (Asks.LIST, r"ما (?:هي )?ال[^ ]{2,}ات\b|من هم\b|^اذكر |^عدد اسماء"),
    (Asks.DEFINITION, r"ما معنى|ماذا [يت]عني|ما المقصود|ما تعريف|^عرف "),
    (Asks.PERSON, rf"(?:^|(?<=[،:] ))[وف]?من (?:هو|هي) (?:{_ROLE_AR})(?: |\?|؟|$)|لمن\b|ما اسم\b"),
    (Asks.PERSON, r"اي[ةه]? (?:زعيمة?|رئيسة?|وزيرة?|مسؤولة?|قائدة?|مديرة?|سفيرة?|نائبة?|شخصية)\b"),
    (Asks.DEFINITION, r"(?:^|(?<=[،:] ))[وف]?من (?:هو|هي)\b"),
    (
        Asks.PERSON,
        r"(?:^|(?<=[،:] ))[وف]?من (?!بين|اجل|اي|اين|ماذا|خلال|قبل|بعد|المتوقع|المقرر|حيث)",
    ),
    (Asks.DEFINITION, r"ما (?:هو|هي|هما)\b"),
    (Asks.OTHER, r"ماذا\b|كيف\b|ما\b|اي\b"),
)
_AUX = (
    "is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|may|might|must|"
    "isn.t|aren.t|wasn.t|weren.t|don.t|doesn.t|didn.t|hasn.t|haven.t|won.t"
)
_MONEY_EN = (
    "loss|losses|costs?|debts?|budget|fine|deficit|prices?|fund|funding|revenues?|profits?|value|"
    "investments?|salary|salaries|deal|fees?|damages|ransom|bailout|loan|compensation|reserves"
)
_NUMBER_EN = (
    "number|population|toll|percentage|proportion|share|rate|size|area|magnitude|total|count|"
    "turnout|temperature|distance|height|speed|age|capacity|score|volume|strength|ratio|length"
)
_PLURAL_EN = (
    "countries|states|cities|companies|members|demands|conditions|measures|steps|names|parties|"
    "areas|regions|results|goals|languages|factors|groups|sanctions|charges|organi[sz]ations|teams"
)
_PLACE_EN = (
    "city|country|town|place|region|capital|province|state|village|district|area|location|"
    "continent|airport|street|part of"
)
_ROLE_EN = (
    "president|minister|leader|official|candidate|player|person|politician|general|man|woman|"
    "actor|writer|king|queen|coach|director|chief"
)
_COIN_EN = "dollars|euros|pounds|riyals|dinars|dirhams|roubles|rubles|yuan|lira"
_BE = "(?:is|was|are|were|will be|has been)"
_OWNER = r"(?:(?:the |its )?(?:[\w-]+ ){0,2}[\w-]+(?:['’]s|s['’]) )?(?:the |its )?(?:[\w-]+ ){0,2}"
_ENGLISH: tuple[tuple[Asks, str], ...] = (
    (Asks.YES_NO, rf"(?:^|(?<=, ))(?:and |so |but )?(?:{_AUX})\b(?! (?:the )?(?:what|who|when))"),
    (
        Asks.TIME,
        rf"(?:at )?(?:what|which) (?:(?:local|exact) )?(?:time|hours?)\b|"
        rf"what {_BE} (?:the )?(?:\w+ ){{0,2}}hours\b",
    ),
    (
        Asks.DATE,
        r"how long ago\b|how soon\b|(?:since |until )?when\b|^(?:the )?(?:earliest|soonest)\b",
    ),
    (Asks.DATE, rf"(?:what|which) (?:date|day|year|month|week)\b|what {_BE} the (?:\w+ )?date\b"),
    (
        Asks.DURATION,
        r"how long\b|how many (?:more )?(?:days|weeks|months|years|hours|minutes|decades)\b",
    ),
    (Asks.DURATION, rf"how much (?:time|longer)\b|what {_BE} the duration\b"),
    (
        Asks.MONEY,
        r"how much\b(?=.*\b(?:cost|costs|pay|paid|spend|spent|lose|lost|worth|earn|earned|raise|"
        r"raised|money|cash|currency|aid|invest|invested|owe|lend|lent|borrow|borrowed|"
        rf"{_COIN_EN}|{_MONEY_EN})\b)",
    ),
    (Asks.MONEY, rf"how (?:large|big|high|great|heavy|severe)\b(?=.*\b(?:{_MONEY_EN})\b)"),
    (Asks.MONEY, rf"how many (?:\w+ )?(?:{_COIN_EN})\b"),
    (Asks.MONEY, rf"what(?:'s|’s| {_BE})? {_OWNER}(?!deal\b)(?:{_MONEY_EN})\b"),
    (
        Asks.NUMBER,
        r"how (?:many|much|large|big|high|far|tall|deep|fast|heavy|old|wide|strong|hot|cold|"
        r"powerful|great|few)\b",
    ),
    (Asks.NUMBER, rf"what(?:'s|’s| {_BE}) {_OWNER}(?:{_NUMBER_EN})\b"),
    (Asks.NUMBER, r"what (?:number|percentage|proportion|share|fraction|age|speed|height)\b"),
    (Asks.NUMBER, r"^(?:the )?(?:(?:total )?number|total|death toll|population) of\b"),
    (Asks.REASON, r"why\b|for what reason\b|how come\b"),
    (
        Asks.REASON,
        r"what (?:caused|causes|led|prompted|triggered|sparked|provoked|motivated|drove)\b",
    ),
    (Asks.REASON, rf"what {_BE} the (?:\w+ )?(?:reasons?|causes?|motives?)\b"),
    (
        Asks.LIST,
        rf"(?:which|what) (?:\w+ )?(?:{_PLURAL_EN})\b|what {_BE} the (?:\w+ ){{0,2}}\w+s\b",
    ),
    (
        Asks.LIST,
        r"which (?:\w+ (?=\w+s (?:are|were|have|had|did|do|will)\b))?"
        r"(?!is\b|was\b|has\b|does\b|this\b)\w+s\b|who (?:are|were) the\b",
    ),
    (Asks.LIST, r"^name (?:the|all|some|two|three)\b|^list\b"),
    (Asks.PLACE, rf"where\b|(?:which|what) (?:\w+ )?(?:{_PLACE_EN})\b|what {_BE} the capital\b"),
    (Asks.PERSON, rf"whom?\b|whose\b|which (?:\w+ )?(?:{_ROLE_EN})\b"),
    (Asks.DEFINITION, rf"what does .+ (?:mean|stand for)|^define\b|what(?:'s|’s| {_BE})\b"),
    (Asks.OTHER, r"what\b|which\b|how\b"),
)


_Rules = tuple[tuple[Asks, re.Pattern[str]], ...]
# Arabic writes "and" and "so" as one with the word: "وكم", "فمتى".
_RULES: dict[Language, _Rules] = {
    "ar": tuple((asks, re.compile(rf"(?<!\w)[وف]?(?:{rule})")) for asks, rule in _ARABIC),
    "en": tuple((asks, re.compile(rf"(?<![\w'’-])(?:{rule})")) for asks, rule in _ENGLISH),
}
# "When many are arrested, what is …": the question proper comes after the comma.
_SUBORDINATE = re.compile(
    r"^(?:when|while|if|after|before|as|since|because|where|عندما|بعدما|حين|حينما)\b[^?؟]+?[,،] "
    r"(?=(?:what|who|whom|how|which|why|where|when|did|is|are|was|were|"
    r"كم|من|متى|ما|ماذا|اين|هل)\b)"
)
# "Who is Tokayev?" asks what he is; "Who is president?" asks for a name.
_WHO_IS_NAME = re.compile(
    r"^[Ww]ho(?: is| was|'s|’s)(?: (?:al-|bin |von |der |de )*[A-Z][\w.'’-]*)+\W*$"
)


def asks_for(text: str, language: Language) -> Asks:
    """The kind of answer that `text` asks for; OTHER if no question word tells."""
    if _WHO_IS_NAME.match(text.strip()):
        return Asks.DEFINITION
    folded = _SUBORDINATE.sub("", plain(text))
    first: tuple[int, int] | None = None
    found = Asks.OTHER
    for order, (asks, rule) in enumerate(_RULES[language]):
        if (match := rule.search(folded)) and (first is None or (match.start(), order) < first):
            first, found = (match.start(), order), asks
    return found
