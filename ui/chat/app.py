"""The chat: a page where one asks, reads the answer, and checks the cited words beside it."""

import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypedDict

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")  # read once, when Gradio is imported

import gradio as gr

from rag.errors import InputError, SettingsError
from rag.text.stylebook import Stylebook
from rag.types import Answer, Language
from ui.chat.conversation import Conversation, Turn
from ui.chat.html import (
    NO_NAMES,
    answer_html,
    conversation_html,
    examples_html,
    header_html,
    notice_html,
    pending_html,
)
from ui.words import EXAMPLES, WORDS, choose_language

__all__ = ["Answerer", "Page", "build_chat", "open_chat", "page"]

log = logging.getLogger(__name__)
STATIC = Path(__file__).parent.parent / "static"
WAITING = 64
"""Questions that may wait at once; beyond, Gradio answers that the queue is full."""
AT_ONCE = 2
"""Questions that are answered at once."""


class Answerer(Protocol):
    """What the chat needs of `rag.pipeline.Pipeline`."""

    def answer(
        self, text: str, history: Sequence[str] = (), timings: dict[str, float] | None = None
    ) -> Answer:
        """Answer one question, given the earlier ones of the conversation, oldest first."""
        ...


ForPage = Callable[[Mapping[str, str]], Answerer]
"""Gives the pipeline for a page, by the query parameters that it was opened with."""


@dataclass(frozen=True, slots=True)
class Answering:
    """What answers, and the newsroom's names to show its answers with."""

    pipeline: Answerer
    stylebook: Stylebook


class Page(TypedDict):
    """What Gradio takes at launch or mount, the same for both."""

    theme: gr.themes.Base
    head: str
    js: str
    footer_links: list[Any]
    run_history: bool
    enable_monitoring: bool
    show_error: bool
    favicon_path: str


def page() -> Page:
    """The looks and locks of the page, for `Blocks.launch` and for `gr.mount_gradio_app`."""
    sans = ["Noto Sans", "Noto Sans Arabic", "Segoe UI", "system-ui", "sans-serif"]
    mono = ["ui-monospace", "monospace"]
    return Page(
        theme=gr.themes.Base(
            primary_hue="teal",
            neutral_hue="stone",
            font=[gr.themes.Font(name) for name in sans],
            font_mono=[gr.themes.Font(name) for name in mono],
        ),
        head=f"<style>{_static('chat.css')}</style>",  # `css` would rewrite every selector
        js=_static("chat.js"),
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        favicon_path=str(STATIC / "favicon.svg"),
    )


def _static(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def open_chat(
    pipeline: Answerer, stylebook: Stylebook, host: str = "127.0.0.1", port: int = 7860
) -> gr.Blocks:
    """Open the chat on this machine and return at once; `close()` ends it.

    Raises:
        SettingsError: the address cannot be listened on.
    """
    demo = build_chat(pipeline, stylebook)
    try:
        demo.launch(
            server_name=host, server_port=port, quiet=True, prevent_thread_lock=True, **page()
        )
    except OSError as error:
        raise SettingsError(
            f"cannot listen on {host}:{port}, it may be taken: choose another port with --port"
        ) from error
    return demo


@dataclass(frozen=True, slots=True)
class Parts:
    """The page's components."""

    language: gr.State
    chosen: gr.BrowserState
    conversation: gr.State
    header: gr.HTML
    switch: gr.Button
    new: gr.Button
    shown: gr.HTML
    examples: gr.Column
    tries: gr.HTML
    buttons: tuple[gr.Button, ...]
    box: gr.Textbox
    send: gr.Button


def build_chat(
    pipeline: Answerer, stylebook: Stylebook = NO_NAMES, for_page: ForPage | None = None
) -> gr.Blocks:
    """Build the page over a pipeline, with its queue; `page()` holds what launch or mount take.

    `stylebook` words the names that stand beside an answer: speakers, outlets, agencies.
    `for_page`, if given, gives the pipeline for a page that was opened with query parameters; of
    those the page itself takes `lang`, and `question` to begin with.
    """
    demo = gr.Blocks(title="Dalil · دليل", analytics_enabled=False, fill_width=True)
    with demo:
        parts = _lay_out()
        _listen_for_questions(parts, stylebook, for_page or (lambda _: pipeline))
        _listen_for_language(parts, demo)
    demo.queue(max_size=WAITING, api_open=False, default_concurrency_limit=AT_ONCE)
    return demo


def _lay_out() -> Parts:
    secret = "dalil"  # noqa: S105  (it only scrambles the reader's choice of language)
    language = gr.State("en")
    chosen = gr.BrowserState("", storage_key="dalil-language", secret=secret)
    conversation = gr.State(Conversation())
    with gr.Row(elem_id="dl-top", equal_height=True):
        header = gr.HTML("", apply_default_css=False, elem_id="dl-header")
        new = gr.Button("", elem_id="dl-new", visible=False, min_width=0, scale=0, size="sm")
        switch = gr.Button("", elem_id="dl-switch", min_width=0, scale=0, size="sm")
    shown = gr.HTML("", apply_default_css=False, elem_id="dl-conversation")
    with gr.Column(elem_id="dl-examples") as examples:
        tries = gr.HTML("", apply_default_css=False, elem_id="dl-try")
        with gr.Row():
            buttons = tuple(
                gr.Button(text, elem_classes=["dl-example", f"dl-{tongue}"], min_width=280)
                for tongue, text in EXAMPLES
            )
    with gr.Row(elem_id="dl-composer", equal_height=True):
        box = gr.Textbox(
            show_label=False, container=False, max_lines=6, autofocus=True, elem_id="dl-box"
        )
        send = gr.Button("", variant="primary", elem_id="dl-send", scale=0, min_width=96)
    return Parts(
        language,
        chosen,
        conversation,
        header,
        switch,
        new,
        shown,
        examples,
        tries,
        buttons,
        box,
        send,
    )


# --- questions ----------------------------------------------------------------------------------

Update = tuple[Any, ...]


def _listen_for_questions(parts: Parts, stylebook: Stylebook, for_page: ForPage) -> None:
    def ask(
        question: str, conversation: Conversation, language: Language, request: gr.Request
    ) -> Iterator[Update]:
        answering = Answering(for_page(request.query_params), stylebook)
        yield from _ask(answering, question, conversation, language)

    outputs = [parts.box, parts.shown, parts.conversation, parts.examples, parts.new]
    typed = [parts.box.submit, parts.send.click]
    for listen, source in [(event, parts.box) for event in typed] + [
        (button.click, button) for button in parts.buttons
    ]:
        listen(
            ask,
            [source, parts.conversation, parts.language],
            outputs,
            show_progress="hidden",
            api_visibility="private",
        )
    parts.new.click(
        _forget, None, outputs, show_progress="hidden", queue=False, api_visibility="private"
    )


def _ask(
    answering: Answering, question: str, conversation: Conversation, language: Language
) -> Iterator[Update]:
    """Show the question at once, then its answer; what could not be answered stays in the box."""
    if not question.strip():
        yield gr.skip(), gr.skip(), gr.skip(), gr.skip(), gr.skip()
        return
    pending = Turn(question, pending_html(question, language, conversation.next), False)
    yield _update(conversation.with_turn(pending), conversation, question, language)
    turn = _answered(answering, question, conversation, language)
    after = conversation.with_turn(turn)
    yield _update(after, after, "" if turn.answered else question, language)


def _answered(
    answering: Answering, question: str, conversation: Conversation, language: Language
) -> Turn:
    number, words = conversation.next, WORDS[language]
    try:
        answer = answering.pipeline.answer(question, history=conversation.history)
        return Turn(question, answer_html(answer, number, answering.stylebook), True)
    except InputError as error:
        message = words.refused.format(_in(language, str(error)))
    except Exception:
        log.exception("a question of %d characters could not be answered", len(question))
        message = words.failed
    return Turn(question, notice_html(question, message, language, number), False)


def _in(language: Language, message: str) -> str:
    """The half of "English / Arabic" in one language; a message in one language as it is."""
    english, _, arabic = message.rpartition(" / ")
    return (english or arabic) if language == "en" else arabic


def _update(shown: Conversation, kept: Conversation, typed: str, language: Language) -> Update:
    return (
        typed,
        conversation_html([turn.html for turn in shown.turns], shown.dropped, language),
        kept,
        gr.update(visible=False),
        gr.update(visible=True),
    )


def _forget() -> Update:
    return "", "", Conversation(), gr.update(visible=True), gr.update(visible=False)


# --- the interface's language -------------------------------------------------------------------


def _listen_for_language(parts: Parts, demo: gr.Blocks) -> None:
    spoken = [parts.header, parts.new, parts.switch, parts.tries, parts.box, parts.send]

    def start(chosen: str, request: gr.Request) -> Update:
        asked = request.query_params
        accepted = request.headers.get("accept-language", "")
        language = chosen_language(chosen or asked.get("lang", ""), accepted)
        return (language, *_speak(language, asked.get("question", "")))

    def switch(language: Language) -> Update:
        other: Language = "en" if language == "ar" else "ar"
        return (other, other, *_speak(other))

    demo.load(
        start,
        parts.chosen,
        [parts.language, *spoken],
        show_progress="hidden",
        queue=False,
        api_visibility="private",
    )
    parts.switch.click(
        switch,
        parts.language,
        [parts.language, parts.chosen, *spoken],
        show_progress="hidden",
        queue=False,
        api_visibility="private",
    )


def chosen_language(chosen: str, accepted: str) -> Language:
    """The language that the reader chose before, else the first of the browser's we speak."""
    return "ar" if chosen == "ar" else "en" if chosen == "en" else choose_language(accepted)


def _speak(language: Language, question: str = "") -> Update:
    words = WORDS[language]
    box = gr.update(label=words.question, placeholder=words.placeholder)
    if question:
        box["value"] = question
    return (
        header_html(language),
        words.new,
        words.switch,
        examples_html(language),
        box,
        words.ask,
    )
