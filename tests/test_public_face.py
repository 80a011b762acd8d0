"""What `import dalil` offers, and that its example runs as it is printed."""

import doctest
from pathlib import Path

import pytest

import dalil


@pytest.mark.model
def test_the_example_of_the_public_face_is_true(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    result = doctest.testmod(dalil)

    assert (result.failed, result.attempted) == (0, 10)


def test_everything_that_is_offered_is_there_and_sorted() -> None:
    assert [name for name in dalil.__all__ if not hasattr(dalil, name)] == []
    assert dalil.__all__ == sorted(dalil.__all__)
