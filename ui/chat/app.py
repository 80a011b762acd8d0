"""The chat: a page where one asks, reads the answer, and checks the cited words beside it.

Gradio lays out the page and styles its parts. The page asks through the server's JSON API, like
every other client, so that an answer outlives a reload, a lost connection and a closed tab.
"""

import json
from pathlib import Path
from typing import Any, TypedDict

from fastapi import FastAPI

from ui.chat.alone import gr
from ui.chat.html import chips_html, header_html, log_html, panel_html, talks_html
from ui.chat.words import WORDS

__all__ = ["Page", "build_chat", "mount", "page"]

STATIC = Path(__file__).parent.parent / "static"
SCRIPTS = (
    "answer.js", "keep.js", "welcome.js", "words.js", "where.js", "live.js", "ask.js", "turn.js",
    "beside.js", "next.js", "chat.js",
)  # fmt: skip
STYLES = ("answer.css", "chat.css", "chat-parts.css")


class Page(TypedDict):
    """What Gradio takes when the page is mounted."""

    theme: gr.themes.Base
    head: str
    js: str
    footer_links: list[Any]
    run_history: bool
    enable_monitoring: bool
    show_error: bool


def page(*, writes: bool = False) -> Page:
    """The looks, the locks and the script of the page, for `gr.mount_gradio_app`.

    `writes`: a language model words the answers, and the page shows them sentence by sentence.
    """
    sans = ["Noto Sans", "Noto Sans Arabic", "Segoe UI", "system-ui", "sans-serif"]
    mono = ["ui-monospace", "monospace"]
    style = "\n".join(_static(name) for name in STYLES)
    return Page(
        theme=gr.themes.Base(
            primary_hue="teal",
            neutral_hue="stone",
            font=[gr.themes.Font(name) for name in sans],
            font_mono=[gr.themes.Font(name) for name in mono],
        ),
        head=f"<style>{style}</style>",  # `css` would rewrite every selector
        js=_script(writes=writes),
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
    )


def build_chat() -> gr.Blocks:
    """Build the page; `page()` holds what its mount takes."""
    demo = gr.Blocks(title="Dalil · دليل", analytics_enabled=False, fill_width=True)
    with demo:
        _html(header_html(), "dl-top")
        with gr.Row(elem_id="dl-body"):
            _html(talks_html(), "dl-side")
            with gr.Column(elem_id="dl-main"):
                _html(log_html(), "dl-conversation")
                with gr.Column(elem_id="dl-composer"):
                    _html(chips_html(), "dl-chips")
                    with gr.Row(elem_id="dl-asking", equal_height=True):
                        gr.Textbox(
                            label="?",
                            show_label=False,
                            container=False,
                            max_lines=6,
                            elem_id="dl-box",
                        )
                        gr.Button("?", variant="primary", elem_id="dl-send", scale=0, min_width=96)
            _html(panel_html(), "dl-beside")
    demo.queue(api_open=False)
    return demo


def mount(app: FastAPI, path: str, *, writes: bool) -> None:
    """Serve the page under a path of an application; `writes` as for `page`."""
    gr.mount_gradio_app(app, build_chat(), path, mcp_server=False, **page(writes=writes))


def _html(value: str, name: str) -> gr.HTML:
    return gr.HTML(value, apply_default_css=False, elem_id=name)


def _static(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def _script(*, writes: bool) -> str:
    given = f"{json.dumps(WORDS, ensure_ascii=False)}, {json.dumps(writes)}"
    return f"() => {{ {''.join(map(_static, SCRIPTS))}\nDalil.chat({given}); }}"
