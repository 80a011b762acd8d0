"""Every engine does what the contract says: files, and Milvus where it is installed."""

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from index.contract import CHECKS, Trial, trial

NO_MILVUS = find_spec("pymilvus") is None or find_spec("milvus_lite") is None
without_milvus = pytest.mark.skipif(
    NO_MILVUS, reason="pymilvus and milvus-lite are not installed: pip install -e '.[milvus,dev]'"
)


@pytest.mark.parametrize("store", ["files", pytest.param("milvus", marks=without_milvus)])
@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_the_contract_holds(check: Callable[[Trial], None], store: str, tmp_path: Path) -> None:
    uri = str(tmp_path / "milvus.db") if store == "milvus" else ""
    with trial(store, uri) as made:
        check(made)
