"""`dalil doctor` says in plain words what is configured and whether it answers."""

from pathlib import Path

import pytest

from tests.toy_endpoint import serving
from ui.cli import main


@pytest.fixture
def newsroom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "stylebook.csv").write_text("arabic,english,kind\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name, value in (("STYLEBOOK", "stylebook.csv"), ("ENCODER", "gone")):
        monkeypatch.setenv(f"DALIL_{name}", value)
    return tmp_path


def lines_of(capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, str], str]:
    code = main(["doctor"])
    printed = capsys.readouterr()
    return code, {line.split()[0]: line for line in printed.out.splitlines()}, printed.err


def test_every_part_has_its_line_and_what_is_ill_is_named(
    newsroom: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, lines, err = lines_of(capsys)

    assert code == 1
    assert list(lines) == [
        *("stylebook", "encoder", "index", "reader", "generator", "entailment", "translator")
    ]
    assert " ok " in lines["stylebook"]
    assert "FAILS" in lines["encoder"]
    assert "hf download" in lines["encoder"]
    assert "needs the encoder" in lines["index"]
    assert "none is set: answers are built from the sources alone" in lines["generator"]
    assert err.splitlines()[-1] == (
        "dalil: not well: encoder, index, reader; the lines above say what to do"
    )


def test_an_endpoint_is_asked_for_a_word(
    newsroom: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving("Ready.", "well") as service:
        monkeypatch.setenv("DALIL_GENERATOR", service.url)
        monkeypatch.setenv("DALIL_GENERATOR_MODEL", "toy")
        monkeypatch.setenv("DALIL_GENERATOR_KEY", "a-secret")
        _, lines, err = lines_of(capsys)
        assert "'toy' at " in lines["generator"]
        assert "with a key in DALIL_GENERATOR_KEY, answers: its first words" in lines["generator"]
        assert "a-secret" not in "".join(lines.values()) + err

    with serving("Ready.", 401) as service:
        monkeypatch.setenv("DALIL_GENERATOR", service.url)
        _, lines, _ = lines_of(capsys)
        assert "FAILS" in lines["generator"]
        assert "HTTP 401" in lines["generator"]


@pytest.mark.parametrize(("part", "model"), [("translator", "generator"), ("entailment", "a/b")])
def test_what_needs_a_generator_is_ill_without_one(
    newsroom: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    part: str,
    model: str,
) -> None:
    monkeypatch.setenv(f"DALIL_{part.upper()}", model)
    code, lines, _ = lines_of(capsys)

    assert code == 1
    assert "FAILS" in lines[part]
    assert "set `generator` too" in lines[part]
