"""What the pages say, in both languages."""

import pytest

from rag.types import Label, Verdict
from ui.words import WORDS, Words


@pytest.mark.parametrize(
    ("n", "arabic", "english"),
    [
        (1, "مصدر مستقل واحد", "1 independent source"),
        (2, "مصدران مستقلان", "2 independent sources"),
        (3, "3 مصادر مستقلة", "3 independent sources"),
        (10, "10 مصادر مستقلة", "10 independent sources"),
        (11, "11 مصدرًا مستقلًا", "11 independent sources"),
        (103, "103 مصادر مستقلة", "103 independent sources"),
    ],
)
def test_sources_are_counted_with_the_right_plural(n: int, arabic: str, english: str) -> None:
    assert WORDS["ar"].independent(n) == arabic
    assert WORDS["en"].independent(n) == english


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_every_verdict_and_label_has_words(words: Words) -> None:
    assert set(words.verdicts) == set(Verdict)
    assert set(words.labels) == set(words.label_meanings) == set(Label)
