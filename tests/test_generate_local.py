"""The real loading code on tiny models made on the spot: chat, translation, inference."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event, Timer

import pytest

from rag.answer.compose import Extractive
from rag.errors import ModelError
from rag.generate.configure import LanguageModels, listening, load_language_models
from rag.generate.protocol import Message
from rag.generate.translate import ByGenerator, Cached, Translating, translation_problems
from rag.question.understand import understand
from rag.settings import Settings
from rag.types import Answer, Citation, Language, Verdict
from rag.verify.answer import verify
from tests.tiny_models import (
    write_tiny_chat,
    write_tiny_classifier,
    write_tiny_qa,
    write_tiny_translator,
)
from tests.toy_generate import FACTS, Scripted, answer_by, book, group_of

HELLO = (Message("system", "Be brief."), Message("user", "Say hello."))
TROOPS = FACTS[0]
LABELS = ("contradiction", "neutral", "entailment")


def models(**settings: str | int) -> LanguageModels:
    return load_language_models(Settings(dtype="float32", **settings))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_chat(tmp_path_factory.mktemp("chat"))


def test_a_local_model_streams_the_same_reply_every_time(chat: Path) -> None:
    generator = models(generator=str(chat), generator_tokens=32).generator
    assert generator is not None
    pieces = list(generator.stream(HELLO, Event()))

    assert len(pieces) > 2
    assert "".join(pieces) == "".join(generator.stream(HELLO, Event()))
    assert "<s>" not in "".join(pieces)
    assert "brief" not in "".join(pieces)


def test_a_model_in_a_folder_is_named_without_its_path(chat: Path) -> None:
    generator = models(generator=str(chat)).generator
    assert generator is not None
    assert generator.name == chat.name


def test_a_local_model_stops_when_told(chat: Path) -> None:
    generator = models(generator=str(chat), generator_tokens=3000).generator
    assert generator is not None
    stop = Event()
    stream = generator.stream(HELLO, stop)
    next(stream)
    begun = time.monotonic()
    stop.set()
    assert list(stream) == []
    assert time.monotonic() - begun < 2
    # The next reply waits for the last one to end, which it does at its next token.
    assert next(generator.stream(HELLO, Event()))


def test_random_words_are_withheld_and_the_sources_shown(chat: Path) -> None:
    generator = models(generator=str(chat), generator_tokens=48).generator
    assert generator is not None
    answer = answer_by(generator, TROOPS, "en", book(), lambda step: None)

    assert answer.verdict is Verdict.ANSWERED
    assert answer.statements[0].text.startswith("2,030 soldiers")


def test_a_prompt_that_does_not_fit_is_an_error(tmp_path: Path) -> None:
    generator = models(generator=str(write_tiny_chat(tmp_path, positions=64))).generator
    assert generator is not None
    with pytest.raises(ModelError, match="reads 64 tokens"):
        list(generator.stream(HELLO, Event()))


def test_a_model_without_a_system_turn_gets_its_rules_in_the_first(tmp_path: Path) -> None:
    template = (
        "{% if messages[0]['role'] == 'system' %}{{ raise_exception('no system') }}{% endif %}"
        "{{ messages[0]['content'] }}"
    )
    generator = models(
        generator=str(write_tiny_chat(tmp_path, template)), generator_tokens=16
    ).generator
    assert generator is not None
    assert "".join(generator.stream(HELLO, Event()))


@pytest.mark.parametrize(
    ("make", "setting", "said"),
    [
        pytest.param(lambda p: write_tiny_chat(p, None), "generator", "chat template", id="base"),
        pytest.param(write_tiny_qa, "generator", "generator", id="another-kind"),
        pytest.param(lambda p: p, "generator", "hf download", id="empty-folder"),
        pytest.param(lambda p: p, "translator", "hf download", id="no-translator"),
        pytest.param(write_tiny_qa, "translator", "translator", id="a-reader-translates"),
    ],
)
def test_what_cannot_be_loaded_is_named_with_the_next_step(
    tmp_path: Path, make: Callable[[Path], Path], setting: str, said: str
) -> None:
    with pytest.raises(ModelError, match=said):
        models(**{setting: str(make(tmp_path))})


def test_inference_needs_its_label(tmp_path: Path, chat: Path) -> None:
    three = write_tiny_classifier(tmp_path / "three", LABELS)
    two = write_tiny_classifier(tmp_path / "two", ("good", "bad"))
    entailment = models(generator=str(chat), entailment=str(three)).entailment
    assert entailment is not None

    chance = entailment.follows("غادر 2030 جنديا. " * 200, "2,030 soldiers left.")
    assert 0 < chance < 1
    assert chance != entailment.follows("غادر 2030 جنديا.", "Nobody left.")
    with pytest.raises(ModelError, match="good, bad"):
        models(generator=str(chat), entailment=str(two))


@pytest.mark.parametrize(
    "languages", [(), ("arb_Arab", "eng_Latn"), ("__ar__", "__en__")], ids=["pair", "nllb", "m2m"]
)
def test_a_translation_model_translates_in_order(
    tmp_path: Path, languages: tuple[str, ...]
) -> None:
    translator = models(translator=str(write_tiny_translator(tmp_path, languages))).translator
    assert translator is not None
    sentences = [f"غادر {n} جنديا." for n in range(9, 19)]
    together = translator.translate(sentences, Event())

    assert len(together) == len(sentences)
    stopped = Event()
    stopped.set()
    assert translator.translate(["غدا.", *sentences[:1]], stopped) == ["", together[0]]
    assert together[3] == translator.translate([sentences[3]], Event())[0]


class Counting:
    """A translator of one sentence, which counts its work."""

    name = "counting"

    def __init__(self, translation: str) -> None:
        self.translation = translation
        self.asked: list[str] = []

    def translate(self, sentences: Sequence[str], stop: Event) -> list[str]:
        self.asked += sentences
        return [self.translation for _ in sentences]


def translated(translation: str, language: Language = "en") -> Answer:
    question = understand(TROOPS["question"][language])
    composer = Translating(Extractive(book()), Counting(translation), book())
    return composer.compose(question, [group_of(TROOPS, question)], (), ())


GOOD = (
    "Tokayev pointed out that the force of 2,030 soldiers and 250 vehicles is due to leave "
    'Kazakhstan "soon", and Vladimir Putin confirmed that the Russian forces are there '
    '"for a limited time".'
)


def test_a_translation_stands_below_the_quotation_and_is_labelled() -> None:
    answer = translated(GOOD)

    assert answer.citations[0].translation == GOOD
    assert answer.citations[0].span.text == TROOPS["sentence"]
    assert answer.notes[-1] == (
        "The translations under the quotations are machine translations (counting)."
    )
    assert verify(answer, book()) is answer


@pytest.mark.parametrize(
    ("translation", "why"),
    [
        pytest.param(GOOD.replace("2,030", "2,300"), "a number", id="number"),
        pytest.param(GOOD.replace("and 250 vehicles ", ""), "a number", id="number-left-out"),
        pytest.param(GOOD.replace("Kazakhstan", "Uzbekistan"), "a name", id="name"),
        pytest.param(GOOD.replace("Vladimir Putin", "he"), "a name", id="name-left-out"),
        pytest.param(TROOPS["sentence"], "another language", id="not-translated"),
    ],
)
def test_a_translation_that_is_not_the_sentence_is_withheld(translation: str, why: str) -> None:
    answer = translated(translation)

    assert answer.citations[0].translation == ""
    assert answer.notes[-1].startswith("A machine translation was withheld: ")
    assert why in answer.notes[-1]


def test_an_arabic_question_needs_no_translation() -> None:
    assert translated(GOOD, "ar").citations[0].translation == ""


def test_a_sentence_is_translated_once() -> None:
    inner = Counting("One.")
    cached = Cached(inner)

    assert cached.translate(["واحد", "اثنان", "واحد"], Event()) == ["One."] * 3
    assert cached.translate(["اثنان"], Event()) == ["One."]
    assert inner.asked == ["واحد", "اثنان"]


def test_a_language_model_translates_too() -> None:
    model = Scripted(GOOD)
    citation = Citation(1, group_of(TROOPS, understand("How many?")).claims[0].sentence)

    assert ByGenerator(model).translate([TROOPS["sentence"]], Event()) == [GOOD]
    assert "obey no" in model.asked[0][0].content
    assert list(translation_problems(GOOD, citation, book())) == []


class Waiting(Counting):
    """Translates nothing until it is stopped, and then half of a word."""

    def translate(self, sentences: Sequence[str], stop: Event) -> list[str]:
        self.asked += sentences
        assert stop.wait(10)
        return ["Toka" for _ in sentences]


def test_after_a_stop_nobody_waits_for_a_translation_and_half_a_one_is_not_kept() -> None:
    stop, inner = Event(), Waiting("")
    question = understand(TROOPS["question"]["en"])
    plain, cached = Extractive(book()), Cached(inner)
    composer = listening(Translating(plain, cached, book()), lambda _: None, stop)
    timer = Timer(0.3, stop.set)
    timer.start()
    answer = composer.compose(question, [group_of(TROOPS, question)], (), ())

    assert answer.statements
    assert [c.translation for c in answer.citations] == [""]
    assert answer.notes[-1] == "Stopped by you: the answer may be incomplete."
    cached.translate([TROOPS["sentence"]], stop)
    assert inner.asked == [TROOPS["sentence"]] * 2


class Broken(Counting):
    def translate(self, sentences: Sequence[str], stop: Event) -> list[str]:
        raise ModelError("gone")


def test_a_translator_that_fails_leaves_the_answer_as_it_is() -> None:
    question = understand(TROOPS["question"]["en"])
    plain = Extractive(book())
    groups = [group_of(TROOPS, question)]
    answer = Translating(plain, Broken(""), book()).compose(question, groups, (), ())

    assert answer == plain.compose(question, groups, (), ())
    assert replace(answer, notes=()).citations[0].translation == ""
