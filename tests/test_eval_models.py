"""`dalil eval` judges the reader, the reranker and the language model that the settings name."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.bench import Bench
from eval.gold import dump_gold
from eval.report.table import written_line
from eval.run import read_run, run
from eval.systems import ObservedPipeline, Written
from rag.answer.compose import Extractive
from rag.errors import ModelError
from rag.generate.configure import open_generator
from rag.generate.endpoint import Endpoint
from rag.generate.writer import Generative
from rag.question.understand import understand
from rag.reader.calibration import Calibration, Direction
from rag.reader.choose import Fitted
from rag.reader.cross import Ordered
from rag.reader.encoder import load_encoder
from rag.reader.hub import HubReader
from rag.settings import Settings
from tests.test_live import QUESTION, pipeline
from tests.tiny_models import write_tiny_classifier, write_tiny_encoder, write_tiny_qa
from tests.toy_endpoint import serving
from tests.toy_eval import FIRST, HELD, archive, question
from tests.toy_generate import FACTS, book

TROOPS = FACTS[0]
EVIDENCE = [{"article": "troops-1", "quote": "2030 جنديًا"}]
TROOPS_GOLD = question(
    "troops", question=QUESTION, values=[2030], answers={"en": ["2030"]}, evidence=EVIDENCE
)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Tiny models of the Hub, fitted, over the articles in `news`."""
    monkeypatch.setenv("DALIL_CACHE", str(tmp_path / "cache"))
    encoder = str(write_tiny_encoder(tmp_path))
    reader = str(write_tiny_qa(tmp_path / "qa"))
    ranker = str(write_tiny_classifier(tmp_path / "ranker", ("score",)))
    news = tmp_path / "news"
    news.mkdir()
    for name, text in (("first", FIRST.text), ("second", HELD.text)):
        (news / f"{name}.txt").write_text(text, encoding="utf-8")
    given = Settings(
        encoder=encoder,
        reader=reader,
        reranker=ranker,
        dtype="float32",
        calibration=tmp_path / "calibration.json",
    )
    fitted = Fitted(
        reader=reader,
        reranker=ranker,
        encoder=load_encoder(given).fingerprint,
        questions=99,
        calibration=Calibration(directions={"en-ar": Direction(threshold=0.125)}),
    )
    given.calibration.write_text(fitted.model_dump_json(), encoding="utf-8")
    return given


def test_what_was_calibrated_is_what_is_evaluated(settings: Settings, tmp_path: Path) -> None:
    bench = Bench(settings)
    assert isinstance(bench.reader, HubReader)
    system = bench.systems(replace(archive(question("a")), articles=(tmp_path / "news",)))
    [made] = system.pipelines
    assert isinstance(made.search, Ordered)
    assert made.reader.threshold("en", "ar") == 0.125
    seen = system.ask(question("a"))
    assert (seen.error, seen.written) == ("", None)
    assert set(seen.stages) == {"dense", "lexical"}  # of the search under the reranker
    searched = understand(question("a").question).search_text
    scores = made.search.order.score(searched, [hit.passage for hit in seen.hits])
    assert [hit.score for hit in seen.hits] == pytest.approx(sorted(scores, reverse=True))
    about = bench.about(system.pipelines)
    assert settings.reranker in about["reader"]
    assert about["indexes"][0]["articles"] == 2


def test_what_was_not_calibrated_is_refused(settings: Settings) -> None:
    settings.calibration.unlink()
    with pytest.raises(ModelError, match="is not calibrated"):
        Bench(settings).reader  # noqa: B018 (a property that loads)


def test_a_shuffled_reader_of_the_hub_reads_otherwise(settings: Settings) -> None:
    whole, broken = Bench(settings), Bench(settings, "shuffled-reader")
    assert whole.reader.examine("كم؟", [HELD]) != broken.reader.examine("كم؟", [HELD])


def test_the_written_answer_is_judged_and_what_was_withheld_is_counted() -> None:
    reply = f"{TROOPS['true']['en']} [1].\nAnd 9999 stayed [1].\nPutin stayed behind [9]."
    with serving(reply) as service:
        generator = open_generator(Settings(generator=service.url, generator_model="toy"))
        assert isinstance(generator, Endpoint)
        with generator.client:
            made = pipeline(Generative(Extractive(book()), generator, book()))
            result = run(
                [(archive(TROOPS_GOLD), ObservedPipeline(made, worded=True))], {"variant": "as set"}
            )
    [row] = result["questions"]
    assert row["written"] == {"sentences": 3, "withheld": {"number": 1, "citation": 1}}
    assert TROOPS["true"]["en"] in row["answer"]["text"]
    assert result["measures"]["all"]["withheld"] == {"value": 0.6667, "n": 3}
    assert written_line([row]) == (
        "Sentences of the language model: 3; withheld 2 (67%): number 1, citation 1; "
        "answers without a sentence of it: 0."
    )


def test_a_model_that_fails_leaves_the_extractive_answer_to_be_judged() -> None:
    with serving("x", 401) as service:
        generator = open_generator(Settings(generator=service.url, generator_model="toy"))
        assert isinstance(generator, Endpoint)
        with generator.client:
            made = pipeline(Generative(Extractive(book()), generator, book()))
            seen = ObservedPipeline(made, worded=True).ask(TROOPS_GOLD)
    assert seen.written == Written()
    assert seen.answer is not None
    assert seen.answer.statements == pipeline(Extractive(book())).answer(QUESTION).statements


def test_without_a_language_model_nothing_is_said_of_one() -> None:
    result = run([(archive(TROOPS_GOLD), ObservedPipeline(pipeline(Extractive(book()))))], {})
    assert "written" not in result["questions"][0]
    assert "withheld" not in result["measures"]["all"]
    assert written_line(result["questions"]) == ""


def test_the_command_takes_a_generator(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("encoder", "reader", "reranker", "calibration", "dtype")
    values = settings.model_dump(mode="json", include=set(names)) | {"threshold": 0.0}
    file, gold, out = (tmp_path / name for name in ("dalil.toml", "gold.jsonl", "run.json"))
    lines = (f"{name} = {json.dumps(value)}\n" for name, value in values.items())
    file.write_text("".join(lines), encoding="utf-8")
    gold.write_text(dump_gold([question("a")]), encoding="utf-8")
    words = ["--gold", str(gold), "--archive", str(tmp_path / "news"), "--settings", str(file)]
    with serving("The archive does not say.") as service:
        given = ["--generator", service.url, "--generator-model", "toy", "--json", str(out)]
        assert main([*words, *given, "--no-floors"]) == 0
    found = read_run(out)
    assert found["about"]["settings"]["generator_model"] == "toy"
    assert found["questions"][0]["written"] == {"sentences": 0, "withheld": {}}
    assert "Sentences of the language model: 0; withheld 0 (–)" in capsys.readouterr().out
