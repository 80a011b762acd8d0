"""Work that yields from another thread, so that whoever waits for it can stop waiting."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue
from threading import Event
from time import monotonic
from typing import TypeVar

from rag.errors import ModelError

__all__ = ["Halted", "Put", "pump"]

T = TypeVar("T")
Put = Callable[[T], None]
Halted = Callable[[], bool]
POLL = 0.05
"""Seconds after which a stop is noticed at the latest."""


def pump(
    work: Callable[[Put[T], Halted], None],
    stop: Event,
    patience: float | None = None,
    halt: Callable[[], None] = lambda: None,
) -> Iterator[T]:
    """Run `work(put, halted)` in a thread of its own and yield what it puts, in order.

    It ends when the work does, whose error is raised here; without an error once `stop` is set.
    When it ends early, or the iterator is closed, `halted()` turns true and `halt` is called, to
    wake work that waits.

    Raises:
        ModelError: nothing was put for `patience` seconds.
    """
    queue: SimpleQueue[T] = SimpleQueue()
    over, done = Event(), Event()
    runner = ThreadPoolExecutor(1)
    running = runner.submit(work, queue.put, lambda: over.is_set() or stop.is_set())
    running.add_done_callback(lambda _: done.set())
    try:
        since = monotonic()
        while not stop.is_set():
            ended = done.is_set()  # asked before the queue: what is put before the end is not lost
            try:
                item = queue.get(timeout=0 if ended else POLL)
            except Empty:
                if ended:
                    running.result()
                    return
                if patience is not None and monotonic() - since > patience:
                    raise ModelError(f"the language model was silent for {patience:g} s") from None
            else:
                yield item
                since = monotonic()
    finally:
        over.set()
        if not done.is_set():
            halt()
        runner.shutdown(wait=False)
