"""Settings of the server alone, in one frozen value: read from `DALIL_SERVE_…` variables."""

import ipaddress
import json
import os
import re
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)

from rag.errors import SettingsError

__all__ = ["PREFIX", "ServeSettings"]

PREFIX = "DALIL_SERVE_"


def _split(value: object) -> object:
    """Read a list from a variable: a JSON list, or words parted by commas or spaces."""
    if not isinstance(value, str):
        return value
    return json.loads(value) if value.lstrip().startswith("[") else re.split(r"[,\s]+", value)


def _tidy(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(value for value in values if value)


def _origin(value: str) -> str:
    parts = urlsplit(value)
    bare = f"{parts.scheme}://{parts.netloc}"
    if parts.scheme not in {"http", "https"} or not parts.hostname or value.rstrip("/") != bare:
        raise ValueError("an origin is http(s)://host[:port], without path or wildcard")
    if not re.fullmatch(r"[A-Za-z0-9.:\[\]-]+", parts.netloc):
        raise ValueError("an origin is http(s)://host[:port], without path or wildcard")
    return bare.lower()


def _http_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise ValueError("an address starts with http:// or https:// and names a host")
    return value


Words = Annotated[tuple[str, ...], BeforeValidator(_split), AfterValidator(_tidy)]
Origins = Annotated[Words, AfterValidator(lambda values: tuple(_origin(value) for value in values))]
HttpUrl = Annotated[str, AfterValidator(_http_url)]


class ServeSettings(BaseModel):
    """How the server listens, whom it lets in, and how much it takes on.

    Unknown names are refused. Secrets are never shown: tokens are kept as SHA-256 digests only.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, use_attribute_docstrings=True
    )

    host: str = "127.0.0.1"
    """Address to listen on. Any other than loopback needs a login, or `open_to_all`."""
    port: int = Field(default=7860, ge=0, le=65535)
    """Port to listen on."""
    public_url: HttpUrl | None = None
    """Where readers reach the server when a proxy stands before it, as https://wiki.example/dalil.
    The path, if any, is part of every path here: the proxy passes it on as it is."""
    hosts: Words = ()
    """Further host names that requests may name; loopback and `public_url` always may."""
    proxies: Words = ()
    """Addresses of proxies whose X-Forwarded-For is believed. None by default: then all readers
    behind a proxy count as one client."""
    origins: Origins = ()
    """Other sites whose pages may call the API and frame the chat. None by default."""

    tokens: SecretStr | None = None
    """Bearer tokens, as `name:sha256[:editor]`, parted by commas or line breaks."""
    tokens_file: Path | None = None
    """The same, one a line, in a file; lines that start with # are skipped."""
    wiki_api: HttpUrl | None = None
    """The wiki's api.php: who is logged in there may ask."""
    wiki_login: HttpUrl | None = None
    """The wiki's log-in page, shown to readers who are not logged in."""
    wiki_editors: Words = ("sysop", "editor")
    """Groups of the wiki whose members may sign answers and export."""
    wiki_cookies: Words = ()
    """Beginnings of the names of the wiki's cookies; unset: every cookie is forwarded."""
    wiki_cache_s: float = Field(default=20.0, ge=0, le=600)
    """How long what the wiki said about a reader is believed, in seconds."""
    open_to_all: bool = False
    """Listen beyond loopback without any login. Everyone who reaches the port may ask."""

    store: Path = Path(".dalil/answers.sqlite")
    """Answers, feedback and sign-offs."""
    keep_answers: bool = True
    """Keep every answer, with its question, so that its permalink can be read later."""
    log_questions: bool = False
    """Write questions into the log. Off: the log says how long and in what language only."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """The least that is logged."""

    max_body: int = Field(default=65536, ge=1024)
    """Largest request, in bytes."""
    max_chat_body: int = Field(default=1048576, ge=1024)
    """Largest request that keeps a whole conversation, in bytes."""
    body_s: float = Field(default=10.0, gt=0)
    """Longest time for a client to send its request's head, and again its body."""
    per_minute: int = Field(default=30, ge=1)
    """Questions and feedback that one reader, or one address where nobody logs in, may send in a
    minute. A newsroom behind one address shares this: raise it there, or let readers log in."""
    burst: int = Field(default=10, ge=1)
    """How many of them at once."""
    workers: int = Field(default=2, ge=1, le=64)
    """Questions answered at the same time."""
    queue: int = Field(default=16, ge=0)
    """Questions that may wait beside those."""
    wait_s: float = Field(default=30.0, gt=0)
    """Longest wait in the queue."""
    connections: int = Field(default=1000, ge=1)
    """Most open connections; further ones are answered 503."""
    stop_s: int = Field(default=30, ge=1)
    """Longest time that a shutdown waits for what runs."""
    watch_s: float = Field(default=2.0, gt=0)
    """How often the index is looked at for a new generation."""
    chat: bool = True
    """Serve the chat at /chat."""
    examples: bool = True
    """Look for questions to begin with, while nobody asks."""

    @model_validator(mode="after")
    def _safe(self) -> Self:
        if not (self.loopback or self.login or self.open_to_all):
            raise ValueError(
                f"host {self.host} is reachable from elsewhere: set {PREFIX}TOKENS, "
                f"{PREFIX}TOKENS_FILE or {PREFIX}WIKI_API, so that readers log in, or "
                f"{PREFIX}OPEN_TO_ALL=true to let everyone ask"
            )
        return self

    @classmethod
    def told(cls) -> str:
        """Every setting with its default and its meaning, for `dalil serve --help`."""
        lines = []
        for name, setting in cls.model_fields.items():
            default = setting.default
            shown = ",".join(default) if isinstance(default, tuple) else str(default)
            given = "unset" if default is None or default == () else shown.lower()
            lines.append(f"  {PREFIX}{name.upper()} ({given})")
            lines += textwrap.wrap(
                " ".join((setting.description or "").split()),
                92,
                initial_indent=" " * 6,
                subsequent_indent=" " * 6,
            )
        return "\n".join(lines)

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def prefix(self) -> str:
        """The path before every path of the server: "" or "/dalil"."""
        return urlsplit(self.public_url or "").path.rstrip("/")

    @property
    def login(self) -> bool:
        """Whether a reader must be known before asking."""
        return bool(self.tokens or self.tokens_file or self.wiki_api)

    @classmethod
    def load(cls, given: Mapping[str, object] | None = None) -> Self:
        """Read `DALIL_SERVE_…` variables; `given` values, if any, win over them.

        An empty variable is as none; but an empty list is a list of nothing.

        Raises:
            SettingsError: a name is unknown, or a value is wrong.
        """
        fields = cls.model_fields.items()
        lists = {f"{PREFIX}{n.upper()}" for n, f in fields if isinstance(f.default, tuple)}
        values: dict[str, object] = {
            name.removeprefix(PREFIX).lower(): value
            for name, value in os.environ.items()
            if name.startswith(PREFIX) and (value or name in lists)
        }
        values.update(given or {})
        try:
            return cls.model_validate(values)
        except (ValidationError, json.JSONDecodeError) as error:
            raise SettingsError(_explain(error)) from error


def _explain(error: ValidationError | json.JSONDecodeError) -> str:
    """Say what is wrong, without the value: it may be a secret."""
    if isinstance(error, json.JSONDecodeError):
        return f"a {PREFIX}… list is not valid JSON: {error.msg}"
    first = error.errors(include_input=False, include_url=False)[0]
    name = ".".join(str(part) for part in first["loc"][:1]) or "server"
    reason = first["msg"].removeprefix("Value error, ")
    if first["type"] == "extra_forbidden":
        reason += f"; known server settings: {', '.join(ServeSettings.model_fields)}"
    return f"server setting {name!r}: {reason}" if first["loc"] else reason
