"""An answer as HTML: the one place where article text and questions meet markup.

Everything that was typed or published passes through `escape`. Nothing is read as Markdown, and
published words are never changed: direction is set around them, not inside them.
"""

from collections.abc import Iterable
from html import escape

from rag.errors import InputError
from rag.text.stylebook import Stylebook
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
from ui.chat.markup import (
    anchor,
    date_html,
    direction,
    foreign,
    outlet_html,
    prose,
)
from ui.chat.passages import nearest_html, sources_html
from ui.chat.view import View
from ui.plain import plain
from ui.words import WORDS, Words

__all__ = [
    "NO_NAMES",
    "answer_html",
    "conversation_html",
    "examples_html",
    "header_html",
    "notice_html",
    "pending_html",
]

NO_NAMES = Stylebook(())
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


def answer_html(answer: Answer, turn: int, stylebook: Stylebook = NO_NAMES) -> str:
    """One question with its answer and, beside it, the passages that vouch for it.

    `turn` counts the conversation's questions; it keeps the ids of two turns apart.
    """
    view = View(answer, turn, stylebook)
    body = _refusal(view) if answer.verdict is Verdict.NOT_FOUND else _answer(view)
    sources = sources_html(view)
    columns = f'<div class="dl-columns">{body}{sources}</div>' if sources else body
    return _turn(answer.question, answer.language, columns, view.words, turn)


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


def _answer(view: View) -> str:
    answer = view.answer
    lead = f'<p class="dl-lead">{prose(answer.lead, view.language)}</p>' if answer.lead else ""
    statements = "".join(_statement(statement, view) for statement in answer.statements)
    if len(answer.statements) > 1:
        statements = f'<ul class="dl-statements">{statements}</ul>'
    table = _table(view) if _differ(answer) else ""
    return (
        f'<section class="dl-answer" aria-label="{escape(view.words.answer)}">'
        f"{_verdict(view)}{lead}{statements}{table}{_notes(view)}{_foot(view)}</section>"
    )


def _verdict(view: View) -> str:
    verdict = view.answer.verdict
    kind = verdict.name.lower().replace("_", "-")
    return f'<p class="dl-verdict dl-{kind}">{escape(view.words.verdicts[verdict])}</p>'


def _statement(statement: Statement, view: View) -> str:
    cited = {c.marker: c for c in view.answer.citations}
    markers = "".join(_marker(cited[m], view) for m in statement.markers if m in cited)
    tag = "li" if len(view.answer.statements) > 1 else "p"
    return (
        f'<{tag} class="dl-statement">{prose(statement.text, view.language)}&nbsp;{markers}</{tag}>'
    )


def _marker(citation: Citation, view: View) -> str:
    outlet = view.outlet(citation.span.passage.article)
    label = escape(view.words.source.format(citation.marker, outlet))
    return (
        f'<a class="dl-marker" href="#{anchor(view.turn, citation.marker)}" '
        f'aria-label="{label}" title="{label}"><bdi>[{citation.marker}]</bdi></a>'
    )


def _notes(view: View) -> str:
    return "".join(
        f'<p class="dl-note">{prose(note, view.language)}</p>' for note in view.answer.notes
    )


def _foot(view: View) -> str:
    """The number of independent sources, where one group says it all, and the copy button."""
    words, count = view.words, ""
    if len(view.answer.groups) == 1:
        sources = view.answer.groups[0].sources
        count = f'<span class="dl-count">{escape(words.count_independent(sources))}</span>'
    copied = escape(plain(view.answer, view.stylebook))
    return (
        f'<div class="dl-foot">{count}<button type="button" class="dl-copy" '
        f'data-copy="{copied}" data-done="{escape(words.copied)}">'
        f"{escape(words.copy)}</button></div>"
    )


def _refusal(view: View) -> str:
    """Not found: said first, then the nearest passages, folded away and marked as no answer."""
    answer = view.answer
    said = "".join(
        f'<p class="dl-statement">{prose(text, view.language)}</p>'
        for text in (answer.lead, *(s.text for s in answer.statements))
        if text
    )
    return (
        f'<section class="dl-answer" aria-label="{escape(view.words.answer)}">'
        f"{_verdict(view)}{said}{_notes(view)}{nearest_html(view)}</section>"
    )


# --- sources that differ ------------------------------------------------------------------------


def _differ(answer: Answer) -> bool:
    """Whether there is something to compare: values, or phrases that are not the same."""
    valued = any(claim.value for group in answer.groups for claim in group.claims)
    return len(answer.groups) > 1 and (valued or answer.verdict is Verdict.DISPUTED)


def _table(view: View) -> str:
    words = view.words
    heads = (words.value, words.outlet, words.published, words.speaker, words.kind)
    head = "".join(f'<th scope="col">{escape(h)}</th>' for h in heads)
    groups = "".join(_group(group, view) for group in view.answer.groups)
    return (
        f'<table class="dl-table"><caption>{escape(words.side_by_side)}</caption>'
        f"<thead><tr>{head}</tr></thead>{groups}</table>"
        f'<p class="dl-aside">{escape(words.wire_copies)}</p>'
    )


def _group(group: Group, view: View) -> str:
    kinds = [_kind(group, view)] + [""] * (len(group.claims) - 1)
    rows = "".join(_row(claim, kind, view) for claim, kind in zip(group.claims, kinds, strict=True))
    return f'<tbody class="dl-group">{rows}</tbody>'


def _kind(group: Group, view: View) -> str:
    words = view.words
    newest = group is view.answer.groups[0] and group.label is Label.AGREED
    name = words.newest if newest else words.labels[group.label]
    meaning = words.newest_meaning if newest else words.label_meanings[group.label]
    return (
        f'<span class="dl-label dl-label-{"newest" if newest else group.label.value}" '
        f'title="{escape(meaning)}">{escape(name)}</span>'
        f'<span class="dl-count">{escape(words.count_independent(group.sources))}</span>'
    )


def _row(claim: Claim, kind: str, view: View) -> str:
    words, article = view.words, claim.article
    speaker = view.wording.speaker_name(claim)
    cells = (
        (words.outlet, outlet_html(article, view)),
        (words.published, date_html(article, view, short=True)),
        (words.speaker, prose(speaker, view.language) if speaker else "–"),
        (words.kind, kind),
    )
    rest = "".join(
        f'<td data-label="{escape(label)}"{"" if cell else " class=dl-empty"}>{cell}</td>'
        for label, cell in cells
    )
    return f'<tr><th scope="row">{_value(claim, view)}</th>{rest}</tr>'


def _value(claim: Claim, view: View) -> str:
    """The value in the answer's language, the published words, and the way to the sentence."""
    said = foreign(claim.evidence.text, claim.article)
    cited = view.citation(claim)
    link = _marker(cited, view) if cited else ""
    if value := _worded(claim, view):
        shown = f'<span class="dl-value">{prose(value, view.language)}</span>{link}'
        if value != " ".join(claim.evidence.text.split()):
            shown += f'<span class="dl-said">{said}</span>'
    else:
        shown = f'<span class="dl-said">«{said}»</span>{link}'
    if cited:
        return shown
    sentence = foreign(claim.sentence.text, claim.article)
    return f"<details><summary>{shown}</summary>{sentence}</details>"


def _worded(claim: Claim, view: View) -> str:
    """The value in the answer's language; "" for what can only be quoted."""
    try:
        return view.wording.value(claim) if claim.value else ""
    except InputError:  # a date that was never resolved
        return ""
