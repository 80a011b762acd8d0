"""A toy index and a real server around it: exact answers, no model, no network but loopback."""

import socket
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import FastAPI
from starlette.testclient import TestClient

from rag.errors import ArchiveError, InputError
from rag.search import Search, Within
from rag.settings import Settings
from rag.text.stylebook import Stylebook
from rag.types import Answer, Article, Hit, Passage
from tests.toy_chat import EURONEWS, EVIL, HOSTILE, MIDDLE_EAST, T2000, T2030, ToyPipeline
from tests.toy_gold import COMMAND as GOLD
from ui.answer.make_view import NO_NAMES
from ui.archive import facts_of
from ui.server.app import Running, create_app
from ui.server.current_index import Opened
from ui.server.run import Server, configure
from ui.server.settings import ServeSettings

PASSAGES = {span.passage.id: span.passage for span in (T2030, T2000, EVIL)}
ARTICLES = {article.id: article for article in (EURONEWS, MIDDLE_EAST, HOSTILE)}
TROOPS = "How many CSTO troops were deployed?"
TROOPS_AR = "كم عدد قوات منظمة معاهدة الأمن الجماعي؟"


class ToySearch:
    """Finds the same three passages, in one order, for every question."""

    def search(self, question: str, k: int) -> list[Hit]:
        ordered = (T2030, T2000, EVIL)
        return [Hit(s.passage, 1.0 / n) for n, s in enumerate(ordered, start=1)][:k]


@dataclass
class ToyAnswering:
    """Answers as the toy of the chat does; "hold" waits until it is let go."""

    toy: ToyPipeline = field(default_factory=ToyPipeline)
    search: Search = field(default_factory=ToySearch)
    begun: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    let_go: threading.Event = field(default_factory=threading.Event)

    def answer(
        self, text: str, history: Sequence[str] = (), timings: dict[str, float] | None = None
    ) -> Answer:
        if timings is not None:
            timings["retrieve"] = 0.25
        if "hold" in text:
            self.begun.release()
            assert self.let_go.wait(30)
        if timings is not None:
            timings["read"] = 0.5
        return self.toy.answer(text, history)


@dataclass(frozen=True)
class ToyArchive:
    articles: Mapping[str, Article] = field(default_factory=lambda: ARTICLES)
    forgotten: frozenset[str] = frozenset()

    def passage(self, passage_id: int) -> Passage | None:
        return PASSAGES.get(passage_id)

    def article(self, article_id: str) -> Article | None:
        return self.articles.get(article_id)


@dataclass
class ToySource:
    """An index whose generation a test can change or break."""

    name: str = "000001"
    broken: bool = False
    names: Stylebook = NO_NAMES
    answering: ToyAnswering = field(default_factory=ToyAnswering)
    archive: ToyArchive = field(default_factory=ToyArchive)
    articles: Sequence[Article] = tuple(ARTICLES.values())

    def generation(self) -> str:
        return self.name

    def open(self) -> Opened:
        if self.broken:
            raise ArchiveError(f"generation {self.name} is damaged: build the index again")
        facts = facts_of(self.articles)
        return Opened(self.name, self.answering, self.archive, self.names, self.narrow, facts)

    def narrow(self, within: Within) -> ToyAnswering:
        """Knows of one outlet only."""
        if within.outlet != "Euronews":
            raise InputError("no article of that outlet: its outlets are Euronews")
        return self.answering


@dataclass(frozen=True)
class Toy:
    """A made application and what a test may turn in it."""

    app: FastAPI
    source: ToySource
    serve: ServeSettings
    running: Running


def make(folder: Path, source: ToySource | None = None, **given: object) -> Toy:
    """An application with its files in `folder`; no chat and no examples unless asked for.

    `writes`, of what is given: the settings name a language model; which is the source's affair.
    """
    generator = "scripted" if given.pop("writes", False) else ""
    values: dict[str, object] = {
        "store": folder / "answers.sqlite",
        "chat": False,
        "watch_s": 0.05,
        "examples": False,
    }
    serve = ServeSettings.model_validate({**values, **given})
    source, running = source or ToySource(), Running()
    settings = Settings(gold=folder / "gold.jsonl", generator=generator)
    return Toy(create_app(source, settings, serve, running, GOLD), source, serve, running)


@contextmanager
def client(toy: Toy) -> Iterator[TestClient]:
    """A client that talks to the application without a socket."""
    with TestClient(toy.app, "http://127.0.0.1", raise_server_exceptions=False) as found:
        yield found


@contextmanager
def served(toy: Toy, port: int = 0) -> Iterator[str]:
    """The application behind a real server, by default on a free port; gives its address."""
    with socket.create_server(("127.0.0.1", port)) as listening:
        server = Server(configure(toy.app, toy.serve), toy.running)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive()
                time.sleep(0.01)
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(30)
            assert not thread.is_alive()
