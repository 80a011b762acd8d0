"""What the server counts, for Prometheus."""

from collections.abc import Callable, Mapping
from functools import partial

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

__all__ = ["Metrics"]

SECONDS = (0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 2.0, 5.0, 10.0, 30.0)


class Metrics:
    """One set of counters for one server; none of them holds a question or a name."""

    def __init__(self, taken: Callable[[], int], generation: Callable[[], str]) -> None:
        self._registry = CollectorRegistry()
        counter = partial(Counter, registry=self._registry)
        histogram = partial(Histogram, buckets=SECONDS, registry=self._registry)
        gauge = partial(Gauge, registry=self._registry)
        requests = ("route", "method", "status")
        self._requests = counter("dalil_requests", "Requests answered", requests)
        self._seconds = histogram("dalil_request_seconds", "Time of a request", ("route",))
        answers = ("verdict", "language")
        said = "Questions answered, by what came of them"
        self._answers = counter("dalil_answers", said, answers)
        self._steps = histogram("dalil_step_seconds", "Time of a step of answering", ("step",))
        self._feedback = counter("dalil_feedback", "Feedback taken", ("rating",))
        self._faults = counter("dalil_faults", "What went wrong inside", ("what",))
        gauge("dalil_asking", "Questions that run or wait").set_function(lambda: float(taken()))
        used = "1 for the index generation in use"
        self._index = gauge("dalil_index", used, ("generation",))
        self._generation = generation

    def request(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one request; status 0 is one whose client went away."""
        known = method if method in {"GET", "HEAD", "POST", "OPTIONS"} else "other"
        self._requests.labels(route, known, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def answer(self, verdict: str, language: str, timings: Mapping[str, float]) -> None:
        """Count one answer and the time of its steps."""
        self._answers.labels(verdict, language).inc()
        for step, seconds in timings.items():
            self._steps.labels(step).observe(seconds)

    def feedback(self, rating: str) -> None:
        """Count one piece of feedback."""
        self._feedback.labels(rating).inc()

    def fault(self, what: str) -> None:
        """Count something that went wrong inside: "store", "index"."""
        self._faults.labels(what).inc()

    def text(self) -> bytes:
        """Everything, in Prometheus' text format."""
        self._index.clear()
        self._index.labels(self._generation()).set(1)
        return generate_latest(self._registry)
