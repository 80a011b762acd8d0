"""Neighbouring spellings of one name, and the names that look alike and are others."""

from time import perf_counter

import pytest

from rag.text.neighbours import are_neighbours, by_opening, has_neighbour, one_sound_off

SAME = (
    "شو تشو,زيلينسكي زيلنسكي,بريغوجين بريغوزين,غورباتشوف غورباتشيف,واغنر فاغنر,"
    "بلينكن بلنكن,خروتشوف خروشوف,لوكاشينكو لوكاشنكو,قيرغيزستان قرغيزستان,كراماتورسك كراماتورزك,"
    "Zelensky Zelenskyy,Prigozhin Prigojin,Mohamed Mohammed,Lukashenko Lukashenka,Wagner Vagner,"
    "Gorbachev Gorbachov,Khrushchev Khrushchov"
)
OTHERS = (
    "سلمان سليمان,سليماني سلماني,محمد محمود,حسن حسين,عبدالحليم عبدالحكيم,عبدالرحمن عبدالرحيم,"
    "الشهراني الزهراني,الحسيني الحسني,شكيل تشكيل,شريف تشريف,باترسون بيترسون,هندرسون اندرسون,"
    "كريم مكرم,جمال زمال,غازي جازي,مستفيد مستبد,"
    "منصف منصب,المالكي الملكية,الجنابي الأجنبية,بلاده ولاده,مركبة مراقبة,داغستان باكستان,شو تو,"
    "Patterson Peterson,Anderson Andersen,Anderson Henderson,Karim Karam,Carson Garson,"
    "Hassan Hussein,Salman Suleiman,Austria Australia,Ali Aly"
)


def _pairs(text: str) -> list[tuple[str, ...]]:
    return [tuple(pair.split()) for pair in text.split(",")]


@pytest.mark.parametrize(("one", "other"), _pairs(SAME))
def test_spellings_of_one_name_are_neighbours(one: str, other: str) -> None:
    assert are_neighbours(one, other)
    assert are_neighbours(other, one)
    assert has_neighbour(one, by_opening(["x", other, "كلمة"]))


@pytest.mark.parametrize(("one", "other"), _pairs(OTHERS))
def test_names_that_look_alike_are_not(one: str, other: str) -> None:
    assert not are_neighbours(one, other)
    assert not are_neighbours(other, one)


def test_a_name_is_found_with_letters_written_onto_it() -> None:
    words = by_opening(["ولبريغوزين", "قال"])
    assert has_neighbour("بريغوجين", words)
    assert not has_neighbour("زيلينسكي", words)
    assert has_neighbour("شو", by_opening(["وتشو"]))
    assert not has_neighbour("سام", by_opening(["وسام"]))


def test_a_long_key_has_variants_and_a_short_one_none() -> None:
    assert {"brgzn", "brggn", "frgjn"} <= one_sound_off("brgjn")
    assert one_sound_off("krjn") == one_sound_off("sbAYn") == frozenset()


def test_a_long_word_takes_no_time() -> None:
    began = perf_counter()
    for letters in ("ab", "بي", "شت", "zj"):
        assert are_neighbours(letters * 3000, letters * 3000 + letters[0]) in (True, False)
    assert perf_counter() - began < 1
