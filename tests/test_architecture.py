"""Who may import whom, and that every `__all__` names what is there."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAY_IMPORT = {
    "rag": {"rag"},
    "index": {"index", "rag"},
    "dalil": {"dalil", "index", "rag"},
    "eval": {"eval", "index", "rag"},
    "ui": {"ui", "index", "rag"},
}
# The rooms of rag, lowest first: each may import what stands to its right, beside `COMMON`.
COMMON = {"errors", "settings", "storeys", "tuning"}
ROOMS = {
    "text": set(),
    "values": {"text"},
    "types": {"text", "values"},
    # Nothing of how an answer was found: it checks what is said against what is cited.
    "verify": {"text", "values", "types"},
    "question": {"text", "values", "types"},
    "search": {"text", "values", "types", "question"},
    "reader": {"text", "values", "types", "question", "search"},  # a reranker orders a search
    "claims": {"text", "values", "types", "question", "verify"},  # what a sentence denies
    "answer": {"text", "values", "types", "question", "reader", "claims"},
    "generate": {"text", "values", "types", "question", "reader", "claims", "answer", "verify"},
    "pipeline": {
        "text", "values", "types", "question", "search", "reader", "claims", "answer", "verify",
        "generate",
    },
    "live": {"text", "types", "generate", "pipeline"},  # a pipeline whose answer is streamed
}  # fmt: skip
KNOWN_BREACHES: set[tuple[str, str]] = set()
NEVER = {
    "index.load": {"index"},
    "eval.measures": {"eval"},
    "ui.answer": {"ui.chat", "ui.server"},
    "ui.chat": {"ui.server"},
    "ui.gold": {"ui.chat", "ui.server"},
}
"""Rooms of the other packages, and what their modules never import (but of their own room)."""
ONLY_IN = {
    "faiss": "index",
    "tantivy": "index",
    "pymilvus": "index",
    "gradio": "ui",
    "fastapi": "ui",
}
FORBIDDEN = {"pickle", "cPickle", "cloudpickle", "dill", "joblib", "shelve", "marshal"}
# The peers run in an environment of their own, each with its library; Dalil imports none of them.
PEERS = set((ROOT / "eval" / "peers").glob("with_*.py"))
# The judge must not make the product's mistakes: it knows neither how it reads nor how it verifies.
JUDGE = [
    *(ROOT / "eval" / name for name in ("judge.py", "ranking.py", "accept.py", "units.py")),
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


def modules_imported(path: Path) -> Iterator[str]:
    """The full name of every module of ours that a module imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(module: str, room: str) -> bool:
    return module == room or module.startswith(f"{room}.")


def rag_room(module: str) -> str:
    """The room of a module of rag: `rag.values.find` and `rag.types` are of values and types."""
    return module.split(".")[1] if "." in module else ""


def arrows() -> set[tuple[str, str]]:
    """Which room of rag imports which."""
    rooms = {path.stem if path.is_file() else path.name for path in (ROOT / "rag").iterdir()}
    return {
        (rag_room(module_name(path)), rag_room(module))
        for path in (ROOT / "rag").rglob("*.py")
        for module in modules_imported(path)
        if within(module, "rag") and rag_room(module) in rooms
    }


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


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


def test_the_rooms_of_rag_stand_on_one_another() -> None:
    floors = list(ROOMS)

    for i, (room, below) in enumerate(ROOMS.items()):
        assert below <= set(floors[:i]), f"{room} may import what stands above it"


def test_rooms_import_downwards_only() -> None:
    allowed = {(room, other) for room, below in ROOMS.items() for other in below | COMMON | {room}}
    allowed |= {(room, other) for room in COMMON for other in COMMON}

    assert {arrow for arrow in arrows() if all(arrow)} - allowed == KNOWN_BREACHES


@pytest.mark.parametrize("room", NEVER)
def test_a_room_does_not_import_its_users(room: str) -> None:
    found = [
        f"{module_name(path)} imports {module}"
        for path in MODULES
        if within(module_name(path), room)
        for module in modules_imported(path)
        if any(within(module, other) for other in NEVER[room]) and not within(module, room)
    ]

    assert found == []


@pytest.mark.parametrize("path", MODULES, ids=module_id)
def test_all_names_what_exists_and_once(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = exported(tree)

    assert set(names) - defined(tree) == set()
    assert len(names) == len(set(names))


@pytest.mark.parametrize("path", JUDGE, ids=module_id)
def test_the_judge_shares_nothing_with_what_it_judges(path: Path) -> None:
    assert [name for name in modules_imported(path) if name.startswith(JUDGED)] == []


def test_every_package_was_looked_at() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in MODULES} == set(MAY_IMPORT)
