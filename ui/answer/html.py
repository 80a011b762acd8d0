"""An answer as HTML, the same for the chat, the widget and the permalink page.

Everything that was typed or published passes through `escape`. Nothing is read as Markdown. All of
it works without a script; scripts only add what a page can do beside it (`static/answer.js`).
"""

from collections.abc import Sequence
from html import escape

from rag.types import Language, Verdict
from ui.answer.copies import COPIES
from ui.answer.links import Links
from ui.answer.markup import direction, foreign, prose
from ui.answer.sources import nearest_html, sources_html
from ui.answer.table import marker_html, table_html
from ui.answer.view import Line, View

__all__ = ["answer_html", "sentence_html"]

QUESTION_CHARS = 400
"""What is repeated of a question; a longer one is cut in the display only."""


def answer_html(view: View, key: str, links: Links, notices: Sequence[str] = ()) -> str:
    """One question with its answer and, beside it, the passages that vouch for it.

    `key` keeps the ids of two answers on one page apart: letters and digits. `notices` tell what
    has become of the articles since the answer was given.
    """
    said = "".join(
        f'<p class="dl-since" role="note">{prose(notice, view.language)}</p>' for notice in notices
    )
    if view.withdrawn:
        return _framed(view, key, f"{said}{_again(view, links)}", "")
    sources = sources_html(view, key, links)
    parts = (
        said,
        _head(view, links),
        _understood(view, links),
        f'<p class="dl-lead">{prose(view.lead, view.language)}</p>' if view.lead else "",
        "".join(_line(line, view, key) for line in view.lines),
        _refusal(view, links),
        table_html(view, key),
        _possible(view, key),
        _notes(view),
        nearest_html(view, links),
        _foot(view, links),
    )
    return _framed(view, key, "".join(parts), sources)


def sentence_html(line: Line | None, note: str, language: Language) -> str:
    """What came of one sentence of an answer that is still being written.

    Its markers lead nowhere yet: the sources come with the whole answer.
    """
    said = ""
    if line:
        markers = "".join(
            f'<span class="dl-marker"><bdi>[{marker}]</bdi></span>' for marker in line.markers
        )
        said = _said(line, language, markers)
    return f"<div {direction(language)}>{said}{_note(note, language) if note else ''}</div>"


def _framed(view: View, key: str, answer: str, sources: str) -> str:
    label = escape(f"{view.words.answer}: {_short(view.question)}")
    return (
        f'<article class="dl-view" id="dl-{key}" {direction(view.language)}>'
        f'<h2 class="dl-question"><span class="dl-unseen">{escape(view.words.you_asked)}: </span>'
        f'<bdi dir="auto">{escape(_short(view.question))}</bdi></h2>'
        f'<div class="dl-columns"><section class="dl-answer" aria-label="{label}">'
        f"{answer}</section>{sources}</div></article>"
    )


def _again(view: View, links: Links) -> str:
    """The way to what the archive says now."""
    return (
        f'<p><a class="dl-ask" href="{escape(links.ask(view.question))}" '
        f'data-question="{escape(view.question)}">{escape(view.words.ask_again)}</a></p>'
    )


def _short(question: str) -> str:
    short = question.replace("\0", "\ufffd").strip()
    return short[:QUESTION_CHARS] + "…" if len(short) > QUESTION_CHARS else short


def _head(view: View, links: Links) -> str:
    """The verdict, and beside it what is wanted most often: a copy."""
    words, kind = view.words, view.verdict.name.lower().replace("_", "-")
    copy = _copy(view, links, "plain", words.copy) if view.verdict is not Verdict.NOT_FOUND else ""
    return (
        f'<div class="dl-head"><p class="dl-verdict dl-{kind}">'
        f"{escape(words.verdicts[view.verdict])}</p>{copy}</div>"
    )


def _copy(view: View, links: Links, form: str, name: str) -> str:
    text = COPIES[form](view, links)
    return (
        f'<button type="button" class="dl-do" data-form="{form}" data-copy="{escape(text)}" '
        f'data-done="{escape(view.words.copied)}">{escape(name)}</button>'
    )


def _line(line: Line, view: View, key: str) -> str:
    markers = "".join(marker_html(m, view, key) for m in line.markers)
    return _said(line, view.language, markers)


def _said(line: Line, language: Language, markers: str) -> str:
    """A statement with its markers; a quotation stands as a block, after who says it."""
    text = prose(line.text, language)
    if not line.quote:
        return f'<p class="dl-statement">{text}&nbsp;{markers}</p>'
    lead = f'<p class="dl-statement">{text}</p>' if line.text else ""
    quote = foreign(f"«{line.quote}»", line.quote_language, "span")
    return (
        f'{lead}<blockquote class="dl-said" {direction(line.quote_language)}>'
        f"{quote}&nbsp;{markers}</blockquote>"
    )


def _understood(view: View, links: Links) -> str:
    """The question as it was understood, to be edited where that is not what was meant."""
    if not view.understood:
        return ""
    return (
        f'<p class="dl-chip"><span>{escape(view.words.understood)}</span> '
        f'<a class="dl-edit" href="{escape(links.ask(view.understood))}" '
        f'data-question="{escape(view.understood)}" title="{escape(view.words.edit)}">'
        f'<bdi dir="auto">{escape(view.understood)}</bdi></a></p>'
    )


def _refusal(view: View, links: Links) -> str:
    """Not found: where was looked, what the archive does not hold, what else to ask."""
    if view.verdict is not Verdict.NOT_FOUND:
        return ""
    words, said = view.words, []
    if view.searched:
        said.append(prose(words.searched.format(view.searched), view.language))
    if view.missing:
        named = words.comma.join(
            f'<bdi dir="auto">{escape(words.quoted.format(w))}</bdi>' for w in view.missing
        )
        said.append(f"{escape(words.missing)} {named}.")
    offered = ((words.suggestion, view.suggestion), (words.example, view.example))
    said.extend(
        f'{escape(lead)} <a class="dl-ask" href="{escape(links.ask(question))}" '
        f'data-question="{escape(question)}"><bdi dir="auto">{escape(question)}</bdi></a>'
        for lead, question in offered
        if question
    )
    return "".join(f'<p class="dl-why">{line}</p>' for line in said)


def _notes(view: View) -> str:
    """What the answer could not do; but what no article holds is said by the refusal already."""
    told = view.verdict is Verdict.NOT_FOUND and view.missing
    notes = (n for n in view.notes if not (told and all(word in n for word in view.missing)))
    return "".join(_note(note, view.language) for note in notes)


def _note(note: str, language: Language) -> str:
    return f'<p class="dl-note">{prose(note, language)}</p>'


def _possible(view: View, key: str) -> str:
    """What is below the level of an answer: apart, and called what it is."""
    if not view.possible:
        return ""
    lines = "".join(_line(line, view, key) for line in view.possible)
    title, why = escape(view.words.possible), escape(view.words.possible_why)
    return f'<div class="dl-possible"><h3>{title}</h3><p class="dl-aside">{why}</p>{lines}</div>'


def _foot(view: View, links: Links) -> str:
    """How many independent sources there are, further copies, the permalink, and feedback."""
    words, more = view.words, ""
    count = f'<span class="dl-count">{escape(view.count)}</span>' if view.count else ""
    if view.verdict is not Verdict.NOT_FOUND:
        more = _copy(view, links, "markdown", "Markdown")
        more += _copy(view, links, "wikitext", words.wikitext)
    if links.answer:
        more += (
            f'<a class="dl-do" href="{escape(links.permalink)}" target="_blank" rel="noopener">'
            f"{escape(words.permalink)}</a>"
        )
    if more:
        more = (
            f'<details class="dl-menu"><summary class="dl-do">{escape(words.more)}</summary>'
            f"<div>{more}</div></details>"
        )
    told = '<span class="dl-told" role="status"></span>'
    return f'<div class="dl-foot">{count}{_rating(view, links)}{more}{told}</div>'


def _rating(view: View, links: Links) -> str:
    words = view.words
    if not links.answer:
        return ""
    return "".join(
        f'<button type="button" class="dl-do" data-rating="{rating}" '
        f'data-answer="{escape(links.answer)}" data-done="{escape(words.thanks)}" '
        f'data-failed="{escape(words.unsent)}">{escape(name)}</button>'
        for rating, name in (("good", words.right), ("bad", words.wrong))
    )
