"""Read the text and the metadata of a news page from its HTML.

The words are taken from the page as they stand. Trafilatura, which rewrites what it extracts
(superscripts and inline marks become lines of their own), only says which blocks are article, and
only on pages that do not say so themselves.
"""

import json
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode
from trafilatura import extract

from index.load.document import Document
from index.load.encoding import decode, mended
from index.load.facts import Facts, find_facts, is_article, records_in, stated

__all__ = ["read_html", "read_page", "visible_text"]

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # of a page without text we tell
_SKIPPED = (
    "script, style, noscript, template, svg, iframe, form, button, select, nav, footer, aside, "
    "head, [hidden], [aria-hidden=true], [role=navigation], [role=complementary], [role=banner], "
    "dialog, [role=dialog], [role=alertdialog], amp-ad, amp-sidebar, amp-consent, amp-analytics, "
    "amp-sticky-ad, amp-user-notification"
)
_FURNITURE = re.compile(
    r"(?:^|\s)(?:comments?|comment-(?:list|respond)|comments-area|disqus_thread)(?:\s|$)"
    r"|(?:^|[\s_-])(?:cookies?|gdpr|consent)(?:[\s_-]|$)",
    re.IGNORECASE,
)
"""Classes and ids of what pages print around an article; never of what holds the article itself."""
_ARTICLE_IN_IT = "h1, article, main, [itemprop=articleBody]"
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_STATED_BODIES = ("[itemprop=articleBody]", "article", "main", "[role=main]")
_BLOCKS_TEXT = """
address article blockquote br dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 header hr
li main ol p pre section summary table time tr ul
"""
_BLOCKS = frozenset(_BLOCKS_TEXT.split())
_CELLS = frozenset({"td", "th"})
_PARAGRAPHS_TEXT = "caption dd dt figcaption h1 h2 h3 h4 h5 h6 li p table"
_PARAGRAPHS = frozenset(_PARAGRAPHS_TEXT.split())
"""In these a line break is a space, also where a text has lines of its own around them."""
_HEAD = {
    "title": ("og:title", "twitter:title"),
    "outlet": ("og:site_name", "application-name"),
    "published": ("article:published_time", "datePublished"),
    "modified": ("article:modified_time", "og:updated_time", "dateModified"),
    "url": ("og:url",),
}
_LOOSE_DATE = re.compile(
    r"publi\w*[-_.:]?(?:date|time)|pub[-_.]?date|(?:^|[.:_-])date(?:[.:](?:issued|created))?$",
    re.IGNORECASE,
)
"""Names under which the heads of pages give the date; those in _HEAD go before them."""
_UPDATED = re.compile("modif|updat", re.IGNORECASE)
_COMMENT = re.compile(
    r"\A\s*(?://|/\*)?\s*(?:<!\[CDATA\[|<!--)\s*(?:\*/)?|(?://|/\*)?\s*(?:\]\]>|-->)\s*(?:\*/)?\s*\Z"
)
_CHARSET = re.compile(rb"<(?:meta[^>]*?charset|\?xml[^>]*?encoding)\s*=\s*[\"']?([\w-]+)", re.I)
_WORD = re.compile(r"\w+")
_BLOCK_EDGE, _LINE_END = "\0", "\1"
"""Marks for where a block begins or ends, and for a line that the source itself has ended."""
_MARKS = re.compile(f"[{_BLOCK_EDGE}{_LINE_END}]")
_NEW_LINE = re.compile(r"\r\n?|[\n\v\f]")
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


def read_page(data: bytes) -> Iterator[Document]:
    """Read the bytes of a page, in the encoding that it names or that fits.

    Raises:
        UnreadableError: no encoding fits.
    """
    charset = _CHARSET.search(data[:4096])
    source, notes = decode(data, charset[1].decode("ascii") if charset else "")
    yield replace(read_html(source), notes=notes)


def read_html(source: str) -> Document:
    """Read a page: the text of its article, and what its head, its JSON-LD and its <time> say.

    Scripts, forms, navigation and hidden parts are left out; character references are resolved;
    a row of a table is a line. Of several article elements the one with the page's heading counts.
    """
    tree = LexborHTMLParser(source)
    facts = _merged(find_facts(_shown(tree)), _json_ld(tree), find_facts(_head(tree)))
    _prune(tree)
    return stated(Document(text=_text(tree)), facts)


def visible_text(fragment: str) -> str:
    """The text of a piece of HTML, a line per block.

    Outside of paragraphs, list items and tables the lines of the source count too: editors that
    show a line break as one leave it to stand for itself, and so does text with a stray tag in it.
    """
    tree = LexborHTMLParser(fragment)
    _prune(tree)
    body = tree.body
    return _lines(body, own_lines=True) if body else ""


def _prune(tree: LexborHTMLParser) -> None:
    for node in tree.css(_SKIPPED):
        node.decompose()
    for node in tree.css("[style], [class], [id]"):
        given = node.attributes
        hidden = _HIDDEN.search(given.get("style") or "")
        around = any(_FURNITURE.search(given.get(name) or "") for name in ("class", "id"))
        if hidden or (around and not _holds_article(node)):
            node.decompose()


def _holds_article(node: LexborNode) -> bool:
    return node.tag in ("html", "body", "main", "article") or bool(node.css_first(_ARTICLE_IN_IT))


def _shown(tree: LexborHTMLParser) -> dict[str, object]:
    """What a reader of the page sees, and what its frame says."""
    title, root = tree.css_first("h1") or tree.css_first("title"), tree.root
    canonical = tree.css_first("link[rel=canonical]")
    return {
        "title": title.text(strip=True) if title else "",
        "published": next(_times(tree), "") or _loose_date(tree),
        "language": (root.attributes.get("lang") if root else "") or "",
        "url": (canonical.attributes.get("href") if canonical else "") or "",
    }


def _times(tree: LexborHTMLParser) -> Iterator[str]:
    for scope in ("article", "main", "body"):
        for time in tree.css(f"{scope} time[datetime]"):
            role = f"{time.attributes.get('class')} {time.attributes.get('itemprop')}"
            if not _UPDATED.search(role):
                yield time.attributes.get("datetime") or ""


def _head(tree: LexborHTMLParser) -> dict[str, object]:
    return {name: _meta(tree, keys) for name, keys in _HEAD.items()}


def _meta(tree: LexborHTMLParser, keys: tuple[str, ...]) -> str:
    for key in keys:
        for attribute in ("property", "name", "itemprop"):
            node = tree.css_first(f'meta[{attribute}="{key}"]')
            if node and (content := (node.attributes.get("content") or "").strip()):
                return content
    return ""


def _loose_date(tree: LexborHTMLParser) -> str:
    for node in tree.css("meta[content]"):
        given = node.attributes
        names = (given.get(name) or "" for name in ("property", "name", "itemprop"))
        if any(map(_LOOSE_DATE.search, names)):
            return (given.get("content") or "").strip()
    return ""


def _json_ld(tree: LexborHTMLParser) -> Facts:
    records = [record for value in _scripts(tree) for record in records_in(value)]
    by_id = {str(record["@id"]): record for record in records if "@id" in record}
    for record in filter(is_article, records):
        return find_facts(
            {k: _referred(v, by_id) for k, v in record.items() if k not in ("@id", "identifier")}
        )
    return Facts({})


def _scripts(tree: LexborHTMLParser) -> Iterator[object]:
    """What the scripts of linked data hold; some are wrapped into a comment."""
    for script in tree.css('script[type="application/ld+json"]'):
        with suppress(ValueError, RecursionError):
            yield json.loads(_COMMENT.sub("", script.text()), strict=False)


def _referred(given: object, by_id: Mapping[str, Mapping[str, object]]) -> object:
    """What another part of the page says, where only that part is named."""
    if isinstance(given, dict) and set(given) <= {"@id", "@type"}:
        return by_id.get(str(given.get("@id")), given)
    return given


def _merged(*given: Facts) -> Facts:
    """One set of facts: later ones win, but what is inferred never replaces what is stated."""
    values: dict[str, object] = {}
    inferred: set[str] = set()
    for facts in given:
        for name, value in facts.values.items():
            if name in facts.inferred and name in values and name not in inferred:
                continue
            values[name] = value
            inferred = inferred | {name} if name in facts.inferred else inferred - {name}
    return Facts(values, tuple(inferred))


def _text(tree: LexborHTMLParser) -> str:
    for selector in _STATED_BODIES:
        node = _the_one(tree.css(selector))
        if node and (text := _lines(node)):
            return text
    body = tree.body
    return _without_surroundings(_lines(body), tree.html or "") if body else ""


def _the_one(nodes: list[LexborNode]) -> LexborNode | None:
    """The only node, or the only one with a heading of the first rank; others in it are dropped.

    Several without it are a list of articles: none of them is the page's own.
    """
    headed = [node for node in nodes if node.css_first("h1")]
    chosen = nodes if len(nodes) == 1 else headed
    if not chosen:
        return None
    for inner in chosen[0].css("article article, article blockquote article"):
        inner.decompose()
    return chosen[0]


def _without_surroundings(text: str, source: str) -> str:
    """The lines of a page's text that Trafilatura finds to be article; all, if it finds none."""
    found = extract(source, favor_recall=True, include_comments=False, deduplicate=False)
    article = "".join(_WORD.findall(found or ""))
    kept = [line for line in text.split("\n") if "".join(_WORD.findall(line)) in article]
    return "\n".join(kept) if found and kept else text


def _lines(node: LexborNode, own_lines: bool = False) -> str:
    """The text below a node, with a line break around every block.

    With `own_lines`, line breaks of the source that no paragraph holds stay, blank lines too.
    """
    parts: list[str] = []
    _walk(node, own_lines, parts)
    blocks = map(_block, "".join(parts).split(_BLOCK_EDGE))
    return mended("\n".join(filter(None, blocks)))


def _block(text: str) -> str:
    lines = (re.sub(r"[ \t\r\n\f]+", " ", line).strip(" |") for line in text.split(_LINE_END))
    return "\n".join(lines).strip("\n")


def _walk(root: LexborNode, own_lines: bool, parts: list[str]) -> None:
    """Collect text in reading order, without recursion: pages may nest without end."""
    todo: list[tuple[LexborNode | str, bool]] = [(root, own_lines)]
    while todo:
        node, own = todo.pop()
        if isinstance(node, str):
            parts.append(node)
        elif node.is_text_node:
            text = _MARKS.sub("", node.text_content or "")
            parts.append(_NEW_LINE.sub(_LINE_END, text) if own else text)
        elif node.tag == "sup" and re.fullmatch(r"[+-]?\d+", raised := node.text(strip=True)):
            parts.append(raised.translate(_RAISED))
        else:
            around = _BLOCK_EDGE if node.tag in _BLOCKS else " | " if node.tag in _CELLS else ""
            parts.append("" if around == " | " else around)
            todo.append((around, own))
            own = own and node.tag not in _PARAGRAPHS
            todo.extend((child, own) for child in reversed(list(node.iter(include_text=True))))
