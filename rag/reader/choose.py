"""The reader and the reranker that the settings name, with what was fitted for them.

The pair that Dalil brings along was calibrated with its training. Any other reader, and any
reranker, is refused until `dalil calibrate` has fitted it on the newsroom's own gold questions: a
probability that nobody measured would decide what is shown as an answer.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from rag.errors import ModelError
from rag.reader.calibration import Calibration
from rag.reader.cross import CrossOrder, load_order
from rag.reader.encoder import SentenceEncoder
from rag.reader.hub import HubReader, load_hub_reader
from rag.reader.model import CrossReader, load_reader
from rag.settings import Settings

__all__ = ["Chosen", "Fitted", "choose", "load_uncalibrated"]


class Fitted(BaseModel):
    """What `dalil calibrate` wrote: for which models it holds, and what it found."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    reader: str
    reranker: str
    encoder: str
    questions: int
    calibration: Calibration


@dataclass(frozen=True, slots=True)
class Chosen:
    """A reader, and what orders the passages before it; None for the search's own order."""

    reader: CrossReader | HubReader
    order: CrossOrder | None = None


def choose(settings: Settings, encoder: SentenceEncoder) -> Chosen:
    """Load what the settings name, calibrated.

    Raises:
        ModelError: a model cannot be loaded, or nothing was fitted for these models.
    """
    chosen = load_uncalibrated(settings, encoder)
    if isinstance(chosen.reader, CrossReader) and chosen.order is None:
        return chosen
    fitted = _fitted(settings, encoder).calibration
    if isinstance(chosen.reader, CrossReader):
        chosen.reader.calibration = fitted
        return chosen
    return replace(chosen, reader=replace(chosen.reader, calibration=fitted))


def load_uncalibrated(settings: Settings, encoder: SentenceEncoder) -> Chosen:
    """Load what the settings name, for `dalil calibrate` to fit.

    Raises:
        ModelError: a model cannot be loaded.
    """
    trained = settings.reader == "embedded" or (Path(settings.reader) / "reader.json").is_file()
    reader = load_reader(settings, encoder) if trained else load_hub_reader(settings)
    return Chosen(reader, load_order(settings) if settings.reranker else None)


def _fitted(settings: Settings, encoder: SentenceEncoder) -> Fitted:
    now = {
        "reader": settings.reader,
        "reranker": settings.reranker,
        "encoder": encoder.fingerprint,
    }
    next_step = "run `dalil calibrate GOLD.jsonl` with the newsroom's own gold questions"
    try:
        fitted = Fitted.model_validate_json(settings.calibration.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        models = " with ".join(filter(None, (settings.reader, settings.reranker)))
        raise ModelError(
            f"{models!r} is not calibrated: there is no {settings.calibration}; {next_step}"
        ) from error
    except (OSError, ValueError, ValidationError) as error:
        raise ModelError(
            f"the calibration {settings.calibration} cannot be read; {next_step}"
        ) from error
    for name, value in now.items():
        if (then := getattr(fitted, name)) != value:
            raise ModelError(
                f"the calibration {settings.calibration} is for the {name} {then or 'none'!r}, the "
                f"settings name {value or 'none'!r}; {next_step}"
            )
    return fitted
