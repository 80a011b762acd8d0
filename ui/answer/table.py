"""Sources that differ, as a table that folds after three rows; a marker's link."""

from html import escape

from ui.answer.markup import date_html, foreign, outlet_html, prose
from ui.answer.view import Row, View

__all__ = ["anchor", "marker_html", "table_html"]

UNFOLDED = 3
"""Rows that are seen at once."""


def anchor(key: str, marker: int) -> str:
    """The id of a cited passage, for its markers to lead to."""
    return f"dl-{key}-{marker}"


def marker_html(marker: int, view: View, key: str) -> str:
    """A link to the cited passage; "" where there is none of that number."""
    source = next((s for s in view.sources if s.marker == marker), None)
    if source is None:
        return ""
    label = escape(view.words.source.format(marker, source.place.outlet))
    return (
        f'<a class="dl-marker" href="#{anchor(key, marker)}" '
        f'aria-label="{label}"><bdi>[{marker}]</bdi></a>'
    )


def table_html(view: View, key: str) -> str:
    """What each source says; beyond three rows folded away, with their number."""
    rows = view.rows
    if not rows:
        return ""
    title = view.words.side_by_side
    shown = _table(rows[:UNFOLDED], view, key, title)
    if len(rows) <= UNFOLDED:
        return shown
    rest = _table(rows[UNFOLDED:], view, key, title)
    return (
        f'{shown}<details class="dl-more"><summary>'
        f"{prose(view.words.show_all.format(len(rows)), view.language)}</summary>{rest}</details>"
    )


def _table(rows: tuple[Row, ...], view: View, key: str, title: str) -> str:
    words = view.words
    heads = (words.value, words.outlet, words.speaker, words.kind)
    head = "".join(f'<th scope="col" role="columnheader">{escape(h)}</th>' for h in heads)
    body = "".join(_row(row, view, key) for row in rows)
    # The roles are said again because a narrow page shows rows as blocks, which hides them.
    return (
        f'<table class="dl-table" role="table"><caption>{escape(title)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table>'
    )


def _row(row: Row, view: View, key: str) -> str:
    place = row.place
    title = f" {foreign(place.title, place.language, css='dl-small')}" if place.nameless else ""
    cells = (
        f"{outlet_html(place)}{title} "
        f'<span class="dl-date">{date_html(place, view.language)}</span>',
        prose(row.speaker, view.language),
        _kind(row, view),
    )
    group = ' class="dl-group"' if row.kind else ""
    heads = ("", f' data-head="{escape(view.words.speaker)}"', "")  # where no column has a head
    rest = "".join(
        f'<td role="cell"{head if cell else " class=dl-empty"}>{cell}</td>'
        for cell, head in zip(cells, heads, strict=True)
    )
    value = f'<th scope="row" role="rowheader">{_value(row, view, key)}</th>'
    return f'<tr role="row"{group}>{value}{rest}</tr>'


def _value(row: Row, view: View, key: str) -> str:
    """The value in the answer's language, the published words, and the way to the sentence."""
    said, link = foreign(row.words, row.place.language), marker_html(row.marker, view, key)
    if row.value:
        shown = f'<span class="dl-value">{prose(row.value, view.language)}</span>&nbsp;{link}'
        if row.value != " ".join(row.words.split()):
            shown += f' <span class="dl-words">{said}</span>'
    else:
        shown = f'<span class="dl-words">«{said}»</span>&nbsp;{link}'
    if not row.sentence:
        return shown
    sentence = foreign(row.sentence, row.place.language)
    return f"<details><summary>{shown}</summary>{sentence}</details>"


def _kind(row: Row, view: View) -> str:
    """The label, explained by a tap; under it the number of independent sources."""
    if not row.kind:
        return ""
    words = view.words
    return (
        f'<details class="dl-kind"><summary><span class="dl-label dl-label-{row.kind}">'
        f"{escape(words.kind_name(row.kind))}</span></summary>"
        f"<p>{escape(words.kind_meaning(row.kind))} {escape(row.count)}. "
        f"{escape(words.wire_copies)}</p></details>"
    )
