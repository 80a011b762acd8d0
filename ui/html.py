"""An answer as HTML: the one place where article text and questions meet markup.

Everything that was typed or published passes through `escape`. Nothing is read as Markdown, and
published words are never changed: direction is set around them, not inside them.
"""

from collections.abc import Iterable
from html import escape

from rag.errors import InputError
from rag.render import render
from rag.serialise import marker_of
from rag.types import (
    Answer,
    Citation,
    Claim,
    Group,
    Label,
    Language,
    Statement,
    Verdict,
)
from ui.cited import nearest_html, sources_html
from ui.markup import (
    anchor,
    date_html,
    direction,
    foreign,
    outlet_html,
    prose,
)
from ui.plain import plain
from ui.words import WORDS, Words

__all__ = [
    "answer_html",
    "conversation_html",
    "examples_html",
    "header_html",
    "notice_html",
    "pending_html",
]

QUESTION_CHARS = 400
"""What is repeated of a question; a longer one is cut in the display only."""


def header_html(language: Language) -> str:
    """The page's name and what it is for."""
    words, other = WORDS[language], WORDS["en" if language == "ar" else "ar"]
    second = f'lang="{"en" if language == "ar" else "ar"}"'
    return (
        f'<header class="dl-header" {direction(language)}>'
        f"<h1>{escape(words.name)} <span {second}><bdi>{escape(other.name)}</bdi></span></h1>"
        f"<p>{escape(words.tagline)}</p></header>"
    )


def examples_html(language: Language) -> str:
    """What stands over the examples of an empty page."""
    words = WORDS[language]
    return (
        f'<div class="dl-welcome" {direction(language)}><p>{escape(words.hint)}</p>'
        f"<h2>{escape(words.try_asking)}</h2></div>"
    )


def conversation_html(turns: Iterable[str], dropped: int, language: Language) -> str:
    """All turns, each made by one of the functions below, oldest first."""
    note = ""
    if dropped:
        text = escape(WORDS[language].older_dropped)
        note = f'<p class="dl-note" {direction(language)}>{text}</p>'
    return f'<div class="dl-log" role="log" aria-live="polite">{note}{"".join(turns)}</div>'


def answer_html(answer: Answer, turn: int) -> str:
    """One question with its answer and, beside it, the passages that vouch for it.

    `turn` counts the conversation's questions; it keeps the ids of two turns apart.
    """
    words = WORDS[answer.language]
    body = _refusal(answer) if answer.verdict is Verdict.NOT_FOUND else _answer(answer, turn)
    sources = sources_html(answer, turn)
    columns = f'<div class="dl-columns">{body}{sources}</div>' if sources else body
    return _turn(answer.question, answer.language, columns, words, turn)


def pending_html(question: str, language: Language, turn: int) -> str:
    """A question that is being answered."""
    words = WORDS[language]
    body = f'<p class="dl-pending" role="status">{escape(words.searching)}</p>'
    return _turn(question, language, body, words, turn)


def notice_html(question: str, message: str, language: Language, turn: int) -> str:
    """A question that could not be answered, and why: `message` is shown as it is."""
    words = WORDS[language]
    body = f'<p class="dl-notice" role="alert" dir="auto">{escape(message)}</p>'
    return _turn(question, language, body, words, turn)


def _turn(question: str, language: Language, body: str, words: Words, turn: int) -> str:
    short = question.replace("\0", "\ufffd").strip()
    if len(short) > QUESTION_CHARS:
        short = short[:QUESTION_CHARS] + "…"
    return (
        f'<article class="dl-turn" id="dl-{turn}" {direction(language)}>'
        f'<h2 class="dl-question" dir="auto">'
        f'<span class="dl-unseen">{escape(words.you_asked)}: </span>{escape(short)}</h2>'
        f"{body}</article>"
    )


# --- the answer ---------------------------------------------------------------------------------


def _answer(answer: Answer, turn: int) -> str:
    words = WORDS[answer.language]
    lead = f'<p class="dl-lead">{prose(answer.lead, answer.language)}</p>' if answer.lead else ""
    statements = "".join(_statement(s, answer, turn) for s in answer.statements)
    if len(answer.statements) > 1:
        statements = f'<ul class="dl-statements">{statements}</ul>'
    table = _table(answer, turn) if len(answer.groups) > 1 else ""
    return (
        f'<section class="dl-answer" aria-label="{escape(words.answer)}">'
        f"{_verdict(answer, words)}{lead}{statements}{table}{_notes(answer)}"
        f"{_foot(answer, words)}</section>"
    )


def _verdict(answer: Answer, words: Words) -> str:
    kind = answer.verdict.name.lower().replace("_", "-")
    return f'<p class="dl-verdict dl-{kind}">{escape(words.verdicts[answer.verdict])}</p>'


def _statement(statement: Statement, answer: Answer, turn: int) -> str:
    cited = {c.marker: c for c in answer.citations}
    markers = "".join(
        _marker(cited[m], answer.language, turn) for m in statement.markers if m in cited
    )
    tag = "li" if len(answer.statements) > 1 else "p"
    text = prose(statement.text, answer.language)
    return f'<{tag} class="dl-statement">{text}&nbsp;{markers}</{tag}>'


def _marker(citation: Citation, language: Language, turn: int) -> str:
    words = WORDS[language]
    outlet = citation.span.passage.article.outlet or words.no_outlet
    label = escape(words.source.format(citation.marker, outlet))
    return (
        f'<a class="dl-marker" href="#{anchor(turn, citation.marker)}" aria-label="{label}" '
        f'title="{label}"><bdi>[{citation.marker}]</bdi></a>'
    )


def _notes(answer: Answer) -> str:
    return "".join(
        f'<p class="dl-note">{prose(note, answer.language)}</p>' for note in answer.notes
    )


def _foot(answer: Answer, words: Words) -> str:
    """The number of independent sources, where one group says it all, and the copy button."""
    count = ""
    if len(answer.groups) == 1:
        group = answer.groups[0]
        count = f'<span class="dl-count">{escape(words.count_independent(group.sources))}</span>'
    return (
        f'<div class="dl-foot">{count}<button type="button" class="dl-copy" '
        f'data-copy="{escape(plain(answer))}" data-done="{escape(words.copied)}">'
        f"{escape(words.copy)}</button></div>"
    )


def _refusal(answer: Answer) -> str:
    """Not found: said first, then the nearest passages, folded away and marked as no answer."""
    words = WORDS[answer.language]
    said = "".join(
        f'<p class="dl-statement">{prose(text, answer.language)}</p>'
        for text in (answer.lead, *(s.text for s in answer.statements))
        if text
    )
    return (
        f'<section class="dl-answer" aria-label="{escape(words.answer)}">'
        f"{_verdict(answer, words)}{said}{_notes(answer)}"
        f"{nearest_html(answer)}</section>"
    )


# --- sources that differ ------------------------------------------------------------------------


def _table(answer: Answer, turn: int) -> str:
    words = WORDS[answer.language]
    heads = (words.value, words.outlet, words.published, words.speaker, words.kind)
    head = "".join(f'<th scope="col">{escape(h)}</th>' for h in heads)
    groups = "".join(
        _group(group, answer, turn, newest=i == 0) for i, group in enumerate(answer.groups)
    )
    return (
        f'<table class="dl-table"><caption>{escape(words.side_by_side)}</caption>'
        f"<thead><tr>{head}</tr></thead>{groups}</table>"
        f'<p class="dl-aside">{escape(words.wire_copies)}</p>'
    )


def _group(group: Group, answer: Answer, turn: int, newest: bool) -> str:
    rows = "".join(
        _row(claim, answer, turn, _kind(group, WORDS[answer.language], newest) if first else "")
        for first, claim in zip([True] + [False] * len(group.claims), group.claims, strict=False)
    )
    return f'<tbody class="dl-group">{rows}</tbody>'


def _kind(group: Group, words: Words, newest: bool) -> str:
    newest = newest and group.label is Label.AGREED
    name = words.newest if newest else words.labels[group.label]
    meaning = words.newest_meaning if newest else words.label_meanings[group.label]
    return (
        f'<span class="dl-label dl-label-{"newest" if newest else group.label.value}" '
        f'title="{escape(meaning)}">{escape(name)}</span>'
        f'<span class="dl-count">{escape(words.count_independent(group.sources))}</span>'
    )


def _row(claim: Claim, answer: Answer, turn: int, kind: str) -> str:
    words = WORDS[answer.language]
    article = claim.article
    cells = (
        (words.outlet, outlet_html(article, words)),
        (words.published, date_html(article, words, answer.language, short=True)),
        (words.speaker, foreign(claim.speaker, article) if claim.speaker else "–"),
        (words.kind, kind),
    )
    rest = "".join(
        f'<td data-label="{escape(label)}"{"" if cell else " class=dl-empty"}>{cell}</td>'
        for label, cell in cells
    )
    return f'<tr><th scope="row">{_value(claim, answer, turn)}</th>{rest}</tr>'


def _value(claim: Claim, answer: Answer, turn: int) -> str:
    """The value in the answer's language, the published words, and the way to the sentence."""
    article = claim.article
    words = foreign(claim.evidence.text, article)
    marker = marker_of(claim.sentence, answer)
    cited = next((c for c in answer.citations if c.marker == marker), None)
    link = _marker(cited, answer.language, turn) if cited else ""
    value = _rendered(claim, answer.language)
    if value:
        shown = f'<span class="dl-value">{value}</span>{link}<span class="dl-said">{words}</span>'
    else:
        shown = f'<span class="dl-said">«{words}»</span>{link}'
    if cited:
        return shown
    return f"<details><summary>{shown}</summary>{foreign(claim.sentence.text, article)}</details>"


def _rendered(claim: Claim, language: Language) -> str:
    """The value in the answer's language; "" for what can only be quoted."""
    try:
        return prose(render(claim.value, language), language) if claim.value else ""
    except InputError:  # a date that was never resolved
        return ""
