"""The language models that the settings name, around the extractive composer.

Each is imported when a setting names it, and only then: without any, nothing of them is loaded.
"""

from dataclasses import dataclass, replace
from threading import Event
from typing import TYPE_CHECKING

from rag.answer.compose import Composer
from rag.errors import ModelError, SettingsError
from rag.generate.protocol import Generator
from rag.question.names import NameTagger
from rag.question.rewrite import Rewriter
from rag.settings import Settings
from rag.text.stylebook import Stylebook

if TYPE_CHECKING:
    from rag.generate.judge import Entailment
    from rag.generate.translate import Translator
    from rag.generate.writer import Tell

__all__ = [
    "LanguageModels",
    "check_fit",
    "heeding",
    "is_address",
    "listening",
    "load_language_models",
    "open_generator",
]


@dataclass(frozen=True, slots=True)
class LanguageModels:
    """The language models that are set, loaded once; without any, answers stay extractive."""

    generator: Generator | None = None
    entailment: "Entailment | None" = None
    translator: "Translator | None" = None

    @property
    def rewriter(self) -> Rewriter | None:
        """What makes follow-ups whole; None leaves them to the rules."""
        if self.generator is None:
            return None
        from rag.generate.rewrite import ByModel

        return ByModel(self.generator)

    def around(
        self, composer: Composer, stylebook: Stylebook, tagger: NameTagger | None = None
    ) -> Composer:
        """The composer itself, or one that words and translates what it composes.

        `tagger` finds the names that the stylebook lacks, for the check of who does what to whom.
        """
        if self.generator:
            from rag.generate.writer import Generative

            composer = Generative(
                composer, self.generator, stylebook, self.entailment, tagger or NameTagger()
            )
        if self.translator:
            from rag.generate.translate import Translating

            composer = Translating(composer, self.translator, stylebook)
        return composer


def load_language_models(settings: Settings) -> LanguageModels:
    """Load what the settings name. Of an endpoint nothing is asked yet.

    Raises:
        ModelError: a model cannot be loaded, or a package is not installed.
        SettingsError: the settings do not fit together.
    """
    check_fit(settings)
    generator = open_generator(settings) if settings.generator else None
    return LanguageModels(
        generator,
        _entailment(settings) if settings.entailment else None,
        _translator(settings, generator) if settings.translator else None,
    )


def check_fit(settings: Settings) -> None:
    """Check that what needs a generator has one.

    Raises:
        SettingsError: `entailment` or `translator` needs a generator, and none is set.
    """
    if settings.generator:
        return
    if settings.entailment:
        raise SettingsError(
            f"entailment {settings.entailment!r} checks a generator, and none is set: set "
            "`generator` too, or take `entailment` out"
        )
    if settings.translator == "generator":
        raise SettingsError(
            "translator 'generator' needs a generator, and none is set: set `generator` too, "
            "or `translator` to a translation model"
        )


def is_address(name: str) -> bool:
    """Whether a generator is named by its address, not as a model on this machine."""
    return name.startswith(("http://", "https://"))


def open_generator(settings: Settings) -> Generator:
    """The chat model that the settings name.

    Raises:
        ModelError: it cannot be loaded, or its client is not installed.
        SettingsError: the settings do not fit together.
    """
    if not is_address(settings.generator):
        from rag.generate.local import open_local

        return open_local(settings)
    try:
        from rag.generate.endpoint import open_endpoint
    except ModuleNotFoundError as error:
        raise ModelError(
            f"generator {settings.generator!r} needs the package {error.name!r}: run "
            "`pip install 'dalil[openai]'`"
        ) from error
    return open_endpoint(settings)


def _entailment(settings: Settings) -> "Entailment":
    from rag.generate.entail import open_entailment

    return open_entailment(settings)


def _translator(settings: Settings, generator: Generator | None) -> "Translator":
    from rag.generate.translate import ByGenerator, Cached

    if generator and settings.translator == "generator":
        return Cached(ByGenerator(generator))
    from rag.generate.seq2seq import open_translator

    return Cached(open_translator(settings))


def listening(composer: Composer, tell: "Tell", stop: Event) -> Composer:
    """A copy of the composer whose language model, if any, tells of each sentence and may stop.

    `replace(pipeline, composer=listening(pipeline.composer, tell, stop)).answer(…)` streams.
    """
    from rag.generate.translate import Translating
    from rag.generate.writer import Generative

    match composer:
        case Translating():
            return replace(composer, inner=listening(composer.inner, tell, stop), stop=stop)
        case Generative():
            return replace(composer, tell=tell, stop=stop)
        case _:
            return composer


def heeding(rewriter: Rewriter | None, stop: Event) -> Rewriter | None:
    """A copy of the rewriter that nobody waits for once `stop` is set."""
    from rag.generate.rewrite import ByModel

    return replace(rewriter, stop=stop) if isinstance(rewriter, ByModel) else rewriter
