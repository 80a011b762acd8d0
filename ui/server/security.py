"""Who may ask, from where: hosts, origins, log-in, and the headers that browsers obey."""

import hashlib
import hmac
import ipaddress
import logging
import re
from collections import OrderedDict
from dataclasses import dataclass, field
from time import monotonic
from urllib.parse import urlsplit

import httpx
from starlette.datastructures import Headers

from rag.errors import SettingsError
from ui.server.settings import ServeSettings

__all__ = ["Guard", "Identity", "Unavailable", "read_tokens", "same_site", "token_digest"]

log = logging.getLogger(__name__)

MOST_SESSIONS = 2_000
MOST_COOKIE_BYTES = 8_192
LOOPBACK_NAMES = frozenset({"localhost", "localhost.localdomain"})


@dataclass(frozen=True, slots=True)
class Identity:
    """Who asks. `name` is "" where nobody needs to be known; editors may sign and export."""

    name: str
    editor: bool


class Unavailable(Exception):  # noqa: N818
    """The wiki could not say who is logged in."""


def token_digest(token: str) -> str:
    """SHA-256 of a token, in hex: what the settings keep instead of the token."""
    return hashlib.sha256(token.encode()).hexdigest()


def read_tokens(serve: ServeSettings) -> dict[str, Identity]:
    """Read the bearer tokens: digest to identity.

    Raises:
        SettingsError: the file cannot be read, or a line is not `name:sha256[:editor]`.
    """
    lines: list[str] = []
    if serve.tokens:
        lines += re.split(r"[,\n]", serve.tokens.get_secret_value())
    if serve.tokens_file:
        try:
            lines += serve.tokens_file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(
                f"cannot read the tokens in {serve.tokens_file}: {error}"
            ) from error
    tokens: dict[str, Identity] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = re.fullmatch(r"\s*([^:\s]+):([0-9a-fA-F]{64})(:editor)?\s*", line)
        if match is None:
            raise SettingsError(
                f"token {number} is not name:sha256[:editor]: see dalil serve --help"
            )
        tokens[match[2].lower()] = Identity(match[1], editor=match[3] is not None)
    return tokens


@dataclass
class Guard:
    """Tells who sends a request.

    A bearer token is compared in constant time with every known one. A wiki's session is checked
    by asking the wiki itself, with the reader's own cookies; what it said is kept for some seconds.
    """

    serve: ServeSettings
    tokens: dict[str, Identity]
    client: httpx.AsyncClient
    _sessions: OrderedDict[str, tuple[float, Identity | None]] = field(default_factory=OrderedDict)

    async def identify(self, headers: Headers) -> Identity | None:
        """Return who sends a request with these headers, None if nobody known.

        Raises:
            Unavailable: the wiki, which would know, cannot be reached.
        """
        if not self.serve.login:
            return Identity("", editor=self.serve.loopback)
        kind, _, token = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and (found := self._token(token.strip())):
            return found
        if self.serve.wiki_api and (cookie := self._cookies(headers)):
            return await self._session(self.serve.wiki_api, cookie)
        return None

    async def greet(self) -> None:
        """Ask the wiki whether it is there, and log what to do if it is not."""
        if not self.serve.wiki_api:
            return
        query = {"action": "query", "meta": "siteinfo", "format": "json"}
        try:
            reply = await self.client.get(self.serve.wiki_api, params=query)
            reply.raise_for_status().json()["query"]["general"]
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            log.error(  # noqa: TRY400
                "the wiki's api.php does not answer at %s (%s): until it does, no reader of the "
                "wiki can ask; look at DALIL_SERVE_WIKI_API",
                self.serve.wiki_api,
                type(error).__name__,
            )

    def _token(self, token: str) -> Identity | None:
        digest = token_digest(token)
        found = None
        for known, identity in self.tokens.items():
            if hmac.compare_digest(known, digest):
                found = identity
        return found

    def _cookies(self, headers: Headers) -> str:
        cookies = "; ".join(headers.getlist("cookie"))
        if self.serve.wiki_cookies:
            parts = (part.strip() for part in cookies.split(";"))
            cookies = "; ".join(p for p in parts if p.startswith(self.serve.wiki_cookies))
        return cookies if cookies.isascii() and len(cookies) <= MOST_COOKIE_BYTES else ""

    async def _session(self, wiki_api: str, cookie: str) -> Identity | None:
        key = hashlib.sha256(cookie.encode()).hexdigest()
        now = monotonic()
        if (kept := self._sessions.get(key)) and now - kept[0] < self.serve.wiki_cache_s:
            return kept[1]
        identity = await self._ask_wiki(wiki_api, cookie)
        self._sessions[key] = (now, identity)
        self._sessions.move_to_end(key)
        if len(self._sessions) > MOST_SESSIONS:
            self._sessions.popitem(last=False)
        return identity

    async def _ask_wiki(self, wiki_api: str, cookie: str) -> Identity | None:
        query = {"action": "query", "meta": "userinfo", "uiprop": "groups", "format": "json"}
        try:
            reply = await self.client.get(wiki_api, params=query, headers={"Cookie": cookie})
            user = reply.raise_for_status().json()["query"]["userinfo"]
            anonymous = "anon" in user or "temp" in user or int(user["id"]) == 0
            name, groups = str(user["name"]), set(user.get("groups", ()))
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            log.warning("the wiki did not say who is logged in: %s", type(error).__name__)
            raise Unavailable from error
        if anonymous:
            return None
        return Identity(name, editor=bool(groups & set(self.serve.wiki_editors)))


def known_host(host: str, serve: ServeSettings) -> bool:
    """Whether a request may name this host.

    A page that makes its own name point here (DNS rebinding) is refused; an address written in
    digits cannot be such a name.
    """
    name = (urlsplit(f"//{host}").hostname or "") if re.fullmatch(r"[\w.:\[\]-]+", host) else ""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        public = urlsplit(serve.public_url or "").hostname
        listed = {public, serve.host.lower(), *(given.lower() for given in serve.hosts)}
        return bool(name) and (name in LOOPBACK_NAMES or name in listed)
    return True


def same_site(headers: Headers, serve: ServeSettings) -> bool:
    """Whether a request that changes something comes from here, a listed origin, or no page."""
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site", "none") in {"none", "same-origin"}
    if origin.lower() in serve.origins:
        return True
    parts = urlsplit(origin)
    own = {headers.get("host", "").lower(), urlsplit(serve.public_url or "").netloc.lower()} - {""}
    return parts.scheme in {"http", "https"} and parts.netloc.lower() in own
