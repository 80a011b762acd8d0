"""Open an index for searching, and the whole way of a question over it."""

from dataclasses import dataclass, field

from index.store import Archive
from rag.answer.compose import Extractive
from rag.pipeline import Pipeline
from rag.question.names import NameTagger, load_tagger
from rag.reader.encoder import Encoder, load_encoder
from rag.reader.model import load_reader
from rag.reader.protocol import Reader
from rag.settings import Settings
from rag.text import lexicon
from rag.text.stylebook import Stylebook

__all__ = ["Models", "load_models", "open_archive", "open_pipeline"]


@dataclass(frozen=True, slots=True)
class Models:
    """What answering needs beside an index. It outlives any one generation."""

    encoder: Encoder
    reader: Reader
    tagger: NameTagger = field(default_factory=NameTagger)


def load_models(settings: Settings) -> Models:
    """Load encoder and reader, which takes seconds.

    Raises:
        ModelError: a model cannot be loaded.
    """
    encoder = load_encoder(settings)
    return Models(encoder, load_reader(settings, encoder), load_tagger(encoder))


def open_archive(
    settings: Settings, encoder: Encoder | None = None, stylebook: Stylebook | None = None
) -> Archive:
    """Open the index that the settings name; encoder and stylebook are loaded unless given.

    Raises:
        ArchiveError: there is no index, it is damaged, or it was built with other settings.
        ModelError: the encoder cannot be loaded.
        SettingsError: the stylebook cannot be read.
    """
    names = stylebook or Stylebook.load(settings.stylebook)
    return Archive.open(settings, encoder or load_encoder(settings), names.expand)


def open_pipeline(settings: Settings, models: Models | None = None) -> Pipeline:
    """Open the index: ready to answer. The models are loaded unless given.

    Raises:
        ArchiveError: there is no index, it is damaged, or it was built with other settings.
        ModelError: a model cannot be loaded.
        SettingsError: the stylebook cannot be read.
    """
    lexicon.use(settings.lexicon)
    stylebook = Stylebook.load(settings.stylebook)
    loaded = models or load_models(settings)
    archive = open_archive(settings, loaded.encoder, stylebook)
    composer = Extractive(stylebook)
    return Pipeline(archive, loaded.reader, composer, stylebook, settings, loaded.tagger)
