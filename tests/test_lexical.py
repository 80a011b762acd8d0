from pathlib import Path

import pytest

from index.facets import Facets, Wanted
from index.lexical import Entry, Lexical
from rag.errors import ArchiveError
from rag.text.fold import analyse

TEXTS = {
    3: "نشرت المنظمة 2030 جنديا في كازاخستان",
    1: "ارتفعت أسعار الوقود في كازاخستان",
    2: "غادر الجنود كازاخستان",
}


@pytest.fixture
def lexical(tmp_path: Path) -> Lexical:
    entries = [Entry(i, Facets("ar", 5, i % 2, i), analyse(text)) for i, text in TEXTS.items()]
    entries.append(Entry(9, Facets("en", 6, 0, 0), analyse("Soldiers left Kazakhstan")))
    Lexical.write(tmp_path / "lexical", entries, ["ar", "en"])
    return Lexical.open(tmp_path / "lexical", ["ar", "en"])


def found(lexical: Lexical, question: str, k: int = 10, language: str = "ar") -> list[int]:
    return [identity for identity, _ in lexical.search(analyse(question), k, language)]


def test_the_rarer_word_decides(lexical: Lexical) -> None:
    assert found(lexical, "أسعار كازاخستان")[0] == 1
    assert found(lexical, "كم جندي؟") == [3]
    assert found(lexical, "٢٠٣٠") == [3]


def test_other_forms_of_a_word_are_found(lexical: Lexical) -> None:
    assert found(lexical, "والسعر بالأسعار") == [1]
    assert found(lexical, "منظمات") == [3]


def test_each_language_is_searched_by_itself(lexical: Lexical) -> None:
    assert found(lexical, "soldiers", language="en") == [9]
    assert found(lexical, "soldiers") == []
    assert found(lexical, "soldiers", language="fr") == []


def test_holds(lexical: Lexical) -> None:
    assert lexical.holds("soldier", "en")
    assert not lexical.holds("soldier", "ar")
    assert not lexical.holds("soldier", "fr")


@pytest.mark.parametrize(
    "tokens", [["AND"], ["id:1"], ['"'], ["*"], ["tokens_ar:كازاخست"], ["(("], ["\\"], ["🙂"]]
)
def test_nothing_in_a_question_is_query_syntax(lexical: Lexical, tokens: list[str]) -> None:
    assert lexical.search(tokens, 5, "ar") == []


def test_at_most_k_and_ties_by_id(lexical: Lexical) -> None:
    assert found(lexical, "كازاخستان", k=2) == [2, 1]
    assert found(lexical, "", k=2) == []
    assert found(lexical, "كازاخستان", k=0) == []


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(outlet=1), [1, 3]),
        (Wanted(tongue=5), [2, 1, 3]),
        (Wanted(tongue=6), []),
        (Wanted(first=2), [2, 3]),
        (Wanted(first=1, last=2), [2, 1]),
        (Wanted(outlet=1, first=2), [3]),
    ],
)
def test_only_what_is_wanted_is_found_and_scores_as_among_all(
    lexical: Lexical, wanted: Wanted, found: list[int]
) -> None:
    every = dict(lexical.search(["كازاخست"], 5, "ar"))
    hits = lexical.search(["كازاخست"], 5, "ar", wanted)

    assert [identity for identity, _ in hits] == found
    assert all(score == pytest.approx(every[identity]) for identity, score in hits)


def test_very_many_words_are_no_error(lexical: Lexical) -> None:
    assert found(lexical, "كازاخستان " + " ".join(f"كلمة{n}" for n in range(30_000)))[0] == 2


def test_an_empty_index(tmp_path: Path) -> None:
    Lexical.write(tmp_path / "empty", [], [])

    assert Lexical.open(tmp_path / "empty", []).search(["كلمة"], 5, "ar") == []


def test_a_folder_without_an_index_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="run `dalil index PATH`"):
        Lexical.open(tmp_path, ["ar"])
