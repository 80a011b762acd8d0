"""A chat model on this machine, through transformers: any Hub id or folder with a chat template."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from threading import Event, Lock
from typing import Any, cast

import torch
from jinja2 import TemplateError
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    BatchEncoding,
    PreTrainedModel,
    PreTrainedTokenizerBase,
    StoppingCriteria,
    StoppingCriteriaList,
    TextStreamer,
)

from rag.errors import ModelError
from rag.generate.protocol import Message
from rag.generate.pump import Halted, Put, pump
from rag.reader.load import load_local, shown_name
from rag.settings import Settings

__all__ = ["LocalChat", "open_local"]


class _Pieces(TextStreamer):
    """Passes text on as soon as no later token can change it."""

    def __init__(self, tokenizer: PreTrainedTokenizerBase, put: Put[str]) -> None:
        super().__init__(cast(Any, tokenizer), skip_prompt=True, skip_special_tokens=True)
        self._put = put

    def on_finalized_text(self, text: str, stream_end: bool = False) -> None:
        """Pass a piece on."""
        self._put(text)


class _Halt(StoppingCriteria):
    """Ends the generation at the next token once nobody waits for it."""

    def __init__(self, halted: Halted) -> None:
        self._halted = halted

    def __call__(
        self, input_ids: torch.LongTensor, scores: torch.FloatTensor, **kwargs: object
    ) -> torch.BoolTensor:
        """One flag per sequence."""
        flags = torch.full((input_ids.shape[0],), self._halted(), device=input_ids.device)
        return cast(torch.BoolTensor, flags)


@dataclass(frozen=True)
class LocalChat:
    """Implements `Generator` with a causal language model; one reply at a time."""

    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerBase
    name: str
    max_tokens: int
    timeout: float
    _turn: Lock = field(default_factory=Lock)

    def stream(self, messages: Sequence[Message], stop: Event) -> Iterator[str]:
        """Yield the reply piece by piece, without sampling.

        Raises:
            ModelError: the messages exceed what the model can read, or it falls silent.
        """
        return pump(partial(self._generate, messages), stop, self.timeout)

    def _generate(self, messages: Sequence[Message], put: Put[str], halted: Halted) -> None:
        inputs = self._coded(messages).to(self.model.device)
        self._fits(inputs["input_ids"].shape[1])
        generate: Any = self.model.generate
        with self._turn, torch.inference_mode():
            generate(
                **inputs,
                max_new_tokens=self.max_tokens,
                do_sample=False,
                streamer=_Pieces(self.tokenizer, put),
                stopping_criteria=StoppingCriteriaList([_Halt(halted)]),
            )

    def _coded(self, messages: Sequence[Message]) -> BatchEncoding:
        turns = [{"role": message.role, "content": message.content} for message in messages]
        code: Any = partial(
            self.tokenizer.apply_chat_template,
            add_generation_prompt=True,
            return_dict=True,
            return_tensors="pt",
        )
        try:
            coded = code(turns)
        except TemplateError:  # some models know no system turn
            whole = "\n\n".join(message.content for message in messages)
            coded = code([{"role": "user", "content": whole}])
        return cast(BatchEncoding, coded)

    def _fits(self, tokens: int) -> None:
        most = getattr(self.model.config, "max_position_embeddings", None)
        if most is not None and tokens + self.max_tokens > most:
            raise ModelError(
                f"the language model {self.name!r} reads {most} tokens, the question and its "
                f"sources take {tokens} and the reply up to {self.max_tokens}: lower "
                "`generator_tokens` or `read_passages`, or set `generator` to a model that reads "
                "more"
            )


def open_local(settings: Settings) -> LocalChat:
    """Load the chat model that the settings name, from this machine only.

    Raises:
        ModelError: there is no such model here, it cannot be read, or it has no chat template.
    """
    name = settings.generator
    model, tokenizer = load_local(
        "generator",
        name,
        AutoModelForCausalLM.from_pretrained,
        AutoTokenizer.from_pretrained,
        settings.dtype,
    )
    if not tokenizer.chat_template:
        raise ModelError(
            f"generator {name!r} has no chat template: set `generator` to a model that was tuned "
            "for conversation (its name often ends in -Instruct or -it)"
        )
    shown = shown_name(name)
    return LocalChat(model, tokenizer, shown, settings.generator_tokens, settings.generator_timeout)
