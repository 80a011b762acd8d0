"""The shell of a report: one self-contained page, no script, no outside file, all escaped."""

from collections.abc import Iterable, Sequence
from html import escape

__all__ = ["captioned", "document", "table"]

STYLE = """
:root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--soft:#5b6570;--bar:#3b6ea5;--bad:#b3261e}
@media(prefers-color-scheme:dark){
:root{--ink:#e6e6e6;--paper:#15181c;--soft:#9aa4af;--bar:#7fb0e6;--bad:#ff8a80}}
body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;
color:var(--ink);background:var(--paper)}
table{border-collapse:collapse;margin:1rem 0;display:block;overflow-x:auto}
td,th{padding:.2rem .6rem;text-align:end;border-bottom:1px solid #8884;white-space:nowrap}
td:first-child,th:first-child{text-align:start}
.plots{display:flex;flex-wrap:wrap;gap:1rem}figure{margin:0}figcaption,.soft{color:var(--soft)}
svg{max-width:100%;height:auto}svg text{font-size:11px;fill:var(--ink)}
.bar,.dot{fill:var(--bar)}.curve{fill:none;stroke:var(--bar);stroke-width:2}
.axis{stroke:var(--soft)}.whisker{stroke:var(--ink);stroke-width:1.5}
.ideal{stroke:var(--soft);stroke-dasharray:4 4}
details{border:1px solid #8884;border-radius:6px;padding:.4rem .8rem;margin:.5rem 0}
summary bdi{font-weight:600}blockquote{margin:.4rem 0;padding:0 .8rem;border-inline-start:3px solid
#8886;white-space:pre-wrap}.right{border-inline-start-color:var(--bar)}.wrong{color:var(--bad)}
[dir=rtl]{font-family:"Noto Naskh Arabic","Noto Sans Arabic",serif}
"""


def document(title: str, body: str) -> str:
    """A whole page around `body`, which is HTML."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>{body}</body></html>\n"
    )


def table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of plain text; the first column is its names."""
    head = "".join(f"<th>{escape(cell)}</th>" for cell in heading)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def captioned(caption: str, svg: str) -> str:
    """A plot with its caption."""
    return f"<figure>{svg}<figcaption>{escape(caption)}</figcaption></figure>"
