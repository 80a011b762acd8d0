"""Who says it: the source that a sentence names."""

import re

from rag.text.fold import fold
from rag.text.lexicon import rebuilt, words, wordset

__all__ = ["speaker_of"]

# All Arabic here is in its folded form (rag.text.fold.fold): ا for أ إ آ, ه for ة, ي for ى.
_verb_of_saying: set[str] = set()
_attribution: list[re.Pattern[str]] = []
_verb: list[re.Pattern[str]] = []
_had_said: list[re.Pattern[str]] = []
_QUOTED = re.compile(r"(?<!\w)[وف]?(?:نقل|نقلت) [^،.]{2,60}? عن ")
_STOPS = wordset(
    "ان انه انها انهم بان بانه بانها الي في خلال عن علي من قبل بعد مساء صباح امس اليوم الاثنين "
    "الثلاثاء الاربعاء الخميس الجمعه السبت الاحد قد الذي التي الذين حول مشيرا مشيره موضحا قوله "
    "قولها الان ايضا مجددا به ذلك هذا سابقا لاحقا حتي ضمن مع ردا انهما خصوصا بينما وقال لكن حسب "
    "مقتل اصابه انسحاب توقيف اعتقال سقوط وفاه ارتفاع انخفاض وقف اطلاق بدء حاله استقاله العثور "
    "عدم صحه بنحو بحوالي بانها بانه تسجيل ضبط تعليق اغلاق رفع خفض تمديد التوصل فرض حصيله عدد "
    "نحو اكثر حوالي للصحافيين للصحفيين"
)
_ANAPHOR = re.compile(r"(?:المصدر|قوله|قولها|قولهم|المصادر|تقرير سابق|تقارير سابقه)(?!\w)")
_CLAUSE = re.compile(r" (?:[^ ،.]+ ){0,3}?[اب]?ا?ن(?:ه|ها|هم)? ")
_NAME_WORD = re.compile(r"[^\s،,.:;؛\"“”«»()\[\]!?؟–—]+")
_MAX_WORDS = 8
SHORTEST_SPEAKER = 3
"""Letters."""

_TITLE = (
    r"(?:the |a |an )?(?:(?:[A-Z][\w.'’-]*|interior|defen[cs]e|health|foreign|prime|local|state|"
    r"military|civil|officials?|authorities|police|ministry|minister|government|president|army|"
    r"spokes(?:man|woman|person)|governor|agency|media|television|company|of|the|for)"
    r"(?: |(?=[,.:;]|$))){1,8}"
)
_ACCORDING = re.compile(
    rf"\b(?:[Aa]ccording to|citing|quoting|as reported by|told by|said) (?P<who>{_TITLE})"
)
_said: list[re.Pattern[str]] = []
_PRONOUNS = wordset("He She They It We I You This That Who")
"""They name nobody."""


@rebuilt
def _build() -> None:
    """The patterns around the verbs of saying of words.toml."""
    verbs = {fold(word).text for word in words("saying")}
    _verb_of_saying.clear()
    _verb_of_saying.update(verbs)
    say = "|".join(map(re.escape, sorted(verb for verb in verbs if not verb.isascii())))
    _attribution[:] = [
        re.compile(
            rf"(?<!\w)و?(?:(?:(?:علي|وفق|بحسب|حسب) ما|حسبما|كما|مثلما) (?:{say})"
            r"(?: (?:به|عنه|عن|بذلك))? |(?:بحسب|حسب|وفقا|وفق|طبقا|نقلا عن|استنادا الي|علي لسان|"
            r"علي حد (?:قول|تعبير)) (?!ما ))"
            r"(?P<detail>(?:ل?(?:احدث|اخر) [^ ]+ (?:من |عن |الصادره عن |(?:التي|الذي) [^ ]+ ))?)"
        )
    ]
    _verb[:] = [re.compile(rf"(?<!\w)[وف]?(?:{say}) (?:ايضا )?")]
    _had_said[:] = [
        re.compile(rf"(?<!\w)و?(?:كان|كانت) (?P<who>[^ ]+(?: [^ ]+){{0,5}}?) (?:قد )?(?:{say}) ")
    ]
    english = "|".join(map(re.escape, sorted(verb for verb in verbs if verb.isascii())))
    _said[:] = [re.compile(rf"(?<![\w'’-])(?P<who>{_TITLE})(?:has |have |had )?(?:{english})\b")]


def speaker_of(sentence: str, at: int, language: str) -> str:
    """The source that `sentence` names for what stands at offset `at`, as published; "" if none.

    An attribution ("بحسب السلطات") wins, first one that follows; then the verb of saying nearest
    before. "The same source" and "an earlier report" name nobody.
    """
    return _english(sentence, at) if language == "en" else _arabic(sentence, at)


def _arabic(sentence: str, at: int) -> str:
    folded = fold(sentence)
    here = folded.find(at, at)[0]
    attributed = [m.end() for m in _attribution[0].finditer(folded.text)]
    after = [end for end in attributed if end > here]
    before = [end for end in attributed if end <= here][::-1]
    quoted = [m.end() for m in _QUOTED.finditer(folded.text, 0, here)][::-1]
    had = [m.start("who") for m in _had_said[0].finditer(folded.text, 0, here)][::-1]
    said = [m.end() for m in _verb[0].finditer(folded.text, 0, here)][::-1]
    for start in (*after, *before, *quoted, *had, *said):
        stop = _phrase_end(folded.text, start)
        if start in attributed and _CLAUSE.match(folded.text, stop):
            continue  # "كما أكد بوتين أن": another statement begins
        if start not in said and _ANAPHOR.match(folded.text, start):
            return ""
        if stop > start:
            return _published(sentence[slice(*folded.span(start, stop))])
    return ""


def _phrase_end(text: str, start: int) -> int:
    """The offset where the noun phrase that begins at `start` ends; `start` if there is none."""
    end = start
    for count, word in enumerate(_NAME_WORD.finditer(text, start)):
        gap = text[end : word.start()]
        if count == _MAX_WORDS or gap.strip() or word[0] in _STOPS or re.search(r"\d", word[0]):
            break
        if word[0] in _verb_of_saying:
            break
        if count and word[0].startswith(("بال", "بسقوط", "بمقتل", "باصاب")):
            break
        end = word.end()
    return end


def _published(words: str) -> str:
    """Take the preposition ل off: "للسلطات" is "السلطات", "لفرانس برس" is "فرانس برس".

    What is left of "لـ«بريد الجنوب»" in front of the quotation mark names nobody.
    """
    if len(words.replace("ـ", "")) < SHORTEST_SPEAKER:
        return ""
    if words.startswith("لل") and len(words) > 4:
        return "ال" + words[2:]
    known = ("لوزار", "لوكال", "لمصدر", "لمصاد", "لمسؤ", "لبيان", "لتقر", "لصحيف", "لرئيس", "لمكتب")
    names = ("لفرانس", "لرويترز", "لتاس", "لقناة", "لشرطة", "لمنظم", "لمتحدث", "لشهود", "لسلطات")
    return words[1:] if words.startswith(known + names) else words


def _english(sentence: str, at: int) -> str:
    named = list(_ACCORDING.finditer(sentence))
    said = list(_said[0].finditer(sentence))
    for match in sorted([*named, *said], key=lambda m: abs(m.start() - at)):
        who = match["who"].strip(" ,.")
        if who in _PRONOUNS:
            continue
        if re.search(
            r"[A-Z]{2}|[A-Z][a-z]|official|authorit|police|ministry|minister|government", who
        ):
            return re.sub(r"^(?:The|A|An) ", lambda m: m[0].lower(), who)
    return ""
