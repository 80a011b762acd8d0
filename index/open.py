"""Open an index for searching, and the whole way of a question over it."""

from index.store import Archive
from rag.compose import Extractive
from rag.encode import Encoder, load_encoder
from rag.pipeline import Pipeline
from rag.reader_model import load_reader
from rag.settings import Settings
from rag.stylebook import Stylebook

__all__ = ["open_archive", "open_pipeline"]


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


def open_pipeline(settings: Settings) -> Pipeline:
    """Load the models and open the index: ready to answer.

    Raises:
        ArchiveError: there is no index, it is damaged, or it was built with other settings.
        ModelError: a model cannot be loaded.
        SettingsError: the stylebook cannot be read.
    """
    stylebook = Stylebook.load(settings.stylebook)
    encoder = load_encoder(settings)
    archive = open_archive(settings, encoder, stylebook)
    reader = load_reader(settings, encoder)
    return Pipeline(archive, reader, Extractive(stylebook), stylebook, settings)
