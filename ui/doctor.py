"""The command `dalil doctor`: what is configured, in plain words, and whether it answers."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from rag.errors import DalilError, ModelError
from rag.settings import Settings

if TYPE_CHECKING:
    from rag.generate.protocol import Generator
    from rag.reader.encoder import SentenceEncoder

__all__ = ["Finding", "examine", "examine_store"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: a part of Dalil, whether it is well, and what there is to say of it."""

    part: str
    well: bool
    text: str


def examine(settings: Settings) -> Iterator[Finding]:
    """Yield a finding for each part as soon as it was tried; loading a model takes seconds."""
    examined = _Examined(settings)
    for part, try_it in (
        ("stylebook", examined.stylebook),
        ("encoder", examined.load_encoder),
        ("index", examined.index),
        ("reader", examined.reader),
        ("generator", examined.generator),
        ("entailment", examined.entailment),
        ("translator", examined.translator),
    ):
        yield _tried(part, try_it)


def examine_store(settings: Settings) -> Iterator[Finding]:
    """Yield a finding for everything that the store must do, tried in a place of its own.

    In Milvus that is a collection for each, which is dropped at the end; the index is left alone.
    """
    from index.contract import CHECKS, Trial, trial

    def tried(name: str, check: Callable[[Trial], None]) -> str:
        with trial(settings.store, settings.store_uri) as made:
            check(made)
        return name

    for name, check in CHECKS.items():
        yield _tried("store", partial(tried, name, check))


def _tried(part: str, try_it: Callable[[], str]) -> Finding:
    begun = time.perf_counter()
    try:
        text = try_it()
    except DalilError as error:
        return Finding(part, False, str(error))
    took = time.perf_counter() - begun
    return Finding(part, True, f"{text} ({took:.1f} s)" if took >= 1 else text)


@dataclass
class _Examined:
    """The parts, each tried once; those that need the encoder share it."""

    settings: Settings
    _encoder: "list[SentenceEncoder]" = field(default_factory=list)

    def stylebook(self) -> str:
        from rag.text.stylebook import Stylebook

        Stylebook.load(self.settings.stylebook)
        return f"{self.settings.stylebook} is read"

    def load_encoder(self) -> str:
        from rag.reader.encoder import load_encoder

        self._encoder.append(load_encoder(self.settings))
        return f"{self.settings.encoder!r} is loaded"

    def _loaded(self) -> "SentenceEncoder":
        if not self._encoder:
            raise ModelError("not tried, for it needs the encoder")
        return self._encoder[0]

    def index(self) -> str:
        from index.open import open_archive

        articles = open_archive(self.settings, self._loaded()).articles
        return f"{self.settings.index} holds {len(articles)} articles"

    def reader(self) -> str:
        from rag.reader.choose import choose

        chosen = choose(self.settings, self._loaded())
        order = f", after the reranker {self.settings.reranker!r}" if chosen.order else ""
        return f"{self.settings.reader!r} is loaded and calibrated{order}"

    def generator(self) -> str:
        settings = self.settings
        if not settings.generator:
            return "none is set: answers are built from the sources alone"
        from rag.generate.configure import is_address, open_generator

        generator = open_generator(settings)
        if not is_address(settings.generator):
            return f"{generator.name!r} on this machine answers: {_first_words(generator)}"
        from rag.generate.endpoint import KEY, Endpoint

        key = "with" if os.environ.get(KEY) else "without"
        where = f"{generator.name!r} at {settings.generator}, {key} a key in {KEY},"
        with generator.client if isinstance(generator, Endpoint) else nullcontext():
            return f"{where} answers: {_first_words(generator)}"

    def entailment(self) -> str:
        if not self.settings.entailment:
            return "none is set: what the generator writes is checked by code alone"
        from rag.generate.configure import check_fit
        from rag.generate.entail import open_entailment

        check_fit(self.settings)
        open_entailment(self.settings)
        return f"{self.settings.entailment!r} is loaded"

    def translator(self) -> str:
        name = self.settings.translator
        if not name:
            return "none is set: Arabic quotations are shown without a translation"
        if name == "generator":
            from rag.generate.configure import check_fit

            check_fit(self.settings)
            return "the generator translates"
        from rag.generate.seq2seq import open_translator

        made = open_translator(self.settings).translate(["صباح الخير"], Event())[0]
        return f"{name!r} is loaded; it makes of «صباح الخير»: {made[:60]!r}"


def _first_words(generator: "Generator") -> str:
    """What a model says first, and after how long.

    Raises:
        ModelError: it does not answer, or says nothing.
    """
    from rag.generate.protocol import Message

    stop, begun = Event(), time.perf_counter()
    for piece in generator.stream([Message("user", "Say: ready.")], stop):
        if piece.strip():
            stop.set()
            return f"its first words came after {time.perf_counter() - begun:.1f} s"
    raise ModelError(f"the language model {generator.name!r} said nothing: try another")
