import math
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.build import build_index
from index.store import Archive
from rag.search import Scored, balance, fuse, spread_copies
from rag.settings import Settings
from rag.types import Hit
from tests.toys import ToyEncoder, passage_of

NAMES = {"CSTO": ("منظمة معاهدة الأمن الجماعي",)}
ARTICLES = {
    "troops": "نشرت منظمة معاهدة الأمن الجماعي 2030 جنديا في كازاخستان.",
    "prices": "ارتفعت أسعار الوقود في غرب البلاد بعد رفع الدعم.",
    "airport": "أعلن مطار ألماتي أنه سيبقى مغلقا حتى الأحد.",
    "police": "أحرق المحتجون نحو 500 سيارة تابعة للشرطة.",
    "english": "Fuel prices rose in the west of the country.",
}


def hits(*scores: tuple[int, float], text: str = "كلمة") -> list[Hit]:
    return [Hit(passage_of(f"{text} {i}", i), score) for i, score in scores]


def ids(found: list[Hit]) -> list[int]:
    return [hit.passage.id for hit in found]


def places(found: Scored) -> list[int]:
    return [identity for identity, _ in found]


def test_fuse_adds_reciprocal_ranks() -> None:
    found = fuse([[(1, 9.0), (2, 8.0), (3, 7.0)], [(3, 0.5), (2, 0.4)]], 10)

    assert places(found) == [3, 2, 1]
    assert [score for _, score in found] == pytest.approx(
        [1 / 13 + 1 / 11, 1 / 12 + 1 / 12, 1 / 11]
    )


def test_fuse_weighs() -> None:
    rankings = [[(1, 1.0), (2, 0.9)], [(2, 1.0), (3, 0.9)]]

    assert places(fuse(rankings, 10, [1.0, 0.1])) == [2, 1, 3]
    assert places(fuse(rankings, 10, [1.0, 0.0])) == [1, 2]
    assert places(fuse(rankings, 1)) == [2]


def test_fuse_breaks_ties_by_id_and_takes_nothing() -> None:
    assert places(fuse([[(7, 1.0)], [(4, 1.0)]], 10)) == [4, 7]
    assert fuse([], 10) == []
    assert fuse([[], []], 10) == []


def test_no_language_is_hidden() -> None:
    english = [(i, 1.0 - i / 100) for i in range(1, 11)]
    arabic = [(i, 0.1 - i / 1000) for i in range(101, 106)]
    found = balance({"en": english, "ar": arabic}, 12)

    assert places(found) == [1, 2, 3, 101, 4, 5, 6, 102, 7, 8, 9, 103]
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


def test_a_language_has_its_part_of_the_archive_in_every_result() -> None:
    english = [(i, 1 - i / 100) for i in range(1, 9)]
    arabic = [(i, 0.1) for i in range(101, 109)]
    for sizes, count in (({"ar": 90, "en": 10}, 5), ({"ar": 50, "en": 50}, 3), (None, 2)):
        found = places(balance({"en": english, "ar": arabic}, 8, sizes))
        assert found[0] == 1
        assert sum(identity > 100 for identity in found) == count


def test_the_better_language_comes_first() -> None:
    assert places(balance({"en": [(1, 0.2)], "ar": [(2, 0.3)]}, 5)) == [2, 1]
    assert places(balance({"ar": [(3, 0.2), (4, 0.1)]}, 5)) == [3, 4]
    assert balance({}, 5) == []
    assert balance({"ar": []}, 5) == []


def test_copies_give_way_after_the_second() -> None:
    wire = "أعلنت وزارة الداخلية أن نحو ثمانية آلاف شخص أوقفوا في سائر أنحاء البلاد منذ الأحد"
    same = [Hit(passage_of(wire + tail, i), 1 - i / 10) for i, tail in enumerate(["", ".", "، "])]
    other = Hit(passage_of("ارتفعت أسعار الوقود في غرب البلاد", 7), 0.2)
    found = spread_copies([*same, other], 10)

    assert ids(found) == [0, 1, 7, 2]
    assert [hit.score for hit in found] == [1.0, 0.9, 0.8, 0.2]
    assert ids(spread_copies([*same, other], 3)) == [0, 1, 7]


def test_another_figure_makes_another_text() -> None:
    wire = "أعلنت وزارة الداخلية مقتل {} شخصا في سائر أنحاء البلاد منذ بدء الاحتجاجات يوم الأحد"
    several = [Hit(passage_of(wire.format(n), i), 1.0 - i / 10) for i, n in enumerate([18, 26, 34])]

    assert spread_copies(several, 10) == several


def test_no_more_hits_are_taken_than_are_shown() -> None:
    words = ["أغلق مطار", "ارتفعت أسعار", "فاز فريق", "سقط جسر"]
    several = [Hit(passage_of(each, i), 1.0 - i / 10) for i, each in enumerate(words)]
    left = iter(several)

    assert ids(spread_copies(left, 2)) == [0, 1]
    assert ids(list(left)) == [2, 3]


ranked = st.lists(
    st.tuples(st.integers(0, 30), st.floats(0, 1)), unique_by=lambda row: row[0], max_size=20
).map(lambda rows: sorted(rows, key=lambda row: (-row[1], row[0])))


@given(ranked, ranked.map(lambda rows: [(i + 99, score) for i, score in rows]))
def test_merging_loses_nothing(one: Scored, other: Scored) -> None:
    merged = balance({"ar": one, "en": other}, 100)

    assert sorted(places(merged)) == sorted(places(one) + places(other))


@given(ranked, st.integers(1, 100))
def test_spreading_loses_nothing_and_begins_alike_for_every_k(found: Scored, k: int) -> None:
    several = hits(*found)
    spread = ids(spread_copies(several, 100))

    assert sorted(spread) == sorted(places(found))
    assert ids(spread_copies(several, k)) == spread[:k]


# The contract that every search keeps.

Search = Callable[[str, int], list[Hit]]


def archive(folder: Path, articles: dict[str, str]) -> Archive:
    settings = Settings(index=folder / "index", passage_tokens=16)
    news = folder / "news"
    news.mkdir()
    for name, text in articles.items():
        (news / f"{name}.txt").write_text(text, encoding="utf-8")
    build_index([news], settings, ToyEncoder())
    return Archive.open(settings, ToyEncoder(), lambda text: NAMES.get(text.strip("?"), ()))


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return archive(tmp_path_factory.mktemp("archive"), ARTICLES)


@pytest.fixture(params=["search", "dense", "lexical"])
def search(request: pytest.FixtureRequest, full: Archive) -> Search:
    searches: dict[str, Search] = {
        "search": full.search,
        "dense": full.dense,
        "lexical": full.lexical,
    }
    return searches[request.param]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        pytest.param("كم سيارة للشرطة أحرقت؟", "police", id="words"),
        pytest.param("متى يفتح المطار في ألماتي؟", "airport", id="other-forms"),
        pytest.param("٢٠٣٠", "troops", id="arabic-digits"),
        pytest.param("Where did fuel prices rise?", "english", id="english"),
    ],
)
def test_the_right_passage_comes_first(search: Search, question: str, first: str) -> None:
    assert search(question, 3)[0].passage.article.id == first


def test_a_latin_acronym_reaches_its_arabic_name(full: Archive) -> None:
    assert full.lexical("CSTO?", 5)[0].passage.article.id == "troops"
    assert full.search("CSTO?", 5)[0].passage.article.id == "troops"


@pytest.mark.parametrize(
    "question",
    [
        "كازاخستان",
        "the",
        "🙂",
        "a\0b",
        "<script>alert(1)</script>",
        'tokens_ar:"x" AND (*',
        "\ud800",
        "日本",
        "كلمة " * 20_000,
    ],
)
@pytest.mark.parametrize("k", [1, 3, 1000])
def test_contract(search: Search, question: str, k: int) -> None:
    found = search(question, k)

    assert len(found) <= k
    assert len(set(ids(found))) == len(found)
    assert all(math.isfinite(hit.score) for hit in found)
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    assert found == search(question, k)


@pytest.mark.parametrize("question", ["", "  \n"])
def test_an_empty_question_finds_nothing(search: Search, question: str) -> None:
    assert search(question, 5) == []


def test_k_below_one_finds_nothing(search: Search) -> None:
    assert search("كازاخستان", 0) == []


def test_k_beyond_the_index_finds_every_passage_once(full: Archive) -> None:
    assert sorted(ids(full.search("الوقود", 1000))) == sorted(p.id for p in full.passages)


def test_many_english_articles_do_not_hide_the_arabic_one(tmp_path: Path) -> None:
    english = {f"e{n}": f"CSTO troops were deployed, report {n} says so." for n in range(30)}
    found = archive(tmp_path, {**english, "troops": ARTICLES["troops"]}).search("CSTO", 8)

    assert "troops" in [hit.passage.article.id for hit in found[:4]]
