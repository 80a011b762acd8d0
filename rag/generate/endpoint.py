"""A chat model behind any OpenAI-compatible address: vLLM, Ollama, llama.cpp, a cloud."""

import os
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import Any
from urllib.parse import urlsplit

import httpx
import openai

from rag.errors import ModelError, SettingsError
from rag.generate.protocol import Message
from rag.generate.pump import Halted, Put, pump
from rag.settings import Settings

__all__ = ["KEY", "Endpoint", "open_endpoint"]

KEY = "DALIL_GENERATOR_KEY"
"""The environment variable that holds the key; settings never do."""
CONNECT = 5.0
RETRIES = 2
"""Further tries at connecting and after 408, 409, 429 and 5xx, with growing pauses."""
SPARED = {"max_tokens": "max_completion_tokens", "temperature": ""}
"""Options that some models refuse, and what they are called there instead."""


@dataclass(frozen=True)
class Endpoint:
    """Implements `Generator` over HTTP; `timeout` is the patience for the next words, seconds."""

    client: openai.OpenAI
    name: str
    max_tokens: int
    timeout: float

    def stream(self, messages: Sequence[Message], stop: Event) -> Iterator[str]:
        """Yield the reply piece by piece; a stop closes the connection, so the service stops too.

        Raises:
            ModelError: the service does not answer, refuses, fails half-way or falls silent.
        """
        call = _Call(self)
        return pump(partial(call.run, messages), stop, self.timeout, call.hang_up)


class _Call:
    """One request, which another thread may hang up."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._response: httpx.Response | None = None

    def run(self, messages: Sequence[Message], put: Put[str], halted: Halted) -> None:
        finish = None
        try:
            with self._open(messages) as chunks:
                self._response = chunks.response
                for chunk in chunks:
                    if halted():
                        return
                    for choice in chunk.choices[:1]:
                        put(choice.delta.content or "")
                        finish = choice.finish_reason or finish
        # Broken UTF-8 and broken JSON are ValueErrors.
        except (openai.OpenAIError, httpx.HTTPError, ValueError) as error:
            if halted():
                return
            raise ModelError(self._because(_short(error))) from error
        if finish is None and not halted():
            raise ModelError(self._because("the reply was cut off"))

    def hang_up(self) -> None:
        """Close the connection under the thread that reads from it."""
        if self._response and (stream := self._response.extensions.get("network_stream")):
            try:
                stream.get_extra_info("socket").shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # it is closed already

    def _open(self, messages: Sequence[Message]) -> "openai.Stream[Any]":
        """Send the request; once more without an option that the model refuses."""
        options: dict[str, Any] = {"max_tokens": self._endpoint.max_tokens, "temperature": 0}
        turns: Any = [{"role": message.role, "content": message.content} for message in messages]
        create = self._endpoint.client.chat.completions.create
        while True:
            try:
                sent: openai.Stream[Any] = create(
                    model=self._endpoint.name, messages=turns, stream=True, **options
                )
            except openai.BadRequestError as error:
                refused = next((o for o in SPARED if o in options and o in str(error)), None)
                if refused is None:
                    raise
                value = options.pop(refused)
                if SPARED[refused]:
                    options[SPARED[refused]] = value
            else:
                return sent

    def _because(self, why: str) -> str:
        return (
            f"the language model {self._endpoint.name!r} at {self._endpoint.client.base_url} did "
            f"not answer: {why}; see `dalil doctor`"
        )


def _short(error: Exception) -> str:
    status = f"HTTP {error.status_code}, " if isinstance(error, openai.APIStatusError) else ""
    return status + (" ".join(str(error).split())[:200] or type(error).__name__)


def open_endpoint(settings: Settings) -> Endpoint:
    """The endpoint that the settings name; nothing is asked of it yet.

    Raises:
        SettingsError: the address holds a key or a password, or no model is named.
    """
    address = urlsplit(settings.generator)
    if address.username or address.password or address.query:
        raise SettingsError(
            f"generator at {address.hostname!r}: an address holds no key: put it into the "
            f"environment variable {KEY}"
        )
    if not settings.generator_model:
        raise SettingsError(
            f"generator {settings.generator!r}: name the model in `generator_model` as the service "
            f"knows it (`curl {settings.generator.rstrip('/')}/models` lists them)"
        )
    client = openai.OpenAI(
        api_key=os.environ.get(KEY) or "none",
        base_url=settings.generator,
        organization="",
        project="",
        timeout=httpx.Timeout(settings.generator_timeout, connect=CONNECT),
        max_retries=RETRIES,
        http_client=httpx.Client(trust_env=not _local(address.hostname or "")),
    )
    return Endpoint(
        client, settings.generator_model, settings.generator_tokens, settings.generator_timeout
    )


def _local(host: str) -> bool:
    """Whether a host is this machine: no proxy of the environment stands between."""
    return host == "localhost" or host == "::1" or host.startswith("127.")
