"""Read the text and the metadata of a news page from its HTML."""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["Page", "read_html"]

_SKIPPED = (
    "script, style, noscript, template, svg, iframe, form, button, select, nav, footer, aside, "
    "[hidden], [aria-hidden=true], [role=navigation], [role=complementary], [role=banner]"
)
_BODIES = ("[itemprop=articleBody]", "article", "main", "[role=main]", "body")
_BLOCKS_TEXT = """
address article blockquote br dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 header hr
li main ol p pre section table td th time tr ul
"""
_BLOCKS = frozenset(_BLOCKS_TEXT.split())
_META = {
    "title": ("og:title", "twitter:title"),
    "outlet": ("og:site_name", "application-name"),
    "published": ("article:published_time", "datePublished", "date", "pubdate"),
    "url": ("og:url",),
}


@dataclass(frozen=True, slots=True)
class Page:
    """The visible text of a page, a line per block, and what its head says ("" if nothing)."""

    text: str
    title: str = ""
    outlet: str = ""
    published: str = ""
    language: str = ""
    url: str = ""


def read_html(source: str) -> Page:
    """Read a page: the text of its article element, else of its main element, else of its body.

    Scripts, forms, navigation and hidden parts are left out; character references are resolved.
    """
    tree = LexborHTMLParser(source)
    head = {name: _meta(tree, keys) for name, keys in _META.items()}
    title = tree.css_first("title")
    canonical = tree.css_first("link[rel=canonical]")
    language = (tree.root.attributes.get("lang") if tree.root else "") or ""
    for node in tree.css(_SKIPPED):
        node.decompose()
    return Page(
        text=_text(tree),
        title=head["title"] or (title.text(strip=True) if title else ""),
        outlet=head["outlet"],
        published=head["published"],
        language=language.partition("-")[0].lower(),
        url=head["url"] or ((canonical.attributes.get("href") or "") if canonical else ""),
    )


def _meta(tree: LexborHTMLParser, keys: tuple[str, ...]) -> str:
    for key in keys:
        for attribute in ("property", "name", "itemprop"):
            node = tree.css_first(f'meta[{attribute}="{key}"]')
            if node and (content := (node.attributes.get("content") or "").strip()):
                return content
    return ""


def _text(tree: LexborHTMLParser) -> str:
    for selector in _BODIES:
        nodes = tree.css(selector)
        # A page with several articles is a list of them: its body holds them all.
        if len(nodes) == 1 and (text := _lines(nodes[0])):
            return text
    return ""


def _lines(node: LexborNode) -> str:
    """The text below a node, with a line break around every block."""
    parts: list[str] = []
    _walk(node, parts)
    lines = (re.sub(r"[ \t\r\n\f]+", " ", line).strip() for line in "".join(parts).split("\0"))
    return "\n".join(line for line in lines if line)


def _walk(root: LexborNode, parts: list[str]) -> None:
    """Collect text in reading order, without recursion: pages may nest without end."""
    todo: list[LexborNode | None] = [root]
    while todo:
        node = todo.pop()
        if node is None:
            parts.append("\0")
        elif node.is_text_node:
            parts.append((node.text_content or "").replace("\0", ""))
        else:
            block = node.tag in _BLOCKS
            if block:
                parts.append("\0")
                todo.append(None)
            todo.extend(reversed(list(node.iter(include_text=True))))
