"""The wheel, as somebody installs it: an index and an answer in an empty folder, far from here."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

pytestmark = [pytest.mark.wheel, pytest.mark.model]
ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("dalil", "rag", "index", "ui", "eval")
ARTICLE = (
    "افتتح وزير النقل مطار صلالة الجديد يوم الأحد 3 مارس 2024.\n\n"
    "وقال الوزير إن كلفة المشروع بلغت 300 مليون دولار."
)


def run(*command: str | Path, cwd: Path) -> str:
    """What a command prints; a command that fails shows its own words."""
    told = {name: value for name, value in os.environ.items() if not name.startswith("DALIL_")}
    told.pop("PYTHONPATH", None)
    done = subprocess.run(command, cwd=cwd, env=told, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of this checkout, built from a copy: a build leaves its traces behind."""
    source = tmp_path_factory.mktemp("source")
    for package in PACKAGES:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, source / package, ignore=ignored)
    for file in ("pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / file, source)
    pip = (sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index")
    run(*pip, "--wheel-dir", source / "dist", source, cwd=source)
    (built,) = (source / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The commands of an environment with the wheel, and the libraries that the tests run with."""
    home = tmp_path_factory.mktemp("venv")
    venv.create(home, symlinks=True)
    python = home / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index")
    run(*pip, wheel, cwd=home)
    (site,) = home.glob("lib/python*/site-packages")
    libraries = sysconfig.get_paths()["purelib"]  # its .pth files, the checkout's too, are not read
    (site / "libraries.pth").write_text(f"{libraries}\n", encoding="utf-8")
    return home / "bin"


def test_it_answers_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "airport.txt").write_text(ARTICLE, encoding="utf-8")

    indexed = run(installed / "dalil", "index", "news", cwd=tmp_path)
    answer = run(installed / "dalil", "ask", "كم بلغت كلفة مطار صلالة؟", cwd=tmp_path)
    where = run(installed / "python", "-c", "import rag; print(rag.__file__)", cwd=tmp_path)

    assert indexed.startswith("1 articles")
    assert "300" in answer
    assert where.startswith(str(installed.parent))


def test_it_holds_the_product_and_neither_the_seeds_nor_the_logs(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()

    assert {"rag/weights/reader/model.safetensors", "ui/static/chat.js", "dalil/py.typed"} <= {
        *names
    }
    assert [name for name in names if name.endswith(("/LICENSE", "/NOTICE"))] != []
    assert [name for name in names if name.startswith("seeds/") or name.endswith(".log")] == []
