"""Which words of a question are names: by capitals, and by a head with weights made by hand."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from rag.question.names import NamedWord, NameTagger, load_tagger
from rag.question.translated import translated
from rag.question.understand import understand
from rag.reader.encoder import embedded_fingerprint


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
    encoder = Initials(embedded_fingerprint())
    tagger = load_tagger(encoder)
    assert tagger.encoder is encoder
    assert len(tagger.weights) == 384


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("How many rooms has the Wheat Hotel?", ["Wheat Hotel"]),
        ("Who owns the Basra Wheat Hotel?", ["Wheat Hotel"]),
        ("When did the Golden Olive Award begin?", ["Golden Olive Award"]),
        ("When did the Falcons win?", ["Falcons"]),
        ("Who heads Cedar University?", ["Cedar University"]),
        ("Who heads Karnak University?", ["University"]),
        ("When did Green resign?", []),
        ("When did Adam Green resign?", []),
        ("What did the Greens and the Qadirs want?", []),
        ("how many rooms has the wheat hotel?", []),
        ("كم غرفة في فندق القمح؟", []),
    ],
)
def test_ordinary_words_in_a_name_are_translations(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in translated(text)] == found


def test_a_town_that_is_a_word_of_a_translated_name_is_not_meant() -> None:
    def places(text: str) -> list[str]:
        return [entity.english[0] for entity in understand(text).entities]

    assert places("Who owns the Phoenix Hotel?") == []
    assert places("Who is the mayor of Phoenix?") == ["Phoenix"]
    assert places("Who owns the Port Said Hotel?") == ["Port Said"]
    assert places("How many people live in Little Rock?") == ["Little Rock"]


def test_the_words_of_a_translated_name_are_marked() -> None:
    names = understand("Who owns the Wheat Hotel that Qadir built?").names
    assert [(word.text, word.translated) for word in names] == [
        ("Wheat", True),
        ("Hotel", True),
        ("Qadir", False),
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("وين قلعة قادر اللي هدموها؟", ["قادر", "قلعة"]),
        ("متى يلعب ماتش قادر؟", ["قادر"]),
        ("كم سنة بقي قلفها في قادر؟", ["قادر"]),
        ("متى زارت قادر مها؟", ["قادر", "مها"]),
    ],
)
def test_words_that_are_never_names(text: str, names: list[str]) -> None:
    every = NameTagger(Initials(), (0.0, 0.0), 8.0)  # takes all words for names
    found = {word.text for word in understand(text, tagger=every).names}
    assert set(names) <= found
    assert found.isdisjoint({"اللي", "ماتش", "قلفها", "هدموها"})


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("من صاحب الجمل «سهم»؟", ["سهم"]),
        ('من صاحب الجمل "سهم"؟', ["سهم"]),
        ("من صاحب الجمل “سهم”؟", ["سهم"]),
        ("who owns the camel “sahm”?", ["sahm"]),
        ('How fast was "desert arrow"?', ["desert", "arrow"]),
        ("كم ربحت شركة «نسيج الدلتا»؟", ["نسيج", "الدلتا"]),
        ("متى صدرت رواية «بيت من زئبق»؟", ["بيت", "زئبق"]),
        ("من أسس حركة «مهاها»؟", ["مهاها"]),
        ("متى قالت «رويترز» إن السوق أغلقت؟", ["رويترز"]),
        ("هل صحيح أن «سهم» فاز بالسباق؟", ["سهم"]),
        ("من قال «لن أستقيل»؟", []),
        ("من قال إن «الأسعار سترتفع»؟", []),
        ("من قال: «كفى»؟", []),
        ('Who said "never again" in court?', []),
        ("من كتب «أيها الناس اتقوا الله وأطيعوا»؟", []),
        ("كم «شهيدا» سقط؟", []),
        ('How many "martyrs" fell?', []),
        ("ما معنى «متى»؟", []),
        ("من كتب «سبب»؟", []),
        ("كم عاما مر على «1984»؟", []),
        ("ما طول السفينة «؟", []),
    ],
)
def test_a_name_in_quotation_marks_is_one_whatever_the_tagger_says(
    text: str, names: list[str]
) -> None:
    never = NameTagger(Initials(), (0.0, 0.0), -8.0)  # takes no word for a name
    found = understand(text, tagger=never).names
    assert [word.text for word in found] == names
    assert all(word.chance == 1.0 and text.startswith(word.text, word.start) for word in found)


def test_an_ordinary_word_in_quotation_marks_is_a_name_in_translation() -> None:
    names = understand('Who owns the camel "Arrow", or "Sahm", "arrow" or "The Owl"?').names
    assert [(word.text, word.translated) for word in names] == [
        ("Arrow", True),
        ("Sahm", False),
        ("arrow", True),
        ("Owl", True),
    ]
