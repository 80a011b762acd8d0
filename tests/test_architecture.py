"""Who may import whom, and that every `__all__` names what is there."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAY_IMPORT = {
    "rag": {"rag"},
    "index": {"index", "rag"},
    "eval": {"eval", "index", "rag"},
    "ui": {"ui", "index", "rag"},
}
ONLY_IN = {"faiss": "index", "tantivy": "index", "gradio": "ui", "fastapi": "ui"}
FORBIDDEN = {"pickle", "cPickle", "cloudpickle", "dill", "joblib", "shelve", "marshal"}
# The peers run in an environment of their own, each with its library; Dalil imports none of them.
PEERS = set((ROOT / "eval" / "peers").glob("with_*.py"))
# The judge must not make the product's mistakes: it knows neither how it reads nor how it verifies.
JUDGE = [
    *(ROOT / "eval" / name for name in ("judge.py", "accept.py", "units.py")),
    *sorted((ROOT / "eval" / "measures").glob("*.py")),
]
JUDGED = ("rag.values", "rag.text", "rag.claims", "rag.question", "rag.reader", "rag.verify")
MODULES = sorted({path for name in MAY_IMPORT for path in (ROOT / name).rglob("*.py")} - PEERS)


def module_id(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(tree: ast.AST) -> Iterator[str]:
    """The top-level name of everything that a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: a relative import hides whose it is"
            assert node.module is not None
            yield node.module.partition(".")[0]


def problems(package: str, source: str) -> list[str]:
    """Say what a module of `package` imports and must not."""
    found = []
    for name in imported(ast.parse(source)):
        if name in MAY_IMPORT and name not in MAY_IMPORT[package]:
            found.append(f"{package} imports {name}")
        if ONLY_IN.get(name, package) != package:
            found.append(f"{name} outside {ONLY_IN[name]}")
        if name in FORBIDDEN:
            found.append(f"{name} runs code when it loads data")
    return found


def defined(tree: ast.Module) -> set[str]:
    """The names that a module has at its top level."""
    names: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                names.add(node.name)
            case ast.Import() | ast.ImportFrom():
                names.update(alias.asname or alias.name for alias in node.names)
            case ast.Name(ctx=ast.Store()):
                names.add(node.id)
    return names


def exported(tree: ast.Module) -> list[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            names = ast.literal_eval(node.value)
            assert isinstance(names, list)
            return names
    return []


@pytest.mark.parametrize("path", MODULES, ids=module_id)
def test_imports_run_one_way(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]

    assert problems(package, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("package", "source", "found"),
    [
        pytest.param("rag", "from index.open import x", ["rag imports index"], id="rag-up"),
        pytest.param("ui", "def f():\n import eval.run", ["ui imports eval"], id="hidden-in-def"),
        pytest.param("eval", "import ui", ["eval imports ui"], id="sideways"),
        pytest.param("rag", "import faiss", ["faiss outside index"], id="faiss"),
        pytest.param("index", "import gradio as gr", ["gradio outside ui"], id="gradio"),
        pytest.param(
            "index", "import pickle", ["pickle runs code when it loads data"], id="pickle"
        ),
        pytest.param("ui", "import gradio\nfrom rag.types import Answer", [], id="allowed"),
    ],
)
def test_the_rule_sees(package: str, source: str, found: list[str]) -> None:
    assert problems(package, source) == found


@pytest.mark.parametrize("path", MODULES, ids=module_id)
def test_all_names_what_exists_and_once(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = exported(tree)

    assert set(names) - defined(tree) == set()
    assert len(names) == len(set(names))


def modules_imported(source: str) -> set[str]:
    """The whole name of every module that a module imports from, wherever in it."""
    nodes = list(ast.walk(ast.parse(source)))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {n.module for n in nodes if isinstance(n, ast.ImportFrom) and n.module}


@pytest.mark.parametrize("path", JUDGE, ids=module_id)
def test_the_judge_shares_nothing_with_what_it_judges(path: Path) -> None:
    found = modules_imported(path.read_text(encoding="utf-8"))

    assert [name for name in found if name.startswith(JUDGED)] == []


def test_every_package_was_looked_at() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in MODULES} == set(MAY_IMPORT)
