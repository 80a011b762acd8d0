import json
import logging
from pathlib import Path

import pytest

from eval.gold import Gold, dump_gold, load_gold, parse_gold
from rag.errors import InputError

FOLDER = Path(__file__).parent.parent / "eval" / "gold"
SEEDS = Path(__file__).parent.parent / "seeds"
GOOD = {
    "id": "cars-en",
    "kind": "number",
    "language": "en",
    "question": "How many cars?",
    "answers": {"en": ["500"], "ar": ["500 سيارة"]},
    "values": [500],
    "evidence": [{"article": "a", "quote": "500 سيارة"}],
    "answerable": True,
}


def line(**changes: object) -> str:
    return json.dumps({**GOOD, **changes}, ensure_ascii=False)


def test_a_line_becomes_a_question() -> None:
    gold = parse_gold(line(), "gold.jsonl:1")
    assert gold.phrases == ("500", "500 سيارة")
    assert gold.values == (500.0,)
    assert gold.evidence[0].quote == "500 سيارة"
    assert gold.history == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "gold.jsonl:3: not JSON"),
        ("[1]", "gold.jsonl:3: expected one JSON object a line, got list"),
        (line(language=None), "gold.jsonl:3: 'language'"),
        (line(answerable="perhaps"), "gold.jsonl:3: 'answerable'"),
        (line(evidence=[{"article": "a"}]), "gold.jsonl:3: 'evidence.0.quote'"),
        (line(evidence=[{"article": "a", "quote": " "}]), "has evidence without a quote"),
        (line(answers={}, values=[]), "names neither answers nor values"),
        (line(answerable=False), "has answers or values but answerable is false"),
        (line(answers={"en": [" "]}), "has an empty phrase"),
        (line(labels=["quarrel"]), "gold.jsonl:3: 'labels.0'"),
    ],
    ids=lambda value: value[:40] if value.startswith(("gold", "has", "names")) else "line",
)
def test_a_wrong_line_is_named(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_gold(text, "gold.jsonl:3")
    assert message in str(caught.value)


def test_an_unknown_name_is_warned_about(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "eval.gold"):
        parse_gold(line(histroy=["?"]), "gold.jsonl:7")
    assert caplog.messages == ["gold.jsonl:7: unknown names are not used: histroy"]


def test_the_line_number_counts_blank_lines(tmp_path: Path) -> None:
    file = tmp_path / "g.jsonl"
    file.write_text(f"{line()}\n\n{line()}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"g\.jsonl:3: id 'cars-en' is taken by line 1"):
        load_gold(file)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff\xfe"], ids=["empty", "blank", "binary"])
def test_a_file_without_questions_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "g.jsonl"
    file.write_bytes(content)
    with pytest.raises(InputError, match=r"g\.jsonl"):
        load_gold(file)


def test_what_is_dumped_is_read_again(tmp_path: Path) -> None:
    golds = [parse_gold(line(), "x"), parse_gold(line(id="b", history=["قبل\u2028ذلك"]), "x")]
    file = tmp_path / "g.jsonl"
    file.write_text(dump_gold(golds), encoding="utf-8")
    assert load_gold(file) == golds
    assert "outcome" not in file.read_text(encoding="utf-8")


def article_text(name: str) -> str:
    for folder in (SEEDS, FOLDER / "articles"):
        if (file := folder / f"{name}.txt").is_file():
            return file.read_text(encoding="utf-8")
    raise AssertionError(f"no article {name!r}")


COMMITTED = [
    pytest.param(gold, id=f"{file.stem}-{gold.id}")
    for file in sorted(FOLDER.glob("*.jsonl"))
    for gold in load_gold(file)
]


@pytest.mark.parametrize("gold", COMMITTED)
def test_a_committed_question_quotes_the_articles_word_for_word(gold: Gold) -> None:
    for evidence in gold.evidence:
        assert evidence.quote in article_text(evidence.article)
    for article in gold.articles:
        assert (FOLDER / article).is_file()
    assert bool(gold.evidence) or not gold.answerable


@pytest.mark.parametrize("kind", ["conflict", "injection", "false-premise", "follow-up"])
def test_each_special_kind_has_twenty_questions_in_both_languages(kind: str) -> None:
    golds = load_gold(FOLDER / f"{kind}.jsonl")
    assert {gold.kind for gold in golds} == {kind}
    languages = [gold.language for gold in golds]
    assert len(golds) >= 20
    assert languages.count("ar") >= 10
    assert languages.count("en") >= 10


def test_the_test_set_is_half_near_misses_in_each_language() -> None:
    golds = load_gold(FOLDER / "test.jsonl")
    for language in ("ar", "en"):
        mine = [gold for gold in golds if gold.language == language]
        assert len(mine) >= 20
        assert sum(gold.answerable for gold in mine) * 2 == len(mine)


def test_no_question_is_in_two_sets() -> None:
    golds = [gold for file in FOLDER.glob("*.jsonl") for gold in load_gold(file)]
    asked = [(gold.question, gold.history, gold.articles) for gold in golds]
    assert len(asked) == len(set(asked))
