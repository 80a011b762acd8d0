"""Trust nothing that was composed: trace every statement to the sentences it cites.

Numbers, dates and names must stand in a cited sentence, as the same thing; quotations must be
verbatim there; negation must not be flipped. Outlets and publication dates are compared with the
cited article's metadata. What fails is dropped, and an answer that would then mislead is withheld.
Text is never changed. Only the normalisers (values, stylebook, folding) are shared with whoever
composed it, be that our own composer or a language model.
"""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from rag.text.fold import fold
from rag.text.language import language_of
from rag.text.stylebook import Entity, Stylebook
from rag.types import Answer, Citation, Claim, Group, Statement, Verdict
from rag.values import Precision, Quantity, Relation, Value, When, relate
from rag.verify.credits import credits_in, literal_credits
from rag.verify.evidence import (
    BLANK,
    NO_DATE,
    Evidence,
    Problem,
    blank,
    evidence,
    values_in,
    words,
)
from rag.verify.names import name_problems, romanised_names, traced
from rag.verify.negation import Own, negation_problems
from rag.verify.quotes import quotations, quote_problems
from rag.verify.values import trace_values

__all__ = ["check", "verify"]

MARKER = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class _Cited:
    """The sources of an answer by marker, each made ready once.

    `asked` are the words of the question, as it spells them; `dates` are its months and years.
    """

    sources: Mapping[int, Evidence]
    broken: Mapping[int, Problem]
    asked: frozenset[str]
    dates: frozenset[When]


def verify(answer: Answer, stylebook: Stylebook) -> Answer | None:
    """Return the answer with what the cited sentences vouch for; None if too little is left.

    An answer that loses nothing comes back as it is. Of a disputed one, every group must keep a
    statement, and at least two values must differ.
    """
    if answer.verdict is Verdict.NOT_FOUND:
        return None if any(s.markers for s in answer.statements) else answer
    cited = _prepare(answer.citations, stylebook, answer.question)
    kept = tuple(s for s in answer.statements if not _check(s, cited, stylebook))
    groups = tuple(filter(None, map(_sound, answer.groups)))
    if not kept or _lead_states(answer, cited, stylebook):
        return None
    if answer.verdict is Verdict.DISPUTED and _misleads(answer, kept, groups, cited):
        return None
    if kept == answer.statements and groups == answer.groups:
        return answer
    used = {marker for statement in kept for marker in statement.markers}
    citations = tuple(c for c in answer.citations if c.marker in used)
    return replace(answer, statements=kept, groups=groups, citations=citations)


def check(
    statement: Statement, citations: Sequence[Citation], stylebook: Stylebook, question: str = ""
) -> list[Problem]:
    """List why the citations do not vouch for a statement on the question; [] if they do."""
    wanted = [c for c in citations if c.marker in statement.markers]
    return _check(statement, _prepare(wanted, stylebook, question), stylebook)


def _prepare(citations: Sequence[Citation], stylebook: Stylebook, question: str) -> _Cited:
    sources: dict[int, Evidence] = {}
    broken: dict[int, Problem] = {}
    for citation in citations:
        if why := _broken(citation) or (
            "two citations share it" if citation.marker in sources else ""
        ):
            broken[citation.marker] = Problem("citation", f"[{citation.marker}]", why)
        else:
            sources[citation.marker] = evidence(citation, stylebook)
    return _Cited(sources, broken, frozenset(words(question)), _dates(question))


def _dates(question: str) -> frozenset[When]:
    """The months and years that a question names in full."""
    found = (f.value for f in values_in(question, language_of(question), NO_DATE))
    whole = (Precision.MONTH, Precision.YEAR)
    return frozenset(v for v in found if isinstance(v, When) and v.precision in whole)


def _broken(citation: Citation) -> str:
    span = citation.span
    if not 0 <= span.start < span.end <= len(span.passage.article.text):
        return "it points outside its article"
    for marked in citation.highlights:
        if marked.passage.article.id != span.passage.article.id or not (
            span.start <= marked.start < marked.end <= span.end
        ):
            return "a highlight lies outside the cited sentence"
    return ""


def _check(statement: Statement, cited: _Cited, stylebook: Stylebook) -> list[Problem]:
    if not statement.markers:
        return [Problem("citation", statement.text, "it cites nothing")]
    for marker in statement.markers:
        if marker in cited.broken:
            return [cited.broken[marker]]
        if marker not in cited.sources:
            return [Problem("citation", f"[{marker}]", "there is no such citation")]
    sources = [cited.sources[marker] for marker in dict.fromkeys(statement.markers)]
    if statement.quote and not _quotes(statement, sources):
        return [Problem("quotation", statement.quote.text, "not in a cited sentence")]
    own = statement.lead.replace(statement.credit, BLANK) if statement.credit else statement.lead
    return list(_trace(own, sources, stylebook, cited))


def _quotes(statement: Statement, sources: Sequence[Evidence]) -> bool:
    """Whether the statement ends with its quotation, and a cited sentence holds it."""
    quote = statement.quote
    return (
        quote is not None
        and statement.text.endswith(f"«{quote.text}»")
        and any(
            source.article.id == quote.passage.article.id
            and source.citation.span.start <= quote.start
            and quote.end <= source.citation.span.end
            for source in sources
        )
    )


def _trace(
    whole: str, sources: Sequence[Evidence], book: Stylebook, cited: _Cited
) -> Iterator[Problem]:
    """Yield what is wrong with a statement's text, given the sentences it cites."""
    text = blank(whole, [m.span() for m in MARKER.finditer(whole)])
    inside = quotations(text)
    romanised = [
        (span, why)
        for span, why in romanised_names(text, sources)
        if not any(start < span[0] < end for start, end in inside)
    ]
    yield from (Problem("name", text[s:e], why) for (s, e), why in romanised if why)
    text = blank(text, [span for span, why in romanised if not why])
    outlets = [(c.start, c.end) for c in literal_credits(text, sources)]
    names = book.find(text) if '"' in text else ()
    quotes = [q for q in quotations(text, names) if not any(s <= q[0] < e for s, e in outlets)]
    yield from quote_problems(text, quotes, sources)
    yield from _trace_own(blank(text, quotes), sources, book, cited, quoted=bool(quotes))


def _trace_own(
    text: str, sources: Sequence[Evidence], book: Stylebook, cited: _Cited, *, quoted: bool
) -> Iterator[Problem]:
    """Yield what is wrong with a statement's own words: its values, names and negations."""
    credited = credits_in(text, sources, book)
    credit_spans = [(c.start, c.end) for c in credited]
    bare = blank(text, credit_spans)
    names = [(m, traced(m, bare, sources, book)) for m in book.find(bare)]
    right = [(m.start, m.end) for m, known in names if known]
    values = trace_values(text, sources, credited, [*credit_spans, *right], cited.dates)
    yield from values.problems
    valued = {i for start, end in values.spans for i in range(start, end)}
    for mention, known in names:  # "US dollars" are a unit, "Italian workers" are Italian
        if mention.start in valued and not known and mention.start not in values.uncounted:
            yield Problem("name", bare[mention.start : mention.end], "not in a cited sentence")
    names = [(m, known) for m, known in names if m.start not in valued]
    unvalued = blank(bare, values.spans)
    yield from name_problems(unvalued, names, sources, cited.asked)
    anchors = _anchors({m.entity for m, _ in names}, sources, values.anchors, book)
    yield from negation_problems(Own(bare, unvalued, anchors, quoted), sources)


def _anchors(
    named: Set[Entity],
    sources: Sequence[Evidence],
    values: Mapping[int, list[int]],
    book: Stylebook,
) -> dict[int, list[int]]:
    """Where each cited sentence says what the statement says: its values, else its names."""
    anchors = {i: list(at) for i, at in values.items()}
    for i, source in enumerate(sources):
        if i not in anchors and named & source.names:
            anchors[i] = [m.start for m in book.find(source.text) if m.entity in named]
    return anchors


def _lead_states(answer: Answer, cited: _Cited, stylebook: Stylebook) -> bool:
    """Whether the lead states something: it may name nothing and count nothing."""
    if not answer.lead:
        return False
    found = _trace(answer.lead, list(cited.sources.values()), stylebook, cited)
    return not cited.sources or any(problem.kind != "negation" for problem in found)


def _misleads(
    answer: Answer, kept: Sequence[Statement], groups: Sequence[Group], cited: _Cited
) -> bool:
    """Whether a dispute has lost a side, or never had two."""
    if len(groups) < len(answer.groups) or _agree(groups, kept):
        return True
    if len(kept) == len(answer.statements):
        return False
    return not all(_covered(group, kept, cited) for group in groups)


def _covered(group: Group, kept: Sequence[Statement], cited: _Cited) -> bool:
    """Whether a statement that is left cites a sentence of the group."""
    spans = [cited.sources[m].citation.span for s in kept for m in s.markers]
    return any(
        span.passage.article.id == claim.article.id
        and span.start < claim.sentence.end
        and claim.sentence.start < span.end
        for span in spans
        for claim in group.claims
    )


def _agree(groups: Sequence[Group], kept: Sequence[Statement]) -> bool:
    """Whether fewer than two different things are said."""
    if groups:
        said: list[Value | str] = []
        for group in groups:
            claim = group.claims[0]
            said.append(claim.value or fold(claim.evidence.text).text)
        return not _differ(said)
    own = [
        f.value
        for s in kept
        for f in values_in(s.text.partition(" — ")[0], language_of(s.text), NO_DATE)
    ]
    return not _differ(own) and len({fold(s.text).text for s in kept}) < 2


def _differ(said: Sequence[Value | str]) -> bool:
    return any(_unlike(a, b) for i, a in enumerate(said) for b in said[i + 1 :])


def _unlike(a: Value | str, b: Value | str) -> bool:
    if isinstance(a, str) or isinstance(b, str):
        return a != b
    return relate(a, b) is not Relation.EQUAL


def _sound(group: Group) -> Group | None:
    """The group with the claims whose sentence holds their value; None if there is none."""
    claims = tuple(filter(_holds, group.claims))
    if not claims:
        return None
    return group if len(claims) == len(group.claims) else replace(group, claims=claims)


def _holds(claim: Claim) -> bool:
    """Whether a claim's words lie in its sentence, and its value is read there."""
    words, sentence = claim.evidence, claim.sentence
    if words.passage.article.id != sentence.passage.article.id:
        return False
    if not sentence.start <= words.start < words.end <= sentence.end:
        return False
    if not isinstance(claim.value, Quantity | When):
        return True
    article = claim.article
    found = values_in(sentence.text, language_of(sentence.text), article.published or NO_DATE)
    return any(
        f.value == claim.value or relate(f.value, claim.value) is Relation.EQUAL for f in found
    )
