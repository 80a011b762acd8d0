"""An answer as it comes into being, for a page that shows it sentence by sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from threading import Event

from rag.generate.configure import heeding, listening
from rag.generate.pump import Halted, Put, pump
from rag.generate.writer import Step
from rag.pipeline import Pipeline, Timings
from rag.types import Answer

__all__ = ["live"]


def live(
    pipeline: Pipeline,
    text: str,
    history: Sequence[str],
    stop: Event,
    timings: Timings | None = None,
) -> Iterator[Step | Answer]:
    """Yield each sentence as it is decided, and the whole answer last.

    Only the last is the answer: what came before may be replaced by it. Set `stop` for the answer
    as it stands. Close the iterator where nobody wants one any more. Without a language model the
    answer is all that comes. `timings`, if given, receives the seconds that each step took.

    Raises:
        InputError: the question cannot be answered as it is.
    """
    gone = Event()  # apart from `stop`, after which the answer is still awaited

    def work(put: Put[Step | Answer], halted: Halted) -> None:
        composer = listening(pipeline.composer, put, stop)
        rewriter = heeding(pipeline.rewriter, stop)
        put(replace(pipeline, composer=composer, rewriter=rewriter).answer(text, history, timings))

    return pump(work, gone, halt=stop.set)
