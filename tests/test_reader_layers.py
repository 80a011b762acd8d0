"""Layers stored as differences: restored nearly exactly, at half the size, refused if damaged."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from rag.errors import ModelError
from rag.reader.layers import checked, pack, read_layers, restore


def trained() -> tuple[dict[str, torch.Tensor], dict[str, torch.Tensor]]:
    """A state, and what it was before training: a matrix, a vector and no head."""
    torch.manual_seed(5)
    carried = {"dense.weight": torch.randn(24, 16) * 0.05, "dense.bias": torch.randn(24)}
    state = {name: w + 0.005 * torch.randn_like(w) for name, w in carried.items()}
    return state | {"span.weight": torch.randn(2, 16)}, carried


def test_what_is_packed_comes_back_as_exact_as_in_bfloat16() -> None:
    state, carried = trained()
    back = restore(pack(state, carried), carried)
    assert back.keys() == state.keys()
    for name, weight in state.items():
        error = (back[name] - weight).norm()
        assert error <= (weight.to(torch.bfloat16).float() - weight).norm() * 1.01, name


def test_a_matrix_takes_a_byte_a_weight_and_a_head_stays_itself() -> None:
    state, carried = trained()
    packed = pack(state, carried)
    assert packed["dense.weight.int8"].dtype == torch.int8
    assert packed["dense.weight.scale"].shape == (24, 1)
    assert packed["span.weight"].dtype == torch.bfloat16
    assert "dense.weight" not in packed


def test_a_row_that_did_not_change_comes_back_exactly() -> None:
    state, carried = trained()
    state["dense.weight"][3] = carried["dense.weight"][3]
    back = restore(pack(state, carried), carried)
    assert torch.equal(back["dense.weight"][3], carried["dense.weight"][3])


def test_weights_stored_whole_are_read_as_they_are(tmp_path: Path) -> None:
    state, _ = trained()
    save_file(state, tmp_path / "model.safetensors")
    read = read_layers(tmp_path / "model.safetensors")
    assert all(torch.equal(read[name], weight) for name, weight in state.items())


def test_differences_to_another_encoder_are_refused(tmp_path: Path) -> None:
    state, carried = trained()
    save_file(pack(state, carried), tmp_path / "model.safetensors")
    with pytest.raises(ModelError, match=r"dense\.weight.*install Dalil again"):
        read_layers(tmp_path / "model.safetensors")


def test_a_changed_byte_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "weights"
    file.write_bytes(b"as trained")
    good = "e1ab1a45a7ad3d2d0d3d3f4b3aaf7d8a6b0e6d6a4be1f2d5c4a3b2c1d0e9f8a7"
    with pytest.raises(ModelError, match=r"damaged.*install Dalil again"):
        checked(file, good)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nowhere"):
        checked(tmp_path / "nowhere", "")
