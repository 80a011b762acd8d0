"""Which words of a question are names: by capitals, and by a head with weights made by hand."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from rag.question.names import NamedWord, NameTagger, load_tagger


@dataclass(frozen=True)
class Initials:
    """Two numbers a word: whether it begins with "q" or "ق", and its length."""

    fingerprint: str = "initials"

    def word_vectors(
        self, text: str, words: Sequence[tuple[int, int]]
    ) -> Sequence[Sequence[float]]:
        return [[float(text[s].lower() in "qق"), float(e - s)] for s, e in words]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Did Qadir resign?", ["Qadir"]),
        ("How many fans saw Al-Hilal beat Zamalek?", ["Al-Hilal", "Zamalek"]),
        ("Qadir resigned when?", []),
        ("who is qadir", []),
        ("متى استقال قادر؟", []),
        ("Was it 2019 or B2?", ["B2"]),
        ("", []),
    ],
    ids=["one", "hyphen", "first word", "no capitals", "Arabic", "number", "empty"],
)
def test_without_weights_capitals_tell_the_names(text: str, names: list[str]) -> None:
    found = NameTagger().names(text)
    assert [word.text for word in found] == names
    assert all(word.chance == 1.0 and text.startswith(word.text, word.start) for word in found)


def test_with_weights_each_word_has_the_chance_of_its_vector() -> None:
    tagger = NameTagger(Initials(), (4.0, 0.0), -2.0)
    (latin,) = tagger.names("who is qadir")
    assert latin == NamedWord("qadir", 7, latin.chance)
    assert latin.chance == pytest.approx(0.8808, abs=1e-4)  # 1 / (1 + e^-2)
    (arabic,) = tagger.names("متى استقال قادر؟")
    assert (arabic.text, arabic.start) == ("قادر", 11)


def test_a_word_that_is_hardly_a_name_is_left_out() -> None:
    # 1 / (1 + e^2) is 0.119, below the least; 1 / (1 + e^1.5) is 0.182, above it.
    assert NameTagger(Initials(), (0.0, 0.0), -2.0).names("who") == ()
    assert len(NameTagger(Initials(), (0.0, 0.0), -1.5).names("who won")) == 2


def test_weights_of_another_size_are_an_error() -> None:
    with pytest.raises(ValueError, match="zip"):
        NameTagger(Initials(), (1.0,), 0.0).names("who won")


def test_the_weights_of_another_encoder_are_not_used() -> None:
    assert load_tagger(Initials("another")) == NameTagger()
    assert load_tagger(object()) == NameTagger()


def test_the_weights_that_come_with_dalil_go_with_its_encoder() -> None:
    encoder = Initials("e5s1-tuned-0470daddedf9cca5")
    tagger = load_tagger(encoder)
    assert tagger.encoder is encoder
    assert len(tagger.weights) == 384
