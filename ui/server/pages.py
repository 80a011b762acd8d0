"""Pages of plain HTML: an answer under its permalink, a whole article, a problem.

Every word that comes from a reader or an article is escaped. They work without a script; with
one, copies, feedback and signatures work too.
"""

from html import escape

from rag.answer.wording import Wording
from rag.text.stylebook import Stylebook
from rag.types import Article, Json, Language, Verdict
from ui.answer.html import answer_html
from ui.answer.links import Links
from ui.answer.make_view import place_of
from ui.answer.markup import direction
from ui.answer.sources import place_html
from ui.answer.view import Line, Place, Source, View
from ui.server.since import Saved
from ui.server.store import Kept
from ui.words import WORDS

__all__ = ["answer_page", "article_page", "kept_view", "problem_page", "saved_html"]


KEPT: dict[Language, dict[str, str]] = {
    "en": {
        "checked": "Checked by",
        "unchecked": "Not checked by an editor yet.",
        "sign": "I have checked this answer",
        "name": "Your name",
        "signed": "Signed.",
        "moved": "The archive has changed since. This is the answer as it was given.",
        "asked": "Asked",
        "about": "How this answer was made",
        "index": "Index",
        "settings": "Settings",
    },
    "ar": {
        "checked": "راجعها",
        "unchecked": "لم يراجعها محرر بعد.",
        "sign": "راجعتُ هذه الإجابة",
        "name": "اسمك",
        "signed": "وُقّعت.",
        "moved": "تغيّر الأرشيف منذ ذلك الحين. هذه هي الإجابة كما أُعطيت.",
        "asked": "وقت السؤال",
        "about": "كيف صُنعت هذه الإجابة",
        "index": "الفهرس",
        "settings": "الإعدادات",
    },
}


def answer_page(saved: Saved, current: bool, links: Links, editor: bool) -> str:
    """The page behind a permalink. `current`: the index is still that of the answer.

    An `editor` may sign there.
    """
    kept, view = saved.kept, kept_view(saved.kept)
    own = KEPT[view.language]
    as_given = not current and not view.withdrawn
    moved = f'<p class="dl-note">{escape(own["moved"])}</p>' if as_given else ""
    sign = _sign(kept, own) if editor and not view.withdrawn else ""
    body = (
        f"{moved}{answer_html(view, kept.id[:10], links, saved.notices)}"
        f'<footer class="dl-kept">{_checks(kept, own)}{sign}'
        f"{_facts(kept, own)}</footer>"
    )
    return _page(view.question, view.language, body, links.server)


def saved_html(saved: Saved, server: str) -> str:
    """A kept answer as the chat shows it, with what has changed since."""
    kept = saved.kept
    return answer_html(kept_view(kept), kept.id[:10], Links(server, kept.id), saved.notices)


def article_page(article: Article, start: int, end: int, names: Stylebook, links: Links) -> str:
    """A whole article as published; the words between the offsets, if any, are marked."""
    language: Language = "ar" if article.language == "ar" else "en"
    place = place_of(article, Wording(language, names))
    start, end = max(0, min(start, len(article.text))), max(0, min(end, len(article.text)))
    text = escape(article.text)
    if start < end:
        text = (
            f"{escape(article.text[:start])}"
            f'<mark id="sentence" tabindex="-1">{escape(article.text[start:end])}</mark>'
            f"{escape(article.text[end:])}"
        )
    body = (
        f'<article class="dl-whole" {direction(article.language)}>'
        f"<h1>{escape(article.title)}</h1>{place_html(place, language)}"
        f'<div class="dl-text">{text}</div></article>'
    )
    return _page(article.title, language, body, links.server)


def problem_page(status: int, detail: str, server: str) -> str:
    """What a reader sees who follows a link that leads nowhere."""
    gone = (
        "There is nothing under this address. Look whether the link is whole.",
        "لا شيء تحت هذا العنوان. تحقق من أن الرابط كامل.",
    )
    closed = ("This page is for editors: log in as one.", "هذه الصفحة للمحررين: سجّل الدخول محررا.")
    told = {404: gone, 422: gone, 403: closed}.get(status, ())
    languages: tuple[Language, ...] = ("en", "ar")
    said = "".join(
        f"<p {direction(language)}>{escape(text)}</p>"
        for language, text in zip(languages, told, strict=False)
    )
    body = f'<div class="dl-notice">{said or f"<p>{escape(detail)}</p>"}</div>'
    return _page(f"{status}", "en", body, server)


def kept_view(kept: Kept) -> View:
    """The view that was kept with an answer; of an older one, what its JSON form tells."""
    return View.from_json(kept.shown) if kept.shown else _old_view(kept.answer)


def _page(title: str, language: Language, body: str, server: str) -> str:
    root = escape(server)
    return (
        f'<!doctype html><html {direction(language)}><head><meta charset="utf-8">'
        f"<title>{escape(title)} · {escape(WORDS[language].name)}</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex">'
        f'<link rel="stylesheet" href="{root}/static/answer.css">'
        f'<link rel="stylesheet" href="{root}/static/page.css">'
        f'<script src="{root}/static/answer.js" defer></script>'
        f'<script src="{root}/static/page.js" defer></script></head>'
        f'<body data-server="{root}"><header class="dl-home"><a href="{root}/chat/">'
        f'Dalil <bdi lang="ar">دليل</bdi></a></header><main>{body}</main></body></html>'
    )


def _checks(kept: Kept, own: dict[str, str]) -> str:
    if not kept.checked:
        return f'<p class="dl-note">{escape(own["unchecked"])}</p>'
    items = "".join(
        f"<li><bdi>{escape(check.editor)}</bdi>, <bdi>{escape(check.signed[:10])}</bdi>"
        f'<br><span dir="auto">{escape(check.note)}</span></li>'
        for check in kept.checked
    )
    return f"<h2>{escape(own['checked'])}</h2><ul>{items}</ul>"


def _sign(kept: Kept, own: dict[str, str]) -> str:
    return (
        f'<p class="dl-sign"><label>{escape(own["name"])} <input id="dl-editor" maxlength="100">'
        f'</label> <button type="button" class="dl-do" data-sign="{escape(kept.id)}" '
        f'data-done="{escape(own["signed"])}">{escape(own["sign"])}</button>'
        '<span class="dl-told" role="status"></span></p>'
    )


def _facts(kept: Kept, own: dict[str, str]) -> str:
    settings = ", ".join(f"{name}={value}" for name, value in kept.settings.items())
    facts = (
        (own["asked"], kept.asked.replace("T", " ")[:16] + " UTC"),
        (own["index"], kept.generation),
        (own["settings"], settings),
    )
    rows = "".join(f"<dt>{escape(n)}</dt><dd><bdi>{escape(v)}</bdi></dd>" for n, v in facts)
    return f"<details><summary>{escape(own['about'])}</summary><dl>{rows}</dl></details>"


def _old_view(answer: Json) -> View:
    return View(
        question=answer["question"],
        language="ar" if answer["language"] == "ar" else "en",
        verdict=Verdict(answer["verdict"]),
        lead=answer["lead"],
        lines=tuple(Line(s["text"], tuple(s["markers"])) for s in answer["statements"]),
        notes=tuple(answer["notes"]),
        sources=tuple(_old_source(citation) for citation in answer["citations"]),
        withdrawn=answer.get("withdrawn", False),
    )


def _old_source(citation: Json) -> Source:
    article = citation["article"]
    place = Place(
        article=article["id"],
        title=article["title"],
        language=article["language"],
        outlet=article["outlet"] or "–",
        paper=article["outlet"],
        agency=", ".join(article["wire"]),
        date=article["published"] or "–",
        day=article["published"] or "",
        inferred="published" in article["inferred"],
        nameless=not article["outlet"],
        url=article["url"],
    )
    first = citation["start"]
    highlights = tuple((h["start"] - first, h["end"] - first) for h in citation["highlights"])
    return Source(
        citation["marker"], place, first, citation["end"], "", citation["text"], "", highlights
    )
