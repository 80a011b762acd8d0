"""Work that is asked for again, because what came of it was lost on its way, is done once."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

__all__ = ["Once"]

T = TypeVar("T")


@dataclass
class _Place(Generic[T]):
    lock: threading.Lock = field(default_factory=threading.Lock)
    done: T | None = None


@dataclass
class Once(Generic[T]):
    """What came of the last `most` pieces of work, by their keys. Safe to use from threads."""

    most: int = 200
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _places: OrderedDict[Hashable, _Place[T]] = field(default_factory=OrderedDict)

    def do(self, key: Hashable, work: Callable[[], T]) -> T:
        """Do the work, or give what came of it before; who comes meanwhile waits for it.

        Work that failed is done again.
        """
        with self._lock:
            place = self._places.setdefault(key, _Place())
            self._places.move_to_end(key)
            while len(self._places) > self.most:
                self._places.popitem(last=False)
        with place.lock:
            if place.done is None:
                place.done = work()
            return place.done
