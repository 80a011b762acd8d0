"""How the tagger of names is trained: the labels, the fit, the figures."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from eval.reader import names
from eval.reader.names import Labelled, labelled, measure, train
from rag.question.names import NameTagger
from rag.text.stylebook import Entity, Stylebook

BOOK = Stylebook([Entity(("بنك النخيل",), ("Palm Bank",), "organisation")])


@dataclass(frozen=True)
class Knowing:
    """One number a word: whether it is one of the names that it was told."""

    known: tuple[str, ...] = ("zamalek", "الزمالك", "tunis", "تونس", "darwish", "درويش")
    fingerprint: str = "knowing"

    def word_vectors(
        self, text: str, words: Sequence[tuple[int, int]]
    ) -> Sequence[Sequence[float]]:
        return [[float(text[s:e].lower() in self.known)] for s, e in words]


def _named(question: Labelled) -> list[str]:
    pairs = zip(question.words, question.named, strict=True)
    return [question.text[slice(*span)] for span, name in pairs if name]


@pytest.mark.parametrize(
    ("arabic", "english", "in_english", "in_arabic"),
    [
        ("متى فاز الزمالك؟", "When did Zamalek win?", ["Zamalek"], ["الزمالك"]),
        ("ماذا حدث في تونس في مايو؟", "What happened there in May?", [], ["تونس"]),
        ("من هو درويش؟", "Who, on Monday, was Darwish?", ["Darwish"], ["درويش"]),
        ("كم خسر المصرف؟", "How much did the bank lose?", [], []),
        ("متى أغلق بنك النخيل؟", "When was it shut?", [], []),
    ],
    ids=["shared skeleton", "place of CLDR", "weekday", "no name", "organisation by book alone"],
)
def test_words_are_labelled_by_capitals_and_spellings(
    arabic: str, english: str, in_english: list[str], in_arabic: list[str]
) -> None:
    own, lower, other = labelled(arabic, english, BOOK)
    assert (own.text, lower.text, other.text) == (english, english.lower(), arabic)
    assert _named(own) == in_english
    assert _named(lower) == [name.lower() for name in in_english]
    assert _named(other) == in_arabic


def _questions() -> list[Labelled]:
    asked = [
        ("متى فاز الزمالك؟", "When did Zamalek win?"),
        ("من دخل تونس؟", "Who entered Tunis?"),
        ("كم خسر المصرف؟", "How much did the bank lose?"),
    ]
    return [q for arabic, english in asked for q in labelled(arabic, english, BOOK)]


def test_what_is_trained_tells_the_names() -> None:
    tagger = train(_questions(), Knowing())
    assert [word.text for word in tagger.names("did tunis beat zamalek")] == ["tunis", "zamalek"]
    (weight,) = tagger.weights
    assert weight > 0 > tagger.bias
    assert (round(weight, 5), round(tagger.bias, 5)) == (weight, tagger.bias)


def test_precision_and_recall_count_words() -> None:
    only_zamalek = NameTagger(Knowing(("zamalek", "when")), (20.0,), -10.0)
    # Found: Zamalek, zamalek, and "When" and "when", which are none; there are six names.
    assert measure(only_zamalek, _questions(), 0.5) == (2 / 4, 2 / 6)
    assert measure(only_zamalek, [], 0.5) == (0.0, 0.0)


def test_the_command_measures_on_every_tenth_question_and_writes_the_weights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pairs = [("متى فاز الزمالك؟", "When did Zamalek win?"), ("من دخل تونس؟", "Who saw Tunis?")] * 6
    story = {"questions": [{"ar": ar, "en": en} for ar, en in pairs]}
    stories, to = tmp_path / "stories.jsonl", tmp_path / "names.json"
    stories.write_text(json.dumps(story) + "\n", encoding="utf-8")
    monkeypatch.setattr(names, "load_encoder", lambda settings: Knowing())
    monkeypatch.setattr(sys, "argv", ["names", str(stories), "--to", str(to)])
    names.main()
    assert capsys.readouterr().out == (
        "from 0.15: precision 1.000, recall 1.000\nfrom 0.50: precision 1.000, recall 1.000\n"
    )
    stored = json.loads(to.read_text(encoding="utf-8"))
    assert sorted(stored) == ["bias", "encoder", "weights"]
    assert (stored["encoder"], len(stored["weights"])) == ("knowing", 1)
