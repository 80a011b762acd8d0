"""A language model behind an address, against a real server: well, slow, cut off, refusing."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Timer

import pytest

from rag.errors import ModelError, SettingsError
from rag.generate.configure import load_language_models, open_generator
from rag.generate.endpoint import KEY, Endpoint
from rag.generate.protocol import Message
from rag.generate.writer import Step
from rag.settings import Settings
from rag.types import Answer, Verdict
from tests.toy_endpoint import Service, serving
from tests.toy_generate import FACTS, answer_by, book

HELLO = (Message("system", "Be brief."), Message("user", "Say hello."))
FACT = FACTS[0]
TRUE = f"{FACT['true']['en']} [1].\nNothing more is known of it [1].\n" + "And so on [1].\n" * 9


def settings_of(service: Service, timeout: float = 5.0) -> Settings:
    return Settings(generator=service.url, generator_model="toy", generator_timeout=timeout)


@contextmanager
def opened(settings: Settings) -> Iterator[Endpoint]:
    generator = open_generator(settings)
    assert isinstance(generator, Endpoint)
    with generator.client:
        yield generator


def say(service: Service, timeout: float = 5.0) -> str:
    with opened(settings_of(service, timeout)) as generator:
        return "".join(generator.stream(HELLO, Event()))


def ask(service: Service, stop: Event | None = None) -> tuple[Answer, list[tuple[float, Step]]]:
    """The answer to a question, and when each sentence was decided on, in seconds."""
    heard: list[tuple[float, Step]] = []
    begun = time.monotonic()

    def tell(step: Step) -> None:
        heard.append((time.monotonic() - begun, step))

    with opened(settings_of(service)) as generator:
        return answer_by(generator, FACT, "en", book(), tell, stop), heard


def test_the_reply_comes_whole_and_the_request_is_as_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, "secret")
    with serving("مرحبا بكم، hello.") as service:
        assert say(service) == "مرحبا بكم، hello."

    (asked,) = service.asked
    assert asked["model"] == "toy"
    assert asked["stream"] is True
    assert asked["temperature"] == 0
    assert asked["max_tokens"] == 400
    assert [m["role"] for m in asked["messages"]] == ["system", "user"]
    assert service.keys == ["Bearer secret"]


def test_no_key_of_another_service_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "of-another-service")
    monkeypatch.delenv(KEY, raising=False)
    with serving("Hello.") as service:
        say(service)

    assert service.keys == ["Bearer none"]


@pytest.mark.parametrize("statuses", [(429,), (500,), (429, 503)], ids=str)
def test_what_passes_is_tried_again(statuses: tuple[int, ...]) -> None:
    with serving("Hello.", *statuses, "well") as service:
        assert say(service) == "Hello."

    assert len(service.asked) == len(statuses) + 1


def test_an_option_that_a_model_refuses_is_sent_under_its_other_name() -> None:
    with serving("Hello.", 400, "well") as service:
        assert say(service) == "Hello."

    assert "max_tokens" not in service.asked[1]
    assert service.asked[1]["max_completion_tokens"] == 400


@pytest.mark.parametrize(
    ("way", "said"),
    [
        pytest.param(429, "HTTP 429", id="busy"),
        pytest.param(500, "HTTP 500", id="broken"),
        pytest.param(401, "HTTP 401", id="wrong-key"),
        pytest.param("cut", "did not answer", id="cut-off"),
        pytest.param("stopped short", "cut off", id="no-finish-reason"),
        pytest.param("bytes", "decode", id="broken-utf-8"),
        pytest.param("error inside", "out of memory", id="a-200-with-an-error"),
    ],
)
def test_what_fails_is_one_error_and_the_answer_falls_back(way: str | int, said: str) -> None:
    with serving(TRUE, way) as service, pytest.raises(ModelError, match=said) as raised:
        say(service)
    assert "\n" not in str(raised.value)

    with serving(TRUE, way) as service:
        answer, _ = ask(service)
    assert answer.verdict is Verdict.ANSWERED
    assert answer.notes[-1].startswith("The language model did not answer")
    assert answer.statements[0].text.startswith("2,030 soldiers")


def test_nobody_there_is_an_error_that_names_the_next_step() -> None:
    with serving("") as service:
        gone = settings_of(service)
    with opened(gone) as generator, pytest.raises(ModelError, match="dalil doctor"):
        list(generator.stream(HELLO, Event()))


def test_a_service_that_falls_silent_is_left_and_hears_of_it() -> None:
    with serving("Hello, and so on.", "silent") as service:
        begun = time.monotonic()
        with pytest.raises(ModelError, match=r"silent for 0\.4 s"):
            say(service, timeout=0.4)
        assert time.monotonic() - begun < 3
        assert service.hung_up.wait(5)


def test_a_stop_closes_the_connection_at_once() -> None:
    stop = Event()
    with serving("word " * 400, "slow") as service, opened(settings_of(service)) as generator:
        stream = generator.stream(HELLO, stop)
        next(stream)
        begun = time.monotonic()
        stop.set()
        rest = list(stream)
        took = time.monotonic() - begun
        assert service.hung_up.wait(5)

    assert rest == []
    assert took < 1
    assert service.written < 20


def test_a_closed_iterator_closes_the_connection() -> None:
    with serving("word " * 400, "slow") as service, opened(settings_of(service)) as generator:
        stream = generator.stream(HELLO, Event())
        next(stream)
        stream.close()  # type: ignore[attr-defined]  # it is a generator
        assert service.hung_up.wait(5)


def test_the_first_verified_sentence_does_not_wait_for_the_last() -> None:
    with serving(TRUE, "slow") as service:
        answer, heard = ask(service)

    first, step = heard[0]
    last, _ = heard[-1]
    assert step.statement is not None
    assert step.statement.text.startswith("Tokayev said")
    # 84 of 265 characters, 8 every 0.2 s: what comes after them must not be waited for.
    assert first < 0.6 * last
    assert answer.statements[0] == step.statement


def test_a_stopped_answer_keeps_what_was_verified() -> None:
    stop = Event()
    with serving(TRUE, "slow") as service:
        timer = Timer(3.5, stop.set)
        timer.start()
        answer, heard = ask(service, stop)
        timer.cancel()

    assert len(heard) < 11
    assert answer.statements[0].text.startswith("Tokayev said")
    assert answer.notes[-1] == "Stopped by you: the answer may be incomplete."


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param(
            {"generator": "http://me:secret@127.0.0.1/v1", "generator_model": "toy"},
            KEY,
            id="password-in-the-address",
        ),
        pytest.param({"generator": "http://127.0.0.1/v1"}, "generator_model", id="no-model"),
        pytest.param({"entailment": "some/model"}, "set `generator`", id="checks-nothing"),
        pytest.param({"translator": "generator"}, "set `generator`", id="translates-by-nothing"),
    ],
)
def test_settings_that_do_not_fit_say_what_to_do(given: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError, match=said) as raised:
        load_language_models(Settings(**given))  # type: ignore[arg-type]
    assert "secret" not in str(raised.value)
