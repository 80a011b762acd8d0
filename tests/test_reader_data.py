"""The reader's training data: whole articles held out, our own questions whole."""

import gzip
import json
from pathlib import Path

import pytest

from eval.reader.data import SEED, Split, fingerprint, held_out, load_split, load_written
from eval.reader.sources import WRITTEN, Sources, load_items
from tests.tiny_models import tiny_tokenizer

ARTICLES = 24
STORIES = WRITTEN.parent / "reader" / "stories.jsonl"
SENTENCES = "the sky of town {n} is blue. rain fell on day {n} of may. {n} people came to see it. "


def squad(language: str, prefix: str, articles: int = ARTICLES) -> dict[str, object]:
    """Articles of three questions each whose answers are numbers, the same in every language."""
    data = []
    for n in range(articles):
        text = SENTENCES.format(n=100 + n) * 3
        at = text.index(f"{100 + n} people")
        answers = [{"text": str(100 + n), "answer_start": at}]
        qas = [
            {"id": f"{prefix}{n}-{i}", "question": f"{opening} came in {language}?"}
            | {"answers": answers}
            for i, opening in enumerate(("how many people", "what number", "who"))
        ]
        data.append({"title": f"t{n}", "paragraphs": [{"context": text, "qas": qas}]})
    return {"data": data}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("qa")
    for language in ("ar", "en", "ru"):
        file = folder / f"xquad.train.{language}.json"
        file.write_text(json.dumps(squad(language, "x")), encoding="utf-8")
    (folder / "arcd.train.json").write_text(json.dumps(squad("ar", "a")), encoding="utf-8")
    dev = squad("en", "t", articles=10)
    (folder / "tydiqa.english.dev.json").write_text(json.dumps(dev), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def split(folder: Path) -> Split:
    return load_split(folder, tiny_tokenizer(), seed=5)


def test_no_article_is_in_two_parts(split: Split) -> None:
    titles = [
        {q.paragraph.title for q in part if not q.paragraph.title.startswith("tydiqa")}
        for part in (split.train, split.calibration, split.test)
    ]
    assert all(titles)
    assert not titles[0] & titles[1]
    assert not titles[0] & titles[2]
    assert not titles[1] & titles[2]


def test_the_languages_are_crossed_over_the_same_questions(split: Split) -> None:
    pairs = {(q.language, q.paragraph.language) for q in split.train if q.id.startswith("x")}
    assert pairs >= {("ar", "ar"), ("en", "ar"), ("ar", "en"), ("ru", "ar"), ("ru", "ru")}
    held = {(q.language, q.paragraph.language) for q in split.test if q.id.startswith("x")}
    assert held == {("ar", "ar"), ("en", "ar"), ("ar", "en"), ("en", "en")}


def test_the_held_out_files_are_the_articles_of_the_split(folder: Path, split: Split) -> None:
    data = held_out(folder, "ar", seed=5)["data"]
    assert isinstance(data, list)
    ids = {qa["id"] for a in data for p in a["paragraphs"] for qa in p["qas"]}
    assert ids == {q.id for q in split.test if q.id.startswith("x")}


def written_folder(folder: Path, split: Split) -> Path:
    """A question on a trained paragraph, a near miss, one on a held-out one, one on our own."""
    by_name = {name: getattr(split, name)[0].paragraph.text for name in ("train", "test")}
    news = "rain fell in may. seven people saw it."
    questions: list[dict[str, object]] = [
        {"ar": "كم", "en": "how many", "answers": {fingerprint(by_name["train"]): [0, 3]}},
        {"ar": "لماذا", "en": "why", "answers": {fingerprint(by_name["train"]): None}},
        {"ar": "من", "en": "who", "answers": {fingerprint(by_name["test"]): [0, 3]}},
        {"ar": "كم رأى", "en": "how many saw", "answers": {fingerprint(news): [18, 23]}},
        {"id": next(q.id for q in split.train if q.language == "ar"), "en": "in english"},
        {"id": next(q.id for q in split.test if q.language == "ar"), "en": "held out"},
    ]
    lines = "".join(json.dumps(q) + "\n" for q in questions)
    (folder / "questions.jsonl").write_text(lines, encoding="utf-8")
    passage = {"title": "rain", "language": "en", "text": news}
    (folder / "passages.jsonl").write_text(json.dumps(passage) + "\n", encoding="utf-8")
    return folder


def test_our_own_questions_are_asked_in_both_languages_and_never_of_held_out_paragraphs(
    split: Split, tmp_path: Path
) -> None:
    found = load_written(written_folder(tmp_path, split), split.train, tiny_tokenizer())
    asked = [(q.text, q.language) for q in found]
    assert asked == [
        ("كم", "ar"),
        ("how many", "en"),
        ("لماذا", "ar"),
        ("why", "en"),
        ("كم رأى", "ar"),
        ("how many saw", "en"),
        ("in english", "en"),
    ]
    assert found[5].paragraph.text[slice(*found[5].answers[0])] == "seven"
    assert found[2].answers == ()


def test_further_sets_train_but_for_what_repeats_a_held_out_paragraph(
    folder: Path, tmp_path: Path
) -> None:
    held = load_split(folder, tiny_tokenizer(), SEED).test[0].paragraph
    fresh = "the river of the far town rose by night and nobody there had seen 77 boats before. "
    short = "12."
    articles = []
    for n, text in enumerate((fresh, f"{held.text} {fresh}", short)):
        answers = [{"text": "77", "answer_start": text.index("77")}] if "77" in text else []
        qas = [
            {"id": f"m{n}", "question": "how many boats?", "answers": answers},
            {"id": f"n{n}", "question": "who saw them?"},
        ]
        articles.append({"paragraphs": [{"context": text, "qas": qas}]})
    file = tmp_path / "more.en.json.gz"
    with gzip.open(file, "wt", encoding="utf-8") as out:
        json.dump({"data": articles}, out)
    before = load_items(Sources(data=folder), tiny_tokenizer())
    after = load_items(
        Sources(data=folder, sets=[file], weights={file.name: 0.5}), tiny_tokenizer()
    )
    added = after[len(before) :]
    assert [item.text for item in added] == ["how many boats?", "who saw them?"]
    assert [bool(item.answered) for item in added] == [True, False]
    assert {item.weight for item in added} == {0.5}


def test_a_quarter_of_the_stories_is_held_back_unless_named_whole() -> None:
    part = load_items(Sources(stories=[STORIES]), tiny_tokenizer())
    whole = load_items(Sources(whole=[STORIES]), tiny_tokenizer())
    assert 0 < len({i.own[0].title for i in part}) < len({i.own[0].title for i in whole})


def test_the_written_questions_of_the_project_are_whole() -> None:
    questions, passages = (
        [json.loads(line) for line in (WRITTEN / name).read_text(encoding="utf-8").splitlines()]
        for name in ("questions.jsonl", "passages.jsonl")
    )
    own = {fingerprint(p["text"]): p["text"] for p in passages}
    assert len(own) == len(passages)
    asked = [q for q in questions if "id" not in q]
    assert len(asked) > 1000
    assert all(q["ar"].strip() and q["en"].strip() and q["answers"] for q in asked)
    for question in asked:
        for key, span in question["answers"].items():
            assert span is None or 0 <= span[0] < span[1] < span[0] + 120
            if span and key in own:
                answer = own[key][slice(*span)]
                assert answer and answer == answer.strip()
