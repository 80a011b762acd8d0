"""Courtesy around a question, and the question without it: it is not searched for, and not read.

"Hi! Could you possibly tell me how many died? Thanks!" asks "How many died?". Only the phrases of
the lists in words.toml are taken away, and only where they stand as courtesy: before the question,
behind it, or between marks. Words in quotation marks stay as they are.
"""

import re

from rag.question.quoted import hidden
from rag.question.spoken import asks_in_speech
from rag.text.fold import Folded, fold
from rag.text.lexicon import WordPattern, wordset
from rag.text.saying import is_saying

__all__ = ["without_courtesy"]

# The patterns are matched on folded text. What is atomic, "(?>", is so for speed: no long row of
# thanks is tried in all the ways that it can be cut.
_MARK = r"[,،.;؛:!?؟…–—-]"
_THANKS = (
    r"(?:<thanks>|(?:<thanks_before> )+<thanks_nouns>(?: و?(?:<thanks_before> )*<thanks_nouns>)*)"
    r"(?:,? <thanks_after>)*(?! to(?!\w))"
)
_KIND = rf"(?>(?:<greetings>|<please>|{_THANKS})(?![\w'-]))"
_KINDS = rf"(?>{_KIND}(?:[\s,،.!]*(?:و|and )?{_KIND})*)"
_TO_YOU = r"(?:مع |with |.*(?:\w(?:كم?|خيرا)|you|advance|مسبقا|سلفا)(?!\w))"
_AND = r"(?:[وف]|(?:and|so|but|لذا|لذلك),? )?"
_FILLER = r"(?:,? (?:<courtesy_fillers>|<please>)(?![\w'-]),?){0,3}"
_ASKED = (
    rf"(?:(?:<requests>,? (?:if |whether )?)?<request_heads>{_FILLER} (?:ان )?<request_verbs>"
    rf"|<requests>)(?![\w'-]){_FILLER}"
)
_OPENING = WordPattern(
    rf"\s*(?:{_AND}{_KIND}(?: يا \w+)?|<courtesies_or_other>(?![\w'-])|dear(?: \w+){{1,3}}(?=,))"
    rf"\s*(?P<mark>{_MARK}*)"
)
_PREFACE = WordPattern(
    rf"\s*{_AND}<preface_verbs>{_FILLER} <preface_nouns>(?!\w){_FILLER}"
    rf"(?:\s*{_MARK}+|(?= (?:and|so|but|about|on|covering|regarding|عن|حول|بشان|و\w)))"
)
_REQUEST = WordPattern(rf"\s*{_AND}{_ASKED}")
_REQUEST_OR_OTHER = WordPattern(
    rf"\s*{_AND}<requests_or_other>(?![\w'-]){_FILLER}"
    r"(?: (?:عن|حول|بخصوص|بشان|about|on|regarding|as to|of)(?!\w))?"
)
_ASKS = WordPattern(
    r"\s*[وفب]?(?:(?:<prepositions>|<settings>) )?(?:<question_words>|<auxiliaries>|اي|ايه"
    rf"|(?:the |ال)?(?:<asks_number>|<asks_money>|<asks_reason>|<of_anything>)|{_ASKED})(?![\w'-])"
)
"""What begins to ask."""
_CLAUSE = re.compile(rf"(?<={_MARK}) | (?=and |so |و)")
_ASIDE = WordPattern(rf"[,،]\s*(?:و|and )?{_KINDS}\s*(?P<mark>[,،])|\s*\({_KINDS}\)")
_BEHIND = (
    # Who gives the thanks may stand behind them: "Best regards, Sami".
    WordPattern(rf"(?<=[?؟!.])\s*{_KINDS}(?:[,،]? \w+(?: \w+)?)?[\s.!،,]*$"),
    WordPattern(rf"\s*{_MARK}+\s*(?:و|and )?{_KINDS}[\s.!،,?؟]*$"),
    WordPattern(rf"\s+(?:(?:و|and ){_KINDS}|<please>(?:[\s,،.!]+{_KIND})*)[\s.!،,?؟]*$"),
    # Without a mark it must be said to the reader, or begin like the end of a letter.
    WordPattern(rf"\s+(?={_TO_YOU})(?!<greetings>){_KINDS}[\s.!،,?؟]*$"),
)
_NOTHING = WordPattern(rf"\W*(?:(?:{_KINDS}|<courtesies_or_other>)\W*)?")
_INDIRECT = (
    (WordPattern(r"(?:عن|حول|بخصوص|بشان|about|regarding|concerning|as to) "), ""),
    (WordPattern(r"عم(?=[ان] )"), "م"),
    (WordPattern(r"ب(?=(?:ما|من|<of_anything>|<asks_number>|<asks_money>)(?!\w))", "ar"), ""),
    (WordPattern(r"(?:في)?(?:ما )?اذا (?:ما )?|(?:ان|لو) (?=كان)"), "هل "),
    (WordPattern(r"(?:if|whether)(?: or not)? "), "Is it true that "),
)
"""What a question that is told begins with, and what it begins with when it is asked."""
_VERB_LAST = re.compile(
    r"(?P<who>what|who|where|when|why) (?P<what>(?:(?!\b(?:is|are|was|were)\b).)+)"
    r" (?P<be>is|are|was|were)(?P<end>\W*)$",
    re.I,
)
_QUOTING = wordset(
    "معني عباره كلمه جمله شعار اغنيه فيلم برنامج كتاب word words phrase slogan song film book mean"
)
"""Folded words behind which courtesy is a title, or words that are asked about."""
_EDGE = " ,،;؛:–—-"


def without_courtesy(text: str) -> str:
    """A question without greetings, thanks and what only asks to be told.

    Itself where nothing else is left.

    >>> without_courtesy("Hello, could you please tell me who the mayor is? Many thanks, Sami")
    'Who is the mayor?'
    >>> without_courtesy("لو سمحت، أريد أن أعرف عدد الجرحى، ولكم جزيل الشكر")
    'عدد الجرحى'
    >>> without_courtesy("Thanks!")
    'Thanks!'
    """
    left = _without_request(_without_opening(_without_ending(_without_asides(text))))
    if left == text or _NOTHING.regex.fullmatch(_seen(left).text):
        return text
    return left[0].upper() + left[1:]


def _seen(text: str) -> Folded:
    return fold(hidden(text))


def _without_asides(text: str) -> str:
    """The question without courtesy between commas; of these one stays behind what does not ask."""
    seen = _seen(text)
    asks = _asks(seen.text, 0)
    for aside in reversed([*_ASIDE.regex.finditer(seen.text)]):
        start, end = seen.span(*aside.span())
        text = text[:start] + ("" if asks else aside["mark"] or "") + text[end:]
    return text


def _without_ending(text: str) -> str:
    """The question without thanks behind it, and with its mark."""
    seen = _seen(text)
    for rule in _BEHIND:
        ending = rule.regex.search(seen.text)
        if ending is None or _is_told(seen.text[: ending.start()]):
            continue
        start, end = seen.span(*ending.span())
        asked = re.search("[?؟]", text[start:end])
        left = text[:start].rstrip(_EDGE)
        return left + asked[0] if asked and not left.endswith(("?", "؟")) else left
    return text


def _is_told(before: str) -> bool:
    """Whether what comes next may be what somebody said, or words as such: "who said thanks"."""
    last = before.split()[-1:]
    return not last or last[0] in _QUOTING or is_saying(last[0])


def _without_opening(text: str) -> str:
    """The question without what stands before it."""
    seen = _seen(text)
    at = end = 0
    told = False
    while True:
        if opening := _OPENING.regex.match(seen.text, at):
            at = opening.end()
            end = at if opening["mark"] or _asks(seen.text, at) else end
        elif found := _PREFACE.regex.match(seen.text, at):
            at = end = found.end()
        elif request := _request(seen.text, at):
            at = end = request
            told = True
        else:
            break
    left = text[seen.span(end, len(seen.text))[0] :] if end < len(seen.text) else ""
    return _direct(left) if told else left.lstrip(_EDGE + ".!") if end else text


def _request(seen: str, at: int) -> int:
    """Where the request that begins at a place ends; 0 where none does."""
    if sure := _REQUEST.regex.match(seen, at):
        return sure.end()
    other = _REQUEST_OR_OTHER.regex.match(seen, at)
    return other.end() if other and _asks(seen, other.end()) else 0


def _asks(seen: str, at: int) -> bool:
    return _ASKS.regex.match(seen, at) is not None or asks_in_speech(seen[at:])


def _without_request(text: str) -> str:
    """The question without the request behind what it is about: "After the fire, tell me who …"."""
    seen = _seen(text)
    clauses = ((c.start(), _request(seen.text, c.end())) for c in _CLAUSE.finditer(seen.text))
    request = next((each for each in clauses if each[1]), None)
    if request is None:
        return text
    start, end = seen.span(*request)
    about, asked = text[:start].rstrip(), _direct(text[end:])
    if about[-1].isalnum():
        about += "،" if about[-1] > "\u0600" else ","
    return f"{about} {asked}".strip(_EDGE)


def _direct(told: str) -> str:
    """A question as it is asked, of one that is told: "who is the mayor" of "who the mayor is"."""
    told = told.lstrip(_EDGE + ".!")
    for rule, asked in _INDIRECT:
        seen = _seen(told)
        if begins := rule.regex.match(seen.text):
            told = asked + told[seen.span(*begins.span())[1] :]
    if last := _VERB_LAST.match(told):
        told = f"{last['who']} {last['be']} {last['what']}{last['end']}"
    return told
