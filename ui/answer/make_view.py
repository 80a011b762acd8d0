"""An answer made into its View: names, dates and labels worded in its language."""

import re
from collections.abc import Sequence
from dataclasses import replace

from babel.dates import format_date

from rag.answer.serialise import marker_of
from rag.answer.wording import Wording
from rag.errors import InputError
from rag.text.stylebook import Stylebook
from rag.types import (
    Answer,
    Article,
    Citation,
    Claim,
    Group,
    Hit,
    Label,
    Language,
    Statement,
    Verdict,
)
from ui.answer.view import Line, Place, Row, Source, View
from ui.words import WORDS

__all__ = ["LOCALES", "NO_NAMES", "date_text", "line_of", "place_of", "view_of"]

NO_NAMES = Stylebook(())
NEAREST = 4
"""Passages offered beside "not found"."""
CONTEXT_CHARS = 360
"""What is kept of a passage on each side of its cited sentence."""
LOCALES: dict[Language, str] = {"ar": "ar", "en": "en_GB"}


def view_of(answer: Answer, stylebook: Stylebook = NO_NAMES, searched: str = "") -> View:
    """Word an answer for its reader.

    Where sources differ, the table says what each of them says, and of the statements only the
    first is kept beside it, with those that no row tells.
    """
    wording = Wording(answer.language, stylebook)
    rows = _rows(answer, wording) if _differ(answer) else ()
    refused = answer.verdict is Verdict.NOT_FOUND
    return View(
        question=answer.question,
        language=answer.language,
        verdict=answer.verdict,
        lead="" if rows or refused else answer.lead,
        lines=tuple(map(line_of, _untold(answer.statements, rows, wording))),
        rows=rows,
        possible=tuple(map(line_of, answer.possible)),
        notes=answer.notes,
        sources=tuple(_cited(c, wording) for c in answer.citations),
        nearest=_nearest(answer, wording) if refused else (),
        count=_count(answer),
        understood=answer.understood,
        missing=answer.missing,
        suggestion=answer.suggestion,
        searched=searched,
    )


def _count(answer: Answer) -> str:
    """How many independent sources an undisputed answer has; "" where a note counts them."""
    if len(answer.groups) != 1:
        return ""
    group = answer.groups[0]
    copies = len({claim.article.id for claim in group.claims}) > group.sources
    return "" if copies else WORDS[answer.language].independent(group.sources)


def date_text(article: Article, language: Language) -> str:
    """The publication date, written out: 10 January 2022, or that it is not known."""
    if article.published is None:
        return WORDS[language].no_date
    return format_date(article.published, "long", locale=LOCALES[language])


def place_of(article: Article, wording: Wording) -> Place:
    """An article's outlet, date and title, worded in one language."""
    paper = wording.outlet(replace(article, wire=()))
    outlet = wording.outlet(article)
    agencies = [wording.outlet(Article("", "", outlet=wire)) for wire in article.wire]
    return Place(
        article=article.id,
        title=article.title,
        language=article.language,
        outlet=outlet,
        paper=paper,
        agency=wording.join(agencies) if outlet != paper else "",
        date=date_text(article, wording.language),
        day=article.published.isoformat() if article.published else "",
        inferred=article.published is not None and "published" in article.inferred,
        nameless=paper == wording.phrases.unnamed,
        url=article.url if re.match(r"https?://[^/\s]", article.url) else "",
    )


def line_of(statement: Statement) -> Line:
    """A sentence as a line; a quotation apart from who says it."""
    if statement.quote is None:
        return Line(statement.text, statement.markers)
    language = statement.quote.passage.article.language
    return Line(statement.lead, statement.markers, statement.quote.text, language)


def _untold(
    statements: Sequence[Statement], rows: Sequence[Row], wording: Wording
) -> tuple[Statement, ...]:
    """The statements that neither a row of the table nor the verdict says already."""
    told = {row.marker for row in rows}
    verdict = WORDS[wording.language].verdicts[Verdict.NOT_FOUND]
    bare = {text.casefold().rstrip(".") for text in (verdict, wording.phrases.not_found)}
    return tuple(
        statement
        for i, statement in enumerate(statements)
        if statement.text.casefold().rstrip(".") not in bare
        and (i == 0 or not statement.markers or not told.issuperset(statement.markers))
    )


# --- the sentences that vouch ---------------------------------------------------------------------


def _cited(citation: Citation, wording: Wording) -> Source:
    span = citation.span
    text, passage = span.passage.article.text, span.passage
    return Source(
        marker=citation.marker,
        place=place_of(passage.article, wording),
        start=span.start,
        end=span.end,
        before=_clip_start(text[min(passage.start, span.start) : span.start]),
        sentence=span.text,
        after=_clip_end(text[span.end : max(passage.end, span.end)]),
        highlights=tuple((h.start - span.start, h.end - span.start) for h in citation.highlights),
    )


def _nearest(answer: Answer, wording: Wording) -> tuple[Source, ...]:
    """The best passages, but for those that are beside the answer already."""
    cited = {citation.span.passage for citation in answer.citations}
    hits = [hit for hit in answer.hits if hit.passage not in cited]
    return tuple(_near(hit, wording) for hit in hits[:NEAREST])


def _near(hit: Hit, wording: Wording) -> Source:
    passage = hit.passage
    place = place_of(passage.article, wording)
    return Source(0, place, passage.start, passage.end, "", _clip_end(passage.text), "")


def _clip_end(text: str) -> str:
    """The beginning of a text, cut between words."""
    if len(text) <= CONTEXT_CHARS:
        return text.rstrip()
    return text[:CONTEXT_CHARS].rsplit(None, 1)[0] + " …"


def _clip_start(text: str) -> str:
    """The end of a text, cut between words."""
    if len(text) <= CONTEXT_CHARS:
        return text.lstrip()
    return "… " + text[-CONTEXT_CHARS:].split(None, 1)[-1]


# --- sources that differ --------------------------------------------------------------------------


def _differ(answer: Answer) -> bool:
    """Whether there is something to compare: numbers, or phrases that are not the same."""
    valued = any(claim.figure for group in answer.groups for claim in group.claims)
    return len(answer.groups) > 1 and (valued or answer.verdict is Verdict.DISPUTED)


def _rows(answer: Answer, wording: Wording) -> tuple[Row, ...]:
    return tuple(
        _row(claim, answer, wording, _kind(group, answer) if i == 0 else "", group.sources)
        for group in answer.groups
        for i, claim in enumerate(group.claims)
    )


def _kind(group: Group, answer: Answer) -> str:
    """The label's name; "newest" for the group that the others are compared with."""
    first = group is answer.groups[0] and group.label is Label.AGREED
    return "newest" if first else group.label.value


def _row(claim: Claim, answer: Answer, wording: Wording, kind: str, sources: int) -> Row:
    marker = marker_of(claim.sentence, answer) or 0
    return Row(
        value=_value(claim, wording),
        words=claim.evidence.text,
        place=place_of(claim.article, wording),
        speaker=wording.speaker_name(claim),
        kind=kind,
        count=WORDS[answer.language].independent(sources) if kind else "",
        marker=marker,
        sentence="" if marker else claim.sentence.text,
    )


def _value(claim: Claim, wording: Wording) -> str:
    """The value in the answer's language; "" for what can only be quoted."""
    try:
        return wording.value(claim) if claim.value else ""
    except InputError:  # a date that was never resolved
        return ""
