"""The command line: what it prints, where, and with which exit code; never a traceback."""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from rag.settings import Settings
from ui.cli import main
from ui.server.settings import ServeSettings

STYLEBOOK = "arabic,english,kind\nألماتي,Almaty,place\n"


@pytest.fixture
def newsroom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a stylebook and one article."""
    (tmp_path / "stylebook.csv").write_text(STYLEBOOK, encoding="utf-8")
    (tmp_path / "news").mkdir()
    article = "وصل الرئيس الفنلندي ألكسندر ستوب إلى مدينة تالين. ويغادر الرئيس ألكسندر ستوب غدا."
    (tmp_path / "news" / "a.txt").write_text(article, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DALIL_STYLEBOOK", "stylebook.csv")
    return tmp_path


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        pytest.param([], "COMMAND", id="nothing"),
        pytest.param(["dance"], "dance", id="unknown-command"),
        pytest.param(["ask"], "QUESTION", id="no-question"),
        pytest.param(["ask", "x", "--loud"], "unknown: --loud", id="unknown-option"),
        pytest.param(["remove"], "NAME", id="no-name"),
        pytest.param(["chat", "--port", "70000"], "1 to 65535", id="port-too-high"),
        pytest.param(["chat", "--port", "http"], "1 to 65535", id="port-no-number"),
        pytest.param(["stylebook"], "ACTION", id="no-action"),
    ],
)
def test_a_command_line_that_cannot_be_read_is_one_line_and_two(
    argv: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(argv)

    printed = capsys.readouterr()
    assert stopped.value.code == 2
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert said in printed.err


@pytest.mark.parametrize(
    ("command", "module", "extra"),
    [("chat", "gradio", "server"), ("serve", "fastapi", "server"), ("eval", "ir_measures", "eval")],
)
def test_a_command_whose_extra_is_absent_says_what_to_install(
    command: str,
    module: str,
    extra: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(sys.modules, module, None)

    code = main([command])

    said = f"dalil: {module} is not installed: run `pip install 'dalil[{extra}]'`\n"
    assert (code, capsys.readouterr().err) == (1, said)


def test_the_help_of_the_server_explains_every_setting(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["serve", "--help"])
    told = capsys.readouterr().out

    assert [n for n, f in ServeSettings.model_fields.items() if not f.description] == []
    assert [n for n in ServeSettings.model_fields if f"DALIL_SERVE_{n.upper()} (" not in told] == []
    assert "DALIL_SERVE_PORT (7860)\n      Port to listen on" in told
    assert max(map(len, told.splitlines())) <= 100


@pytest.mark.parametrize(
    ("argv", "toml", "said"),
    [
        pytest.param(["index", "gone"], "", "gone does not exist", id="no-such-path"),
        pytest.param(["index"], "", "there is no index in", id="no-path-and-no-index"),
        pytest.param(["index", "--urls", "gone"], "", "a list of addresses", id="no-such-list"),
        pytest.param(["sources"], "", "there is no index in", id="no-index-no-sources"),
        pytest.param(["remove", "x"], "", "there is no index in", id="no-index-to-remove-from"),
        pytest.param(["ask", "hi"], "colour = 1", "setting 'colour'", id="unknown-setting"),
        pytest.param(["ask", "hi"], "colour", "cannot read the settings", id="not-toml"),
        pytest.param(["stylebook", "suggest", "empty"], "", "no article in empty", id="no-article"),
    ],
)
def test_an_error_is_one_line_and_one(
    newsroom: Path, argv: list[str], toml: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (newsroom / "dalil.toml").write_text(toml, encoding="utf-8")
    (newsroom / "empty").mkdir()

    code = main(argv)

    printed = capsys.readouterr()
    assert code == 1
    assert printed.out == ""
    assert printed.err.startswith("dalil: ")
    assert printed.err.count("\n") == 1
    assert said in printed.err


def test_suggested_names_are_a_csv_most_frequent_first(
    newsroom: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["stylebook", "suggest", str(newsroom / "news"), "--limit", "1"])

    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert code == 0
    assert [(row["arabic"], row["kind"], row["count"]) for row in rows] == [
        ("ألكسندر ستوب", "person", "2")
    ]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        pytest.param("DALIL_INDX", "did you mean DALIL_INDEX?", id="index"),
        pytest.param("DALIL_SERVE_ORGINS", "did you mean DALIL_SERVE_ORIGINS?", id="server"),
        pytest.param("DALIL_ZZZZZZZZZZZZ", "unset it", id="nothing-like-it"),
    ],
)
def test_a_variable_that_nothing_reads_is_named(
    name: str, meant: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name, "x")

    assert main(["ask", "x"]) == 1

    assert capsys.readouterr().err == f"dalil: the variable {name} is none of Dalil's: {meant}\n"


@pytest.mark.parametrize("command", ["chat", "serve"])
def test_neither_chat_nor_serve_lets_everybody_in_by_mistake(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "--host", "0.0.0.0"]) == 1

    assert "DALIL_SERVE_OPEN_TO_ALL=true to let everyone ask" in capsys.readouterr().err


def test_every_setting_of_the_server_is_explained_with_its_default(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        main(["serve", "--help"])

    told = capsys.readouterr().out
    for name, setting in ServeSettings.model_fields.items():
        assert setting.description
        assert f"  DALIL_SERVE_{name.upper()} (" in told
    assert "DALIL_SERVE_PER_MINUTE (30)" in told
    assert "DALIL_SERVE_WIKI_EDITORS (sysop,editor)" in told


@pytest.mark.model
def test_articles_are_indexed_listed_and_removed(
    newsroom: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (newsroom / "news" / "b.txt").write_bytes(b"")
    assert main(["index", "news", "--outlet", "الميناء"]) == 0
    indexed = capsys.readouterr()
    assert indexed.out.startswith("1 articles, 1 passages in .dalil/index (1 added; ")
    assert indexed.err.endswith("news/b.txt: skipped, the file is empty\n")

    assert main(["sources"]) == 0
    place = (newsroom / "news").resolve()
    assert capsys.readouterr().out == f"news\t1 articles\tالميناء\t{place}\n"

    assert main(["remove", "a"]) == 0
    assert capsys.readouterr().out == "1 articles removed from .dalil/index\n"
    assert main(["remove", "a"]) == 1
    assert "no source and no article is called 'a'" in capsys.readouterr().err


def test_help_is_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--help"])

    assert stopped.value.code == 0
    printed = capsys.readouterr().out
    for command in ("index", "sources", "remove", "ask", "chat", "eval", "stylebook"):
        assert f"\n    {command} " in printed or f"\n    {command}\n" in printed


def test_the_evaluation_has_its_own_command_line() -> None:
    told = run("eval", "--help")

    assert told.returncode == 0
    assert told.stdout.startswith("usage: dalil eval")
    assert "--gold" in told.stdout


def test_a_closed_pipe_is_no_error_to_report(newsroom: Path) -> None:
    command = f"{sys.executable} -m ui.cli stylebook suggest news | true"
    told = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, check=False, cwd=newsroom
    )

    assert told.stderr == ""


def run(*argv: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "ui.cli", *argv], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("value", ["", "http"])
def test_variables_of_gradios_own_server_do_not_reach_the_chat(value: str, tmp_path: Path) -> None:
    names = ("GRADIO_SERVER_PORT", "GRADIO_NUM_PORTS", "GRADIO_ROOT_PATH")
    told = {**os.environ, **dict.fromkeys(names, value), "GRADIO_ANALYTICS_ENABLED": "True"}
    code = (
        "import os, pathlib, sys; from tests.toy_serve import make; "
        "make(pathlib.Path(sys.argv[1]), chat=True); "
        "print([name for name in os.environ if name.startswith('GRADIO_')])"
    )
    argv = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(argv, env=told, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("['GRADIO_ANALYTICS_ENABLED']\n", 0), done.stderr


def test_an_empty_variable_is_none_or_as_not_set(
    newsroom: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (newsroom / "dalil.toml").write_text('index = "mine"\nreranker = "x"\n', encoding="utf-8")
    for name in ("INDEX", "STYLEBOOK", "RERANKER", "THRESHOLD", "CANDIDATES", "DTYPE", "ENCODER"):
        monkeypatch.setenv(f"DALIL_{name}", "")
    settings = Settings.load()
    assert settings == Settings(index=Path("mine"))
