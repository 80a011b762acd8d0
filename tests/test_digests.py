"""Damage is found by digests; what a process has read, and what has not changed, it reads once."""

import hashlib
import os
import time
from pathlib import Path

import pytest

from index.digests import check_file, digests_of, same_file, sha256_of
from rag.errors import ArchiveError

HOUR_NS = 3_600_000_000_000


def written(file: Path, text: str, changed_ns: int) -> Path:
    file.write_text(text, encoding="utf-8")
    os.utime(file, ns=(changed_ns, changed_ns))
    return file


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_file_that_changed_is_read_again_also_under_its_second_name(tmp_path: Path) -> None:
    long_ago = time.time_ns() - HOUR_NS
    file, other = written(tmp_path / "a", "one", long_ago), tmp_path / "b"
    other.hardlink_to(file)

    assert sha256_of(file) == sha256_of(other) == digest("one")
    written(other, "two", long_ago)  # the same size and time: as if nothing had changed
    assert sha256_of(file) == digest("one")
    written(other, "two", long_ago + 1)
    assert sha256_of(file) == digest("two")
    assert same_file(file, other)
    assert not same_file(file, tmp_path / "c")


def test_a_file_that_has_just_changed_is_read_each_time(tmp_path: Path) -> None:
    now = time.time_ns()

    assert sha256_of(written(tmp_path / "a", "one", now)) == digest("one")
    assert sha256_of(written(tmp_path / "a", "two", now)) == digest("two")


def test_digests_of_a_folder_leave_out_locks_and_take_over_what_is_known(tmp_path: Path) -> None:
    (tmp_path / "lexical").mkdir()
    for name in ("a", "lexical/b", "lexical/.writer.lock"):
        (tmp_path / name).write_text(name, encoding="utf-8")

    assert digests_of(tmp_path, {"a": "known"}) == {"a": "known", "lexical/b": digest("lexical/b")}


def test_damage_and_absence_are_named(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("one", encoding="utf-8")

    check_file(tmp_path / "a", digest("one"))
    with pytest.raises(ArchiveError, match=r"a is damaged.*run `dalil index PATH`"):
        check_file(tmp_path / "a", digest("two"))
    with pytest.raises(ArchiveError, match=r"b is missing.*run `dalil index PATH`"):
        check_file(tmp_path / "b", digest("two"))
