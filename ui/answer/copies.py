"""An answer to take away: as plain text, Markdown or wikitext, always with its sources.

Dates, outlets and labels are those of the page, also where a date was inferred.
"""

import re
from collections.abc import Callable

from ui.answer.links import Links
from ui.answer.view import Line, Place, Row, View

__all__ = ["COPIES", "markdown", "plain", "wikitext"]

UNKEPT = Links()
Escape = Callable[[str], str]
Mark = Callable[[int], str]


def plain(view: View, links: Links = UNKEPT) -> str:
    """The answer and its notes, then each cited sentence as published. For the terminal too."""

    def mark(marker: int) -> str:
        return f"[{marker}]"

    said = [view.lead, *_said(view, _one_line, mark)]
    cited = [
        f"[{s.marker}] {_where(s.place, view)}: «{_one_line(s.sentence)}»" for s in view.sources
    ]
    rows = [f"• {row}" for row in _rows(view, _one_line, mark)]
    return _blocks(
        ["\n".join(filter(None, said)), "\n".join(rows), *view.notes, "\n".join(cited)],
        links.permalink,
    )


def markdown(view: View, links: Links) -> str:
    """The same with footnotes."""
    said = [_md(view.lead), *_said(view, _md, lambda m: f"[^{m}]")]
    rows = [f"- {row}" for row in _rows(view, _md, lambda m: f"[^{m}]")]
    cited = [
        f"[^{s.marker}]: {_md(_where(s.place, view, s.place.title))}: «{_md(s.sentence)}»"
        + (f" <{s.place.url.replace('>', '%3E')}>" if s.place.url else "")
        for s in view.sources
    ]
    permalink = f"<{links.permalink}>" if links.permalink else ""
    return _blocks([*said, "\n".join(rows), *map(_md, view.notes), *cited], permalink)


def wikitext(view: View, links: Links) -> str:
    """The same with a `{{cite news}}` for each source."""
    name = links.answer or "answer"
    cited = {
        s.marker: f'<ref name="dalil-{name}-{s.marker}">{_cite_news(s.place, s.sentence)}'
        f"{_inferred(s.place, view, _wiki)}</ref>"
        for s in view.sources
    }
    used: set[int] = set()

    def mark(marker: int) -> str:
        if marker in used:
            return f'<ref name="dalil-{name}-{marker}" />'
        used.add(marker)
        return cited.get(marker, "")

    said = [_wiki(view.lead), *_said(view, _wiki, mark)]
    rows = [f"* {row}" for row in _rows(view, _wiki, mark)]
    return _blocks([*said, "\n".join(rows), *map(_wiki, view.notes)], "")


COPIES: dict[str, Callable[[View, Links], str]] = {
    "plain": plain,
    "markdown": markdown,
    "wikitext": wikitext,
}


def _blocks(parts: list[str], last: str) -> str:
    return "\n\n".join(part for part in (*parts, last) if part)


def _said(view: View, put: Escape, mark: Mark) -> list[str]:
    """The statements; where there are none, as in a refusal, the verdict."""
    lines = [_line(line, put, mark) for line in view.lines]
    if not lines:
        lines = [put(view.words.verdicts[view.verdict])]
        if view.searched:
            lines.append(put(view.words.searched.format(view.searched)))
    if view.possible:
        lines.append(put(view.words.possible))
        lines += [_line(line, put, mark) for line in view.possible]
    return lines


def _line(line: Line, put: Escape, mark: Mark) -> str:
    quoted = f"«{put(line.quote)}»" if line.quote else ""
    text = " ".join(filter(None, (put(line.text), quoted)))
    return f"{text} {''.join(map(mark, line.markers))}".rstrip()


def _rows(view: View, put: Escape, mark: Mark) -> list[str]:
    return [_row(row, view, put, mark) for row in view.rows]


def _row(row: Row, view: View, put: Escape, mark: Mark) -> str:
    said = [_where(row.place, view), row.speaker]
    kind = f" · {put(view.words.kind_name(row.kind))}" if row.kind else ""
    value = put(row.value) if row.value else f"«{put(row.words)}»"
    marker = f" {mark(row.marker)}" if row.marker else ""
    return f"{value} ({put(view.words.comma.join(filter(None, said)))}){kind}{marker}"


def _where(place: Place, view: View, title: str = "") -> str:
    """Outlet with agency, title if wanted, date, and whether the date was inferred."""
    known = (place.outlet, title or (place.title if place.nameless else ""), place.date)
    listed = view.words.comma.join(_one_line(part) for part in known if part)
    return f"{listed}{_inferred(place, view, _one_line)}"


def _inferred(place: Place, view: View, put: Escape) -> str:
    return f" ({put(view.words.inferred_date)})" if place.inferred else ""


def _cite_news(place: Place, sentence: str) -> str:
    fields = {
        "title": _wiki(place.title) or "—",
        "newspaper": "" if place.nameless else _wiki(place.paper),
        "agency": _wiki(place.agency),
        "date": place.day,
        "language": _wiki(place.language),
        "url": re.sub(r"[|{}\[\]<>\"'\s]", lambda m: f"%{ord(m[0]):02x}", place.url),
        "quote": _wiki(sentence),
    }
    given = "".join(f" |{name}={value}" for name, value in fields.items() if value)
    return f"{{{{cite news{given} }}}}"


# --- what could be read as markup -----------------------------------------------------------------


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _md(text: str) -> str:
    return re.sub(r"[\\`*_{}\[\]()#+!|<>~-]", r"\\\g<0>", _one_line(text))


def _wiki(text: str) -> str:
    return re.sub(r"^[:;]|[&<>|{}\[\]'~_#*=]", lambda match: f"&#{ord(match[0])};", _one_line(text))
