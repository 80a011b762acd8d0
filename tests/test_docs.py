"""The documents: what they link to is there, the commands they give exist, examples are true."""

import doctest
import importlib
import re
from pathlib import Path

import pytest

from ui.cli import main

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("docs", "dalil", "rag", "index", "ui", "eval", "tests")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(p for f in FOLDERS for p in (ROOT / f).rglob("*.md"))])
MODULES = sorted(p for f in ("rag", "index", "ui", "eval") for p in (ROOT / f).rglob("*.py"))
EXAMPLES = [path for path in MODULES if ">>> " in path.read_text(encoding="utf-8")]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def document_id(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def code(text: str) -> str:
    """Everything of a document that is set as code."""
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))


@pytest.mark.parametrize("path", DOCUMENTS, ids=document_id)
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)\s#]+)[^)]*\)", path.read_text(encoding="utf-8"))
    inside = [link for link in links if not re.match(r"[a-z]+:", link)]

    assert [link for link in inside if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=document_id)
def test_make_commands_exist(path: Path) -> None:
    named = set(re.findall(r"\bmake ([a-z-]+)", code(path.read_text(encoding="utf-8"))))

    assert {name for name in named if not re.search(rf"^{name}:", MAKEFILE, re.MULTILINE)} == set()


def test_dalil_commands_exist(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    known = set(re.findall(r"^ {4}([a-z]+)\b", capsys.readouterr().out, re.MULTILINE))
    texts = "\n".join(code(path.read_text(encoding="utf-8")) for path in DOCUMENTS)
    named = set(re.findall(r"(?:^|`|&& |/)dalil ([a-z]+)", texts, re.MULTILINE))

    assert {"ask", "index", "serve"} <= named
    assert named - known == set()


def test_the_picture_names_files_that_are_there() -> None:
    picture = (ROOT / "docs" / "architecture.svg").read_text(encoding="utf-8")
    named = re.findall(r'class="file"[^>]*>([^<]+)<', picture)
    files = [file.strip() for line in named for file in line.split(",")]

    assert len(files) == 14
    assert [file for file in files if not (ROOT / file).exists()] == []


@pytest.mark.parametrize("path", EXAMPLES, ids=document_id)
def test_the_examples_in_docstrings_are_true(path: Path) -> None:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    result = doctest.testmod(importlib.import_module(name))

    assert result.failed == 0 < result.attempted
