"""The lock files: complete, hashed, free of any host, and within the bounds of pyproject.toml."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
UNLOCKED = {"torch", "dalil"}
"""torch is pinned in pyproject.toml, and its build left to the machine; dalil is the checkout."""


def locked(*names: str) -> Iterator[tuple[Requirement, int]]:
    """Every requirement of the lock files, and how many hashes it has."""
    for name in names:
        text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", "")
        for line in text.splitlines():
            if line and not line.startswith("#"):
                requirement, *hashes = re.split(r"\s+--hash=sha256:", line)
                yield Requirement(requirement), len(hashes)


def versions(*names: str) -> dict[str, str]:
    """What the lock files install here."""
    return {
        canonicalize_name(requirement.name): str(requirement.specifier).removeprefix("==")
        for requirement, _ in locked(*names)
        if requirement.marker is None or requirement.marker.evaluate()
    }


def extra(name: str) -> list[str]:
    """What an extra asks for, other extras of ours that it names resolved."""
    lines: list[str] = []
    for line in EXTRAS[name]:
        wanted = Requirement(line)
        if wanted.name == PROJECT["name"]:
            lines += [need for other in sorted(wanted.extras) for need in extra(other)]
        else:
            lines.append(line)
    return lines


def outside(lines: list[str], names: tuple[str, ...]) -> list[str]:
    """The dependencies that the lock files do not hold, or hold in a version out of bounds."""
    have = versions(*names)
    needed = [r for r in map(Requirement, lines) if r.name not in UNLOCKED]
    return [
        f"{r}: {have.get(canonicalize_name(r.name))}"
        for r in needed
        if not r.specifier.contains(have.get(canonicalize_name(r.name), "0"), prereleases=True)
    ]


def test_every_dependency_is_locked_within_its_bounds() -> None:
    assert outside([*PROJECT["dependencies"], *extra("all")], LOCKS[:1]) == []
    assert outside(extra("dev"), LOCKS) == []


def test_a_version_out_of_bounds_is_seen() -> None:
    assert outside(["babel>=2.17,<2.18", "absent>=1"], LOCKS) == [
        f"babel<2.18,>=2.17: {versions(*LOCKS)['babel']}",
        "absent>=1: None",
    ]


def test_every_dependency_has_an_upper_bound() -> None:
    every = [*PROJECT["dependencies"], *(line for extra in EXTRAS.values() for line in extra)]
    open_ended = [
        line
        for line in map(Requirement, every)
        if line.name not in UNLOCKED and not any(s.operator in {"<", "=="} for s in line.specifier)
    ]

    assert open_ended == []
    assert "torch==2.13.0" in PROJECT["dependencies"]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_versions_and_hashes_and_no_host(name: str) -> None:
    rows = list(locked(name))

    assert [r.name for r, hashes in rows if not hashes or str(r.specifier)[:2] != "=="] == []
    assert re.findall(r"://|^-|@", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE) == []
    cuda = [r.name for r, _ in rows if re.match("nvidia|cuda|triton|torch$", r.name)]
    assert cuda == [], "a CUDA build is gigabytes: its machine asks for it, not the lock"


def test_no_package_is_locked_twice() -> None:
    names = [r.name for r, _ in locked(*LOCKS) if r.marker is None or r.marker.evaluate()]

    assert sorted(names) == sorted(set(names))
