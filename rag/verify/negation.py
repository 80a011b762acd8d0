"""Negation is not flipped: what a sentence denies, it cannot vouch for, and the other way round.

A cue ("لم", "not") governs what follows it in its clause. "Not more than ten" denies nothing: it
turns a lower bound into an upper one, and is the values' affair.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.text.fold import fold
from rag.text.lexicon import rebuilt
from rag.text.names import ARABIC
from rag.verify.evidence import WORD, Evidence, Problem, roots
from rag.verify.words import FRAME, NEGATIONS, REFUSALS

__all__ = ["SUBORDINATE", "Own", "absorbed", "clause_before", "denied", "ends_in_negation",
           "negation_problems"]  # fmt: skip

NOT_CUES = re.compile(
    "لا (?:[يت]?زال|[يت]زالون|سيما|بد|شك|محاله)|(?:لم|لن) [يت]زل|ليس (?:فقط|هذا فحسب)|دون (?:ال|سن)"
    "|not only|no doubt|without doubt|nothing but"
)
COMPARED = re.compile(
    r"(?:\S+\s+){0,6}?[لب]?(?:اكثر|[يت]?تجاوز|[يت]زيد|[يت]قل|اقل|[يت]تخطي|[يت]تعدي"
    r"|more|fewer|less|later|earlier|exceed|over|above)(?!\w)"
)
SUBORDINATE = re.compile(
    r"(?<!\w)(?:التي|الذي|الذين|اللذين|منذ|بعد|قبل|عقب|رغم|حيث|بسبب|since|after|before|which|who|whose|"
    r"despite|because)(?!\w)"
)
"""Begins what a negation before it no longer governs."""
REACH = 300
"""How far a negation is looked for, in characters: longer than clauses are."""
CLAUSE = re.compile(
    r"[،,;؛:.!?؟–—()\[\]\n|]+(?!\d)|\s(?:و?لكن|بينما|فيما|غير أن|إلا أن|في حين|but|while|although|"
    r"though|whereas|however)\s"
)
ANSWER = re.compile(r"\s*(?P<yes>yes|نعم|أجل|بلى)?(?P<no>no|لا|كلا)?\s*(?:[,،.:;—–-]|$)", re.I)


def absorbed(text: str, start: int) -> bool:
    """Whether a negation before offset `start` only turns a bound: "not more than"."""
    clause = _clauses(text[max(start - REACH, 0) : start] + "0")[-1]
    return any(_compares(clause, end) for _, end in _cues(clause))


def clause_before(text: str, start: int) -> str:
    """The words of the clause that stand before offset `start` of a text."""
    before = text[max(start - REACH, 0) : start]
    return before[max((m.end() for m in CLAUSE.finditer(before)), default=0) :]


def denied(text: str, start: int) -> bool:
    """Whether what stands at offset `start` of a text is governed by a negation."""
    clause = clause_before(text, start)
    return any(
        not _compares(clause + "0", end) and not SUBORDINATE.search(clause, end)
        for _, end in _cues(clause)
    )


def ends_in_negation(text: str) -> bool:
    """Whether the last word of a text is a negation, so that a quotation after it omits it."""
    last = list(WORD.finditer(text[-40:]))
    if not last or text[-40:][last[-1].end() :].strip(' "“”«»'):
        return False
    return _is_cue(last[-1][0])


@dataclass(frozen=True, slots=True)
class Own:
    """What a statement says in its own words.

    `text` has quotations and credits blanked, `bare` the values too; `anchors` gives, for each
    cited sentence, the offsets in it of the statement's values, else names; `quotes` tells
    whether there are quotations.
    """

    text: str
    bare: str
    anchors: Mapping[int, Sequence[int]]
    quotes: bool


def negation_problems(own: Own, cited: Sequence[Evidence]) -> list[Problem]:
    """Compare the polarity of a statement with that of the sentences it cites."""
    answer = ANSWER.match(own.text)
    says = (answer["yes"] or answer["no"]) if answer else None
    begin = answer.end() if answer and says else 0
    if answer and says and (why := _answers(bool(answer["yes"]), cited)):
        return [Problem("negation", says, why)]
    if _frame_only(own.bare[begin:]):
        return []
    body = own.text[begin:]
    if answer and answer["no"] and not own.quotes and not _denies(own, cited):
        return [Problem("negation", says or "", "the cited sentence does not deny it")]
    negated = bool(_active(body))
    for i, source in enumerate(cited):
        if _agrees(body, source, own.anchors.get(i, ()), own.quotes):
            return []
    why = "no cited sentence denies this" if negated else "the cited sentence denies this"
    return [Problem("negation", " ".join(body.replace("|", " ").split()), why)]


def _denies(own: Own, cited: Sequence[Evidence]) -> bool:
    """Whether a cited sentence denies something that the statement is about."""
    return any(denied(cited[i].text, at) for i, where in own.anchors.items() for at in where)


def _answers(yes: bool, cited: Sequence[Evidence]) -> str:
    """Why "yes" or "no" contradicts what is cited; "" if it does not."""
    active = [bool(_active(source.text)) for source in cited]
    if yes and all(_active(_clauses(source.text)[0]) for source in cited):
        return "the cited sentence denies it"
    refuses = any(r in source.roots for source in cited for r in REFUSALS)
    if not yes and not any(active) and not refuses:
        return "the cited sentence does not deny it"
    return ""


def _agrees(body: str, source: Evidence, anchors: Sequence[int], quoted: bool) -> bool:
    """Whether a sentence denies what the statement denies, and nothing that it affirms."""
    cues, negated = _active(source.text), bool(_active(body))
    same_language = bool(ARABIC.search(body)) == (source.language == "ar")
    if same_language and _flipped(body, source.text):
        return False
    if not cues or not negated:
        if not cues or quoted:
            return not negated
        if same_language:
            shared = _shared(body, source.text)
            return not shared or not all(denied(source.text, at) for at in shared)
        return bool(anchors) and not any(denied(source.text, at) for at in anchors)
    return not anchors or same_language or any(denied(source.text, at) for at in anchors)


def _shared(body: str, sentence: str) -> list[int]:
    """The offsets of a sentence's words that a statement uses too."""
    ours = frozenset(root for m in WORD.finditer(body) for root in roots(m[0]))
    return [
        m.start()
        for m in WORD.finditer(sentence)
        if len(m[0]) > 2 and roots(m[0]) & ours and fold(m[0]).text not in FRAME
    ]


def _flipped(body: str, sentence: str) -> bool:
    """Whether a word is denied on one side and said plainly on the other, in one language."""
    ours, theirs = _governed(body), _governed(sentence)
    if theirs and any(not _any(governed, theirs) for governed in ours):
        return True
    plain, clauses = _plain(body), _clauses(sentence)
    closeness = [len(_shared(body, clause)) for clause in clauses]
    for word in theirs:
        if word & plain and not _any(word, ours):
            there = [n for n, c in zip(closeness, clauses, strict=True) if _any(word, _governed(c))]
            said = [n for n, c in zip(closeness, clauses, strict=True) if word & _plain(c)]
            if max(there, default=0) > max(said, default=-1):
                return True
    return False


def _any(wanted: frozenset[str], among: Iterable[frozenset[str]]) -> bool:
    return any(wanted & other for other in among)


def _governed(text: str) -> list[frozenset[str]]:
    """The word after each cue."""
    found = []
    for _, end in _active(text):
        if following := WORD.search(text, end):
            found.append(_verb(following[0]))
    return found


def _plain(text: str) -> frozenset[str]:
    """The roots of all words that stand somewhere without a cue."""
    skip = {m.start() for _, end in _active(text) if (m := WORD.search(text, end))}
    return frozenset(r for m in WORD.finditer(text) if m.start() not in skip for r in _verb(m[0]))


def _verb(word: str) -> frozenset[str]:
    """The roots of a word, and those of a verb whatever its tense and person.

    يظهر is ظهر, and تعلن is أعلنت, whose alef the present tense has not.
    """
    found = roots(word)
    if not ARABIC.search(word):
        return found
    bare = {re.sub("(?:وا|ون|ت)$", "", form) for form in found if len(form) > 3} | found
    return frozenset(bare | {form[1:] for form in bare if len(form) > 3 and form[0] in "يتنا"})


def _active(text: str) -> list[tuple[int, int]]:
    """The cues that deny something: not those of "not more than"."""
    return [(start, end) for start, end in _cues(text) if not _compares(text, end)]


def _compares(text: str, end: int) -> bool:
    clause = CLAUSE.split(text[end : end + REACH], maxsplit=1)[0]
    return COMPARED.match(fold(clause).text.lstrip()) is not None


def _cues(text: str) -> list[tuple[int, int]]:
    return [
        m.span()
        for m in WORD.finditer(text)
        if _is_cue(m[0]) and not NOT_CUES.match(_bare(fold(text[m.start() : m.end() + 16]).text))
    ]


def _bare(folded: str) -> str:
    return folded[1:] if folded[:1] in "وف" else folded


@lru_cache(maxsize=65536)
def _is_cue(word: str) -> bool:
    folded = fold(word).text
    if not ARABIC.search(word):
        return folded in NEGATIONS or folded.endswith("n't")
    return any(
        folded.removeprefix(prefix) in NEGATIONS
        for prefix in ("", "و", "ف", "ا", "ب", "ل", "ول", "اف")
    )


@rebuilt
def _build() -> None:
    _is_cue.cache_clear()


def _clauses(text: str) -> list[str]:
    return [part for part in CLAUSE.split(text) if part.strip()] or [text]


def _frame_only(body: str) -> bool:
    return all(fold(word).text in FRAME for word in WORD.findall(body.replace("|", " ")))
