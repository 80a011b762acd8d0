"""The frame of the editor's page. Its script fills it in; nothing typed or published is in it."""

import json
from html import escape

from ui.gold.words import WORDS

__all__ = ["gold_page"]

SCRIPTS = ("answer.js", "welcome.js", "words.js", "keep.js", "gold-parts.js", "gold.js")
STYLES = ("answer.css", "page.css", "gold.css")


def gold_page(server: str) -> str:
    """The page; `server` is the path that the server's addresses begin with."""
    root = escape(server)
    words = escape(json.dumps(WORDS, ensure_ascii=False))
    styles = "".join(f'<link rel="stylesheet" href="{root}/static/{name}">' for name in STYLES)
    scripts = "".join(f'<script src="{root}/static/{name}" defer></script>' for name in SCRIPTS)
    return (
        '<!doctype html><html lang="en" dir="ltr"><head><meta charset="utf-8">'
        "<title>Dalil · دليل</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="robots" content="noindex">{styles}{scripts}</head>'
        f'<body class="gd" data-server="{root}" data-words="{words}">{_header(root)}'
        f"<main>{_run()}{_last()}{_list()}</main></body></html>"
    )


def _header(root: str) -> str:
    return (
        '<header class="gd-top"><div><h1 data-say="title"></h1><p data-say="about"></p></div>'
        f'<nav><a class="dl-do" href="{root}/chat/" data-say="chat"></a>'
        '<button type="button" class="dl-do" id="gd-switch" data-say="switch"></button></nav>'
        "</header>"
    )


def _run() -> str:
    return (
        '<section class="gd-run" data-label="title"><div id="gd-sum" class="gd-sum"></div>'
        '<div class="gd-act"><button type="button" id="gd-start" class="gd-go"></button>'
        '<button type="button" id="gd-stop" class="dl-do" data-say="stop" hidden></button>'
        '<progress id="gd-progress" hidden></progress><span id="gd-far" role="status"></span></div>'
        '<p id="gd-about" class="gd-soft"></p>'
        '<p class="gd-act"><button type="button" id="gd-base" class="dl-do" hidden></button></p>'
        '<p id="gd-bar" class="dl-notice" role="alert" hidden></p></section>'
    )


def _last() -> str:
    return (
        '<details class="gd-last" id="gd-last"><summary data-say="last"></summary>'
        '<div id="gd-answer"></div></details>'
    )


def _list() -> str:
    return (
        '<section><div class="gd-filters" role="group" data-label="filter" id="gd-filters"></div>'
        '<ol class="gd-rows" id="gd-rows"></ol><p class="gd-soft" id="gd-none"></p></section>'
    )
