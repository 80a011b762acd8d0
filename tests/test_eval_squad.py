import json
import logging
from pathlib import Path

import pytest

from eval.benchmarks.squad import read_squad, sample
from eval.gold import Evidence
from rag.errors import InputError


def squad(path: Path, *paragraphs: tuple[str, list[dict[str, object]]]) -> Path:
    topic = {"title": "A/B", "paragraphs": [{"context": c, "qas": q} for c, q in paragraphs]}
    path.write_text(json.dumps({"data": [topic]}), encoding="utf-8")
    return path


def asked(identity: str, question: str, *answers: str) -> dict[str, object]:
    found = [{"text": text, "answer_start": 0} for text in answers]
    return {"id": identity, "question": question, "answers": found}


def test_paragraphs_become_articles_and_answers_evidence(tmp_path: Path) -> None:
    file = squad(
        tmp_path / "q.json",
        ("في المدينة 308 نقاط.", [asked("1", "كم نقطة؟", "308", "308")]),
        ("Second.", []),
    )
    found = read_squad(file)
    assert [(a.id, a.text, a.language) for a in found.articles] == [
        ("A-B/0", "في المدينة 308 نقاط.", "ar"),
        ("A-B/1", "Second.", "en"),
    ]
    assert found.golds[0].evidence == (Evidence(article="A-B/0", quote="308"),)
    assert found.golds[0].phrases == ("308",)
    assert found.golds[0].answerable


def test_a_question_is_asked_over_the_other_files_paragraph(tmp_path: Path) -> None:
    english = squad(tmp_path / "en.json", ("Text.", [asked("1", "How many points?", "308 points")]))
    arabic = squad(tmp_path / "ar.json", ("نص.", [asked("1", "كم نقطة؟", "308 نقاط")]))
    found = read_squad(english, arabic)
    gold = found.golds[0]
    assert (gold.language, gold.question) == ("en", "How many points?")
    assert gold.answers == {"ar": ("308 نقاط",), "en": ("308 points",)}
    assert gold.evidence == (Evidence(article="A-B/0", quote="308 نقاط"),)
    assert [article.text for article in found.articles] == ["نص."]


def test_a_title_that_comes_again_and_a_paragraph_that_does(tmp_path: Path) -> None:
    paragraphs = [("One.", "1"), ("Two.", "2"), ("One.", "3")]
    data = [
        {"title": "T", "paragraphs": [{"context": text, "qas": [asked(i, "Who?", text)]}]}
        for text, i in paragraphs
    ]
    file = tmp_path / "q.json"
    file.write_text(json.dumps({"data": data}), encoding="utf-8")
    found = read_squad(file)
    assert [(a.id, a.text) for a in found.articles] == [("T/0", "One."), ("T/1", "Two.")]
    assert [g.evidence[0].article for g in found.golds] == ["T/0", "T/1", "T/0"]


def test_a_question_without_an_answer_is_unanswerable(tmp_path: Path) -> None:
    qas = [{**asked("1", "Who?"), "is_impossible": True}]
    gold = read_squad(squad(tmp_path / "q.json", ("Text.", qas))).golds[0]
    assert (gold.answerable, gold.kind, gold.phrases) == (False, "unanswerable", ())


def test_questions_without_a_paragraph_are_counted(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    left = squad(tmp_path / "l.json", ("T.", [asked("1", "Who?", "T"), asked("2", "Who?", "T")]))
    right = squad(tmp_path / "r.json", ("T.", [asked("1", "Who?", "T")]))
    with caplog.at_level(logging.WARNING, "eval.benchmarks.squad"):
        assert [gold.id for gold in read_squad(left, right).golds] == ["1"]
    assert "1 questions have no paragraph" in caplog.text


def test_files_that_share_nothing_are_refused(tmp_path: Path) -> None:
    left = squad(tmp_path / "l.json", ("T.", [asked("1", "Who?", "T")]))
    right = squad(tmp_path / "r.json", ("T.", [asked("2", "Who?", "T")]))
    with pytest.raises(InputError, match="share no question id"):
        read_squad(left, right)


@pytest.mark.parametrize("content", ["{", '{"data": []}', '{"data": [{"paragraphs": [{}]}]}'])
def test_another_format_is_refused_by_name(tmp_path: Path, content: str) -> None:
    file = tmp_path / "bad.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"bad\.json"):
        read_squad(file)


def test_a_sample_is_the_same_for_a_seed_and_keeps_the_order(tmp_path: Path) -> None:
    qas = [asked(str(i), "Who?", "T") for i in range(20)]
    golds = read_squad(squad(tmp_path / "q.json", ("T.", qas))).golds
    drawn = [int(gold.id) for gold in sample(golds, 5, seed=1)]
    assert drawn == sorted(drawn)
    assert drawn == [int(gold.id) for gold in sample(golds, 5, seed=1)]
    assert drawn != [int(gold.id) for gold in sample(golds, 5, seed=2)]
    assert sample(golds, 50, seed=1) == list(golds)
