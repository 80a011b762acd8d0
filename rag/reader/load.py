"""Load a model and its tokenizer by Hub id or folder, from this machine only."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from rag.errors import ModelError
from rag.reader.encoder import pick

__all__ = ["load_local", "shown_name"]


def load_local(
    setting: str,
    name: str,
    model: Callable[..., Any],
    tokenizer: Callable[..., Any],
    dtype: str,
) -> tuple[PreTrainedModel, PreTrainedTokenizerBase]:
    """The model, in the wanted precision and on the GPU if there is one, and its tokenizer.

    `model` and `tokenizer` are the `from_pretrained` of the wanted classes.
    Only safetensors weights are read, and no code that a model brings along is run.

    Raises:
        ModelError: it is not here or cannot be read; the message names the setting.
    """
    options = {"local_files_only": True, "trust_remote_code": False}
    try:
        codes = tokenizer(name, **options)
        loaded, about = model(
            name, dtype=pick(dtype), use_safetensors=True, output_loading_info=True, **options
        )
    except (OSError, ValueError, ImportError, KeyError) as error:
        first = next(iter(str(error).splitlines()), type(error).__name__)
        raise ModelError(
            f"{setting} {name!r} cannot be loaded ({first}): set `{setting}` to the folder of a "
            "model of that kind with safetensors weights, or fetch a Hub model first with "
            "`hf download NAME`; some tokenizers need `pip install 'dalil[local]'`"
        ) from error
    if about["missing_keys"]:  # transformers would make those weights up
        lacking = ", ".join(sorted(about["missing_keys"])[:3])
        raise ModelError(
            f"{setting} {name!r} is not a model of that kind (it has no {lacking}): name another"
        )
    return loaded.to("cuda" if torch.cuda.is_available() else "cpu").eval(), codes


def shown_name(name: str) -> str:
    """A model's name as readers are told it: of a folder the last part, for paths are private."""
    return Path(name).name if Path(name).is_dir() else name
