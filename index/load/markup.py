"""Take what is left of a web page out of a text: tags, comments, codes, character references.

JSON, feeds and plain text all come to hold them, whole or in part. Only what a page would not
have shown goes: a lone "<" or "&", "a < b" and words in square brackets are text. Nothing that
was never closed takes text with it, as it would in a browser, for a lost "</div>" or a "<script>"
that an article merely mentions must not cost the words behind it.
"""

import re
from collections.abc import Mapping
from html import unescape
from html.entities import html5

from index.load.html import visible_text

__all__ = ["plain_text"]

_BEGIN = r"""(?!(?<=[`'"“«])<[^<>]*>[`'"”»])<"""
"""A tag by itself in quotation marks is what an article speaks of: «<b>»."""
_TAG = re.compile(
    _BEGIN
    + r"""
    /? (?P<name>[a-z][a-z0-9]*(?:[:-][a-z][a-z0-9]*)*+)
    (?: (?P<sound>  # attributes as they should be
            (?:\s+[a-z_:@][\w:.-]*+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?)*+
        ) \s*/?>
      | \s+[a-z][\w:.-]*\s*=[^<>]*(?:>|\Z)  # a quote too many, or cut off at the end
    )
    """,
    re.IGNORECASE | re.VERBOSE | re.ASCII,
)
_KNOWN_TEXT = """
a abbr acronym address article aside audio b bdi bdo big blockquote body br button caption center
cite code col colgroup dd del details dfn dir div dl dt em embed fieldset figcaption figure font
footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label li link main map
mark meta nav nobr noscript o:p object ol p param picture pre q s samp section select small
source span strike strong sub summary sup svg table tbody td template tfoot th thead time
title tr track tt u ul var video wbr
"""
_KNOWN = frozenset(_KNOWN_TEXT.split())
"""Elements of which one is enough for a text to hold markup. In such a text every tag is one."""
_CUT = tuple(
    (re.compile(begin, re.IGNORECASE), re.compile(end, re.IGNORECASE))
    for begin, end in (
        (r"<!--", r"-->"),
        (rf"{_BEGIN}script\b[^<>]*>", r"</script\s*>"),
        (rf"{_BEGIN}style\b[^<>]*>", r"</style\s*>"),
    )
)
_SWALLOWS_TEXT = """
aside button dialog footer form head iframe listing nav noembed noframes noscript plaintext script
select style svg template textarea title xmp
"""
_SWALLOWS = frozenset(_SWALLOWS_TEXT.split())
"""Elements that hide all that follows, or turn it into plain letters, until they are closed."""
_CLOSING = re.compile(r"</([a-z][\w:-]*)", re.IGNORECASE | re.ASCII)
_SIGN = re.compile(
    rf"(?P<tag>{_TAG.pattern})"
    r"""
    | (?P<frame> <!\[CDATA\[ | \]\]> )
    | (?P<declared> <[!?][a-z\[/][^<>]*> )  # <!doctype html>, <?xml …?>, <![endif]
    | (?P<lone> < | &(?=[a-z]\w*=) )  # "a < b", and "&copy=1" in an address
    """,
    re.IGNORECASE | re.VERBOSE | re.ASCII,
)
_TEXT = {"<": "&lt;", "&": "&amp;"}
_ESCAPED = re.compile(
    r"&lt;(?:/(?:p|div|h[1-6]|ul|ol|li|table|blockquote)|br\s*/?)&gt;", re.IGNORECASE
)
"""Ends of blocks in a text whose tags were all escaped."""
_EMBEDDED = re.compile(r"\[(embed|audio|video|playlist)\b[^\[\]]*\][^\[\]]*\[/\1\]", re.IGNORECASE)
_CAPTION = re.compile(
    r"(?:(?<!\s)\s++)?\[(?:(?:wp_)?caption\b[^\[\]]*|/(?:wp_)?caption)\]\s*", re.IGNORECASE
)
_CODE = re.compile(
    r"\[/?[a-z][\w-]*(?:\s+[\w-]+=(?:\"[^\"\[\]]*\"|'[^'\[\]]*'|[^\s\]]+))++\s*/?\]"  # [a b="1"]
    r"|\[/[a-z][\w-]*\]|\[contact-form-7[^\]]*\]"  # [/su_box]
    r"|\[(?:av|dt|et_pb|fusion|kc|mk|rev|su|td|tdc|us|vc|wp)_\w+\]",  # [vc_row], of page builders
    re.IGNORECASE,
)
"""Codes that WordPress replaces when it shows a page; other words in square brackets stay."""
_OPENING_CODE = re.compile(r"\[([a-z][\w-]*)\]", re.IGNORECASE)
_CLOSING_CODE = re.compile(r"\[/([a-z][\w-]*)\]", re.IGNORECASE)
_REFERENCE = re.compile(
    r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|(?P<name>[a-z]{2,8}\d{0,2}));", re.IGNORECASE
)


def plain_text(text: str) -> str:
    """The text as a page would show it; the same text if it holds no markup.

    Blocks and the captions of pictures become lines of their own, and the text's own lines stay
    where they do not stand inside a paragraph of the markup. Exports escape twice as often as
    once, so that character references are resolved twice.
    """
    if _ESCAPED.search(text) and not _holds_tags(text):
        text = _resolved(text)
    text = _without_tags(text) if "<" in text else text
    text = _without_codes(text) if "[" in text else text
    return _resolved(_resolved(text))


def _holds_tags(text: str) -> bool:
    return any(found["name"].lower() in _KNOWN for found in _TAG.finditer(text))


def _without_tags(text: str) -> str:
    for begin, end in _CUT:
        text = _cut(text, begin, end)
    if not _holds_tags(text):
        return text
    closed = {found[1].lower(): found.start() for found in _CLOSING.finditer(text)}
    return visible_text(_SIGN.sub(lambda sign: _sound(sign, closed), text))


def _cut(text: str, begin: re.Pattern[str], end: re.Pattern[str]) -> str:
    """The text without what stands between two marks, and without them; a lone mark stays."""
    kept: list[str] = []
    at = 0
    while (opened := begin.search(text, at)) and (ended := end.search(text, opened.end())):
        kept.append(text[at : opened.start()])
        at = ended.end()
    return "".join((*kept, text[at:]))


def _sound(sign: re.Match[str], closed: Mapping[str, int]) -> str:
    """A sign of markup as a parser may read it; `closed` is where each element is last closed."""
    whole = sign[0]
    if sign["lone"]:
        return _TEXT[whole]
    if sign["name"] is None or whole.startswith("</"):
        return "" if sign["frame"] else whole
    name = sign["name"].lower()
    if closed.get(name, -1) >= sign.end():
        return whole if sign["sound"] is not None else f"<{name}>"
    if name in _SWALLOWS:
        return f"&lt;{whole[1:]}"
    # A paragraph's mark between paragraphs; of the rest, what attributes hide would end nowhere.
    return "<br>" if name == "p" else f"<{name}>"


def _without_codes(text: str) -> str:
    closed = {found[1].lower() for found in _CLOSING_CODE.finditer(text)}
    text = _EMBEDDED.sub("", text)
    if "caption" in closed or "wp_caption" in closed:
        text = _CAPTION.sub("\n", text)
    text = _OPENING_CODE.sub(lambda code: "" if code[1].lower() in closed else code[0], text)
    return _CODE.sub("", text)


def _resolved(text: str) -> str:
    """The text with each whole character reference as its character; others stay as they are."""
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(reference: re.Match[str]) -> str:
    name = reference["name"]
    if name is None:
        return unescape(reference[0])
    return html5.get(f"{name};") or html5.get(f"{name.lower()};") or reference[0]
