"""The page behind an answer's permalink: plain HTML, no script, made from what was kept."""

from html import escape
from typing import Any

from rag.types import Label, Language, Verdict
from ui.server.store import Kept
from ui.words import WORDS, Words

__all__ = ["answer_page"]

Json = dict[str, Any]

KEPT: dict[Language, dict[str, str]] = {
    "en": {
        "checked": "Checked by",
        "unchecked": "Not checked by an editor yet.",
        "moved": "The archive has changed since. This is the answer as it was given.",
        "asked": "Asked",
        "index": "Index",
        "settings": "Settings",
    },
    "ar": {
        "checked": "راجعها",
        "unchecked": "لم يراجعها محرر بعد.",
        "moved": "تغيّر الأرشيف منذ ذلك الحين. هذه هي الإجابة كما أُعطيت.",
        "asked": "وقت السؤال",
        "index": "الفهرس",
        "settings": "الإعدادات",
    },
}


def answer_page(kept: Kept, current: bool, prefix: str = "") -> str:
    """The whole page. Every word of it that comes from a reader or an article is escaped.

    `current` tells whether the index is still of the answer's generation; `prefix` is the path
    under which the server's files are found.
    """
    answer = kept.answer
    language: Language = "ar" if answer["language"] == "ar" else "en"
    words, own = WORDS[language], KEPT[language]
    moved = "" if current else f'<p class="note">{escape(own["moved"])}</p>'
    return (
        f'<!doctype html><html {_direction(language)}><head><meta charset="utf-8">'
        f"<title>{escape(answer['question'])}</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex">'
        f'<link rel="stylesheet" href="{escape(prefix)}/static/answer.css"></head><body><main>'
        f'<h1 dir="auto">{escape(answer["question"])}</h1>{moved}'
        f'<p class="verdict">{escape(words.verdicts[Verdict(answer["verdict"])])}</p>'
        f"{_statements(answer)}{_table(answer, words)}{_citations(answer, words)}"
        f"{_checks(kept, own)}{_facts(kept, own)}</main></body></html>"
    )


def _statements(answer: Json) -> str:
    lead = f'<p dir="auto">{escape(answer["lead"])}</p>' if answer["lead"] else ""
    lines = "".join(
        f'<p class="statement">{escape(s["text"])} {"".join(map(_marker, s["markers"]))}</p>'
        for s in answer["statements"]
    )
    notes = "".join(f'<p class="note">{escape(note)}</p>' for note in answer["notes"])
    return lead + lines + notes


def _marker(marker: int | None) -> str:
    return "" if marker is None else f'<a href="#cited-{marker}"><bdi>[{marker}]</bdi></a>'


def _table(answer: Json, words: Words) -> str:
    if len(answer["groups"]) < 2:
        return ""
    heads = (words.value, words.outlet, words.published, words.speaker, words.kind)
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in heads)
    rows = "".join(
        _row(claim, words.labels[Label(group["label"])])
        for group in answer["groups"]
        for claim in group["claims"]
    )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(words.side_by_side)}">'
        f"<table><caption>{escape(words.side_by_side)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(claim: Json, label: str) -> str:
    article = claim["article"]
    published = f"<bdi {_direction(article['language'])}>{escape(claim['evidence']['text'])}</bdi>"
    value = f"<bdi>{escape(claim['value'])}</bdi> " if claim["value"] else ""
    cells = (
        f"{value}{published} {_marker(claim['marker'])}",
        f"<bdi>{escape(article['outlet'])}</bdi>",
        f"<bdi>{escape(article['published'] or '–')}</bdi>",
        f"<bdi>{escape(claim['speaker'] or '–')}</bdi>",
        escape(label),
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _citations(answer: Json, words: Words) -> str:
    items = "".join(
        f'<li id="cited-{c["marker"]}" value="{c["marker"]}">{_source(c["article"], words)}'
        f"<blockquote {_direction(c['article']['language'])}>{_marked(c)}</blockquote></li>"
        for c in answer["citations"]
    )
    return f"<h2>{escape(words.sources)}</h2><ol>{items}</ol>" if items else ""


def _source(article: Json, words: Words) -> str:
    link = ""
    if article["url"].startswith(("http://", "https://")):
        link = (
            f' <a href="{escape(article["url"])}" rel="noopener noreferrer">'
            f"{escape(words.open_article)}</a>"
        )
    return (
        f"<p><bdi>{escape(article['outlet'] or '–')}</bdi> · "
        f"<bdi>{escape(article['published'] or '–')}</bdi>{link}<br>"
        f"<span {_direction(article['language'])}>{escape(article['title'])}</span></p>"
    )


def _marked(citation: Json) -> str:
    """The cited sentence with its highlights; offsets count code points of the article."""
    text, first = citation["text"], citation["start"]
    out, at = [], 0
    for span in sorted(citation["highlights"], key=lambda s: s["start"]):
        start, end = max(span["start"] - first, at), min(span["end"] - first, len(text))
        if start < end:
            out += [escape(text[at:start]), f"<mark>{escape(text[start:end])}</mark>"]
            at = end
    return "".join([*out, escape(text[at:])])


def _checks(kept: Kept, own: dict[str, str]) -> str:
    if not kept.checked:
        return f'<p class="note">{escape(own["unchecked"])}</p>'
    items = "".join(
        f"<li><bdi>{escape(check.editor)}</bdi>, <bdi>{escape(check.signed)}</bdi>"
        f'<br><span dir="auto">{escape(check.note)}</span></li>'
        for check in kept.checked
    )
    return f"<h2>{escape(own['checked'])}</h2><ul>{items}</ul>"


def _facts(kept: Kept, own: dict[str, str]) -> str:
    settings = ", ".join(f"{name}={value}" for name, value in kept.settings.items())
    facts = (
        (own["asked"], kept.asked),
        (own["index"], kept.generation),
        (own["settings"], settings),
    )
    rows = "".join(f"<dt>{escape(n)}</dt><dd><bdi>{escape(v)}</bdi></dd>" for n, v in facts)
    return f"<dl>{rows}</dl>"


def _direction(language: str) -> str:
    return f'lang="{escape(language)}" dir="{"rtl" if language == "ar" else "ltr"}"'
