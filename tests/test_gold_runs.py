"""Runs of the gold answers: followed, stopped, found again, compared."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.errors import InputError
from tests.toy_gold import CARS, COMMAND, GOLDS, write
from ui.gold.rows import pick, read_gold, rows_of
from ui.gold.runs import KEPT, Run, Runs


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / "gold.jsonl", *GOLDS)


@pytest.fixture
def runs(tmp_path: Path) -> Iterator[Runs]:
    made = Runs(tmp_path / "runs", COMMAND)
    yield made
    made.stop()


def newest(runs: Runs) -> Run:
    return runs.read(runs.names()[0])


def wait(runs: Runs, done: int = -1, state: str = "") -> Run:
    """Wait until so many questions are asked, or the run is in a state."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        run = newest(runs)
        if len(run.rows) == done or run.state == state:
            return run
        time.sleep(0.02)
    raise AssertionError(f"still {newest(runs)}")


def test_a_run_is_followed_to_its_end(runs: Runs, file: Path) -> None:
    hold = file.with_name("hold")
    hold.touch()
    runs.start(file)
    half = wait(runs, done=2)
    assert (half.state, half.total) == ("running", 3)
    hold.unlink()
    whole = wait(runs, state="done")
    assert list(whole.rows) == ["cars", "dead", "who"]
    assert [row["outcome"] for row in whole.rows.values()] == ["refused", "refused", "right"]


def test_a_second_start_leaves_the_first_run_be(runs: Runs, file: Path) -> None:
    file.with_name("hold").touch()
    runs.start(file)
    runs.start(file)
    assert len(runs.names()) == 1


def test_a_stopped_run_keeps_what_it_found(runs: Runs, file: Path) -> None:
    file.with_name("hold").touch()
    runs.start(file)
    wait(runs, done=2)
    runs.stop()
    run = newest(runs)
    assert (run.state, list(run.rows)) == ("stopped", ["cars", "dead"])
    runs.stop()  # nothing runs: nothing happens
    assert newest(runs) == run


def test_another_server_finds_the_run_and_can_stop_it(
    runs: Runs, file: Path, tmp_path: Path
) -> None:
    file.with_name("hold").touch()
    runs.start(file)
    wait(runs, done=2)
    other = Runs(tmp_path / "runs", COMMAND)
    assert newest(other).state == "running"
    other.stop()
    assert newest(runs).state == "stopped"


def test_a_failed_run_says_why(runs: Runs, file: Path) -> None:
    file.with_name("crash").touch()
    runs.start(file)
    run = wait(runs, state="failed")
    assert run.why == "dalil: the index is not there: run `dalil index PATH`"


def test_a_command_that_is_not_there_is_said(tmp_path: Path, file: Path) -> None:
    with pytest.raises(InputError, match="the gold answers cannot be run"):
        Runs(tmp_path / "runs", (str(tmp_path / "nothing"),)).start(file)


def told(folder: Path, name: str, *outcomes: str, ended: bool = True) -> None:
    """A run that was: the cars with each outcome, the last of them counts."""
    folder.mkdir(exist_ok=True)
    expected = {"phrases": ["500"], "not": []}
    rows = [
        {"id": "cars", "question": CARS["question"], "answerable": True, "expected": expected,
         "outcome": outcome, "units": [outcome], "error": "",
         "answer": {"verdict": "answered", "text": outcome, "statements": [], "citations": []}}
        for outcome in outcomes
    ]  # fmt: skip
    events: list[dict[str, object]] = [{"event": "asked", "row": row} for row in rows]
    events += [{"event": "ended"}] if ended else []
    lines = "".join(json.dumps(event) + "\n" for event in events)
    (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")


@pytest.mark.parametrize(
    ("base", "before"),
    [
        pytest.param("", "20260102T000000Z-00", id="the last whole run"),
        pytest.param("20260101T000000Z-00", "20260101T000000Z-00", id="the baseline"),
        pytest.param("20990101T000000Z-00", "20260102T000000Z-00", id="a baseline that is gone"),
    ],
)
def test_what_is_compared(tmp_path: Path, base: str, before: str) -> None:
    for day, ended in ((1, True), (2, True), (3, False), (4, True)):
        told(tmp_path, f"2026010{day}T000000Z-00", f"outcome {day}", ended=ended)
    told(tmp_path, "20260105T000000Z-00", ended=False)  # it asked nothing
    (tmp_path / "baseline").write_text(base, encoding="utf-8")
    picked = pick(Runs(tmp_path))
    assert picked.newest
    assert picked.shown
    assert picked.before
    assert picked.newest.state == "failed"
    assert (picked.shown.name, picked.before.name) == ("20260104T000000Z-00", before)


def test_rows_say_what_changed_and_what_is_out_of_date(tmp_path: Path) -> None:
    told(tmp_path, "1-0", "right")
    told(tmp_path, "2-0", "false")
    picked = pick(Runs(tmp_path))
    marked = {**CARS, "not": ["9"]}
    same, stale, unasked = rows_of([CARS, marked, GOLDS[2]], picked.shown, picked.before)
    assert (same["changed"], same["before"]["outcome"], same["now"]["outcome"]) == (
        True,
        "right",
        "false",
    )
    assert (same["stale"], stale["stale"]) == (False, True)
    assert (unasked["now"], unasked["changed"], unasked["answerable"]) == (None, False, False)
    assert (same["accepted"], stale["not"]) == (["500"], ["9"])


def test_the_baseline_is_chosen_among_the_runs(tmp_path: Path) -> None:
    told(tmp_path, "1-0", "right")
    runs = Runs(tmp_path)
    runs.choose("1-0")
    assert Runs(tmp_path).baseline == "1-0"
    with pytest.raises(InputError, match="no run of that name"):
        runs.choose("../1-0")


def test_old_runs_go_and_the_baseline_stays(runs: Runs, tmp_path: Path, file: Path) -> None:
    for n in range(KEPT + 3):
        told(tmp_path / "runs", f"2020{n:04d}T000000Z-00", "right")
    runs.choose("20200000T000000Z-00")
    runs.start(file)
    names = runs.names()
    assert len(names) == KEPT + 1
    assert names[-1] == "20200000T000000Z-00"


def test_a_wrong_line_of_the_gold_file_is_named(tmp_path: Path) -> None:
    file = write(tmp_path / "gold.jsonl", CARS)
    file.write_text(file.read_text(encoding="utf-8") + "\n{}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"gold\.jsonl:3 is no gold question"):
        read_gold(file)
    assert read_gold(tmp_path / "none.jsonl") == []
