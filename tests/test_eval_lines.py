"""A run told line by line."""

import io
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from eval.archives import Archive
from eval.lines import tell_lines
from eval.systems import Observation
from rag.pipeline import Pipeline
from tests.toy_eval import RIGHT_CARS, ToySystem, archive, question, refusal, seen
from ui.gold.runs import Runs


@dataclass(frozen=True)
class ToySystems(ToySystem):
    pipelines: Sequence[Pipeline] = ()


@dataclass(frozen=True)
class ToyBench:
    by_id: dict[str, Observation]

    def systems(self, archive: Archive) -> ToySystems:
        return ToySystems(self.by_id)

    def about(self, pipelines: Iterable[Pipeline]) -> dict[str, object]:
        return {"pipelines": len(list(pipelines))}


def test_each_question_is_told_as_soon_as_it_is_judged() -> None:
    out = io.StringIO()
    asked = archive(question("cars"), question("none"))
    tell_lines(lambda: ToyBench({"cars": seen(RIGHT_CARS), "none": seen(refusal())}), [asked], out)
    begun, first, second, ended = (json.loads(line) for line in out.getvalue().splitlines())

    assert (begun["event"], begun["total"], begun["pid"]) == ("begun", 2, os.getpid())
    assert [first["row"]["id"], second["row"]["id"]] == ["cars", "none"]
    assert "passages" not in first["row"]
    assert "passages" not in first["row"]["answer"]
    assert (ended["event"], ended["about"]) == ("ended", {"pipelines": 0})
    assert ended["measures"]["all"]


def test_the_number_of_questions_is_told_before_a_model_is_loaded() -> None:
    def broken() -> ToyBench:
        raise RuntimeError("no model")

    out = io.StringIO()
    with pytest.raises(RuntimeError, match="no model"):
        tell_lines(broken, [archive(question("cars"))], out)
    assert json.loads(out.getvalue())["total"] == 1


def test_the_editors_page_reads_what_is_told(tmp_path: Path) -> None:
    with (tmp_path / "1-0.jsonl").open("w", encoding="utf-8") as out:
        bench = ToyBench({"cars": seen(RIGHT_CARS)})
        tell_lines(lambda: bench, [archive(question("cars"))], out)
    run = Runs(tmp_path).read("1-0")

    assert (run.state, run.total, list(run.rows)) == ("done", 1, ["cars"])
