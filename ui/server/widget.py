"""The widget as one file: its element, with the style and the script of an answer."""

import json
from functools import cache
from pathlib import Path

__all__ = ["STATIC", "widget_script"]

STATIC = Path(__file__).parent.parent / "static"


@cache
def widget_script() -> str:
    """What `/static/dalil-ask.js` serves. A page that uses it loads nothing else."""
    style = json.dumps(_read("answer.css"), ensure_ascii=False)
    element = _read("dalil-ask.js").replace('"ANSWER_STYLE"', style, 1)
    return f"{_read('answer.js')}\n{element}"


def _read(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")
