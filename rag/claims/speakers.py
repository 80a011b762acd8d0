"""Who says it: the source that a sentence names."""

import re

from rag.text.fold import fold
from rag.text.lexicon import WordPattern

__all__ = ["speaker_of"]

# All Arabic here is in its folded form (rag.text.fold.fold): ا for أ إ آ, ه for ة, ي for ى.
_ATTRIBUTION = WordPattern(
    r"(?<!\w)و?(?:(?:(?:علي|وفق|بحسب|حسب) ما|(?:وفقا |طبقا )?لما|حسبما|كما|مثلما) "
    r"<saying>(?:ه|ها)?(?: (?:به|عنه|عن|بذلك))? |"
    r"<attributing> (?!ل?ما ))"
    r"(?P<detail>(?:ل?(?:احدث|اخر) [^ ]+ (?:من |عن |الصادره عن |(?:التي|الذي) [^ ]+ ))?)",
    "ar",
)
_SAID = WordPattern(r"(?<!\w)[وف]?<saying> (?:(?:ايضا|(?:ل|الي|علي|عن|ب)(?:ه|ها|هم|نا|ي)) )?", "ar")
_HAD_SAID = WordPattern(
    r"(?<!\w)و?(?:كان|كانت) (?P<who>[^ ]+(?: [^ ]+){0,5}?) (?:قد )?<saying> ", "ar"
)
_QUOTED = re.compile(r"(?<!\w)[وف]?(?:نقل|نقلت) [^،.]{2,60}? عن ")
_ALI = re.compile(r"(?<!\w)علي(?!\w)")
_ENDS = WordPattern("[بل]?(?:<ends_speaker>|<saying>)")
_ROLE = WordPattern("(?:ال)?(?:<roles>|<roles_of>)|<before_names>", "ar")
_DEED = re.compile(
    r"[بل]?(?:ا(?:ن|س?ت)\w{2,3}ا\w{1,2}|ا\w[تطد]\wا\w|ا\w{2}ا\w|ت\w{2}ي\w|ت\wا?\w{2}|م\wا\w{2}ه)"
)
"""Shapes of nouns of action, which a verb of saying has as its object: «تأجيل», «انسحاب»."""
_ANAPHOR = WordPattern(r"<same_source>(?!\w)", "ar")
_REPORTS = WordPattern(r"[بل]?(?:ال)?<reports>(?: (?:التي |قد )?<quoted_by>(?: .*)?)?", "ar")
"""Reports that nobody is named for, whoever quoted them: «تقارير نقلتها الصحف»."""
_OWN_WORDS = re.compile(
    r"ل?(?:قول|تقدير|تقديرات|تعبير|وصف|راي|كلام|تصريح|تصريحات|زعم|ادعاء)(?:ه|ها|هم|هما|نا)(?!\w)"
)
"""«حسب تقديره»: of him who is named elsewhere."""
_THAT = re.compile(r" [بف]?ان(?:ه|ها|هم|هما)? ")
_CLAUSE = re.compile(r" (?:[^ ،.]+ ){0,3}?[اب]?ا?ن(?:ه|ها|هم)? ")
_NAME_WORD = re.compile(r"[^\s،,.:;؛\"“”«»()\[\]!?؟–—]+")
_MAX_WORDS = 8
SHORTEST_SPEAKER = 3
"""Letters."""
_BOUND_LI = WordPattern("ل<with_li>", "ar", re.escape)  # in the text as published

_WHO = (
    r"(?P<who>(?:the |a |an )?"
    r"(?:(?:(?:[ae]l-)?[A-Z][\w.'’-]*|<authorities>|<offices>|of|the|for)(?: |(?=[,.:;]|$))){1,8})"
)
_ACCORDING = WordPattern(rf"\b(?:(?i:<attributing>)|said) {_WHO}", "en")
_WHO_SAID = WordPattern(rf"(?<![\w'’-]){_WHO}(?:has |have |had )?<saying>\b", "en")
_NOBODY = WordPattern("<nobody>", "en", re.escape)  # "Who" is; "WHO" is an organisation
_OF_REPORTS = WordPattern(
    r"(?:The )?[A-Z][a-z]+ reports (?:<saying>|<saying_or_other>|quoted|cited)\b", "en", re.escape
)
_SOMEBODY = WordPattern(r"[A-Z]{2}|[A-Z][a-z]|\b<authorities>\b", "en")


def speaker_of(sentence: str, at: int, language: str) -> str:
    """The source that `sentence` names for what stands at offset `at`, as published; "" if none.

    An attribution ("بحسب السلطات") wins, first one that follows; then the verb of saying nearest
    before. "The same source" and "an earlier report" name nobody.
    """
    return _english(sentence, at) if language == "en" else _arabic(sentence, at)


def _arabic(sentence: str, at: int) -> str:
    folded = fold(_ALI.sub("عمر", sentence))  # folded, Ali and على are one word
    here = folded.find(at, at)[0]
    attributed = [m.end() for m in _ATTRIBUTION.regex.finditer(folded.text)]
    after = [end for end in attributed if end > here]
    before = [end for end in attributed if end <= here][::-1]
    quoted = [m.end() for m in _QUOTED.finditer(folded.text, 0, here)][::-1]
    had = [m.start("who") for m in _HAD_SAID.regex.finditer(folded.text, 0, here)][::-1]
    said = [m.end() for m in _SAID.regex.finditer(folded.text, 0, here)][::-1]
    for start in (*after, *before, *quoted, *had, *said):
        stop = _phrase_end(folded.text, start)
        if start in attributed and _CLAUSE.match(folded.text, stop):
            continue  # "كما أكد بوتين أن": another statement begins
        if _OWN_WORDS.match(folded.text, start):
            continue
        if start not in said and _ANAPHOR.regex.match(folded.text, start):
            return ""
        if _REPORTS.regex.fullmatch(folded.text, start, stop):
            return ""
        if stop > start:
            return _published(sentence[slice(*folded.span(start, stop))])
    return ""


def _phrase_end(text: str, start: int) -> int:
    """The offset where the noun phrase that begins at `start` ends; `start` if there is none.

    What "that" follows is one phrase. Else a body's name is over behind its definite noun ("the
    council"), while a title goes on with the name of a person; there a noun of action is the object
    of the verb.
    """
    end, definite, role, over = start, False, False, 0
    for count, word in enumerate(_NAME_WORD.finditer(text, start)):
        gap = text[end : word.start()]
        if count == _MAX_WORDS or gap.strip() or re.search(r"\d", word[0]):
            break
        if _ENDS.regex.fullmatch(word[0]) or (count and word[0].startswith("بال")):
            break
        own = word[0].startswith(("ال", "لل"))
        if definite and not own and (not role or _DEED.fullmatch(word[0])):
            over = over or end
        definite, role = definite or own, role or _ROLE.regex.fullmatch(word[0]) is not None
        end = word.end()
    return over if over and not _THAT.match(text, end) else end


def _published(words: str) -> str:
    """Take the preposition ل off: "للسلطات" is "السلطات", "لفرانس برس" is "فرانس برس".

    What is left of "لـ«بريد الجنوب»" in front of the quotation mark names nobody.
    """
    if len(words.replace("ـ", "")) < SHORTEST_SPEAKER:
        return ""
    if words.startswith("لل") and len(words) > 4:
        return "ال" + words[2:]
    return words[1:] if _BOUND_LI.regex.match(words) else words


def _english(sentence: str, at: int) -> str:
    named = list(_ACCORDING.regex.finditer(sentence))
    said = list(_WHO_SAID.regex.finditer(sentence))
    for match in sorted([*named, *said], key=lambda m: abs(m.start() - at)):
        who = match["who"].strip(" ,.")
        if _NOBODY.regex.fullmatch(who) or _OF_REPORTS.regex.match(sentence, match.start()):
            continue
        if _SOMEBODY.regex.search(who):
            return re.sub(r"^(?:The|A|An) ", lambda m: m[0].lower(), who)
    return ""
