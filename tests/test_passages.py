from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.load.clean import kept_spans
from index.passages import make_passages
from rag.types import Article, Passage


def words(text: str) -> int:
    return len(text.split())


def passages(text: str, budget: int = 6, overlap: int = 0, identity: str = "a") -> list[Passage]:
    article = Article(identity, text)
    return make_passages(article, [(0, len(text))], words, budget, overlap)


def test_whole_sentences_are_grouped_to_the_budget() -> None:
    found = passages("واحد اثنان. ثلاثة أربعة خمسة. ستة سبعة.")

    assert [p.text for p in found] == ["واحد اثنان. ثلاثة أربعة خمسة.", "ستة سبعة."]
    assert found[0].sentences == ((0, 11), (12, 29))


def test_overlap_is_a_whole_sentence() -> None:
    found = passages("واحد اثنان. ثلاثة أربعة. خمسة ستة. سبعة ثمانية.", budget=4, overlap=1)

    assert [p.text for p in found] == [
        "واحد اثنان. ثلاثة أربعة.",
        "ثلاثة أربعة. خمسة ستة.",
        "خمسة ستة. سبعة ثمانية.",
    ]


def test_overlap_that_does_not_fit_is_left_out() -> None:
    found = passages("واحد اثنان. ثلاثة أربعة. خمسة ستة سبعة.", budget=4, overlap=1)

    assert [p.text for p in found] == ["واحد اثنان. ثلاثة أربعة.", "خمسة ستة سبعة."]


def test_a_sentence_over_the_budget_stands_alone() -> None:
    found = passages("واحد. اثنان ثلاثة أربعة خمسة ستة. سبعة.", budget=3)

    assert [p.text for p in found] == ["واحد.", "اثنان ثلاثة أربعة خمسة ستة.", "سبعة."]


def test_a_sentence_far_over_the_budget_is_cut_at_a_clause() -> None:
    found = passages("واحد اثنان ثلاثة، أربعة خمسة ستة سبعة.", budget=4)
    cut = make_passages(
        Article("a", "واحد اثنان ثلاثة، أربعة خمسة ستة سبعة."), [(0, 38)], words, 4, 0, longest=4
    )

    assert [p.text for p in found] == ["واحد اثنان ثلاثة، أربعة خمسة ستة سبعة."]
    assert [p.text for p in cut] == ["واحد اثنان ثلاثة،", "أربعة خمسة ستة سبعة."]


def test_without_clauses_it_is_cut_between_words() -> None:
    assert [p.text for p in passages("ا ب ت ث ج ح خ د ذ", budget=3)] == [
        "ا ب",
        "ت ث",
        "ج ح",
        "خ د ذ",
    ]


def test_without_words_it_is_cut_anywhere() -> None:
    text = "ب" * 5000
    found = make_passages(Article("a", text), [(0, 5000)], len, 100, 0)

    assert "".join(p.text for p in found) == text
    assert max(len(p.text) for p in found) <= 200


def test_no_passage_reaches_over_what_was_cleaned_away() -> None:
    text = "واحد اثنان.\nاعلان\nثلاثة أربعة."
    found = make_passages(Article("a", text), kept_spans(text), words, 50, 2)

    assert [p.text for p in found] == ["واحد اثنان.", "ثلاثة أربعة."]


def test_ids_follow_the_content_not_the_place_in_the_archive() -> None:
    first, second = passages("واحد اثنان. ثلاثة أربعة خمسة ستة سبعة.", budget=4)

    assert [first.id, second.id] == [
        p.id for p in passages("واحد اثنان. ثلاثة أربعة خمسة ستة سبعة.", budget=4)
    ]
    assert first.id == passages("واحد اثنان. شيء آخر تماما هنا الآن.", budget=4)[0].id
    assert len({first.id, second.id, passages("واحد اثنان.", identity="b")[0].id}) == 3


def test_an_article_without_anything_kept_has_no_passage() -> None:
    assert make_passages(Article("a", "اعلان"), [], words, 10, 1) == []


texts = st.text(alphabet=st.one_of(st.characters(), st.sampled_from(" .؟\n«»ابت")), max_size=300)


@given(texts, st.integers(1, 12), st.integers(0, 3), st.booleans())
def test_passages_slice_back_and_cover_every_visible_character(
    text: str, budget: int, overlap: int, by_letters: bool
) -> None:
    article = Article("a", text)
    keep = kept_spans(text)
    found = make_passages(article, keep, len if by_letters else words, budget, overlap)
    covered: set[int] = set()
    for passage in found:
        assert article.text[passage.start : passage.end] == passage.text
        assert any(start <= passage.start < passage.end <= end for start, end in keep)
        assert (passage.sentences[0][0], passage.sentences[-1][1]) == (passage.start, passage.end)
        assert all(a[1] <= b[0] for a, b in pairwise(passage.sentences))
        for start, end in passage.sentences:
            covered.update(range(start, end))
    visible = {i for start, end in keep for i in range(start, end) if not text[i].isspace()}
    assert visible <= covered
    assert len({p.id for p in found}) == len(found)
    assert [p.start for p in found] == sorted(p.start for p in found)


@pytest.mark.parametrize("budget", [3, 7, 20])
def test_no_passage_is_over_twice_the_budget(budget: int) -> None:
    text = " ".join(f"كلمة{n}" + ("." if n % 11 == 0 else "") for n in range(500))

    assert max(words(p.text) for p in passages(text, budget, overlap=1)) <= 2 * budget
