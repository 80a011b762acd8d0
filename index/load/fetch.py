"""Fetch pages and feeds for indexing, and nothing that an address should not reach.

Only http and https. A name is looked up once, every address it gives must be public, and the
connection goes to that very address, so that a second look-up cannot lead elsewhere. Redirects are
followed by hand and checked the same way. robots.txt is respected; size and time are capped.
"""

import ipaddress
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import monotonic
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpx

from index.load.document import UnreadableError

__all__ = ["Fetched", "Fetcher", "split"]

AGENT = "Dalil"
MAX_BYTES = 20_000_000
MAX_SECONDS = 30.0
MAX_REDIRECTS = 5
Resolve = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave; `url` is where it was in the end."""

    url: str
    data: bytes


def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a host, as numbers."""
    return [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def split(address: str) -> SplitResult:
    """The parts of an address; what is none, such as "http://[::1", is a path without a scheme."""
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", address, "", "")


@dataclass(slots=True)
class Fetcher:
    """Fetches with the guards above. `private` allows hosts of the own network."""

    private: bool = False
    resolve: Resolve = resolve
    _rules: dict[str, RobotFileParser] = field(default_factory=dict)

    def fetch(self, url: str) -> Fetched:
        """Fetch one address that its site lets robots fetch.

        Raises:
            UnreadableError: it may not be fetched, or cannot.
        """
        if not self._allowed(url):
            raise UnreadableError("its site's robots.txt does not allow it")
        status, found = self._followed(url)
        if status != 200:
            raise UnreadableError(f"the server answered {status}")
        return found

    def _allowed(self, url: str) -> bool:
        """What the site's robots.txt says; without one everything, while it is broken nothing."""
        parts = split(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._rules:
            rules = RobotFileParser()
            status, found = self._followed(f"{site}/robots.txt")
            text = found.data.decode("utf-8", "replace") if status == 200 else ""
            rules.parse(text.splitlines() if status < 500 else ["User-agent: *", "Disallow: /"])
            self._rules[site] = rules
        return self._rules[site].can_fetch(AGENT, url)

    def _followed(self, url: str) -> tuple[int, Fetched]:
        """The status at the end of the redirects, and what came with it."""
        until = monotonic() + MAX_SECONDS
        for _ in range(MAX_REDIRECTS + 1):
            response, data = self._once(url, until)
            if not response.is_redirect:
                return response.status_code, Fetched(url, data)
            try:
                url = urljoin(url, response.headers.get("location", ""))
            except ValueError as error:
                raise UnreadableError(f"it redirects to what is no address ({error})") from error
        raise UnreadableError(f"more than {MAX_REDIRECTS} redirects")

    def _once(self, url: str, until: float) -> tuple[httpx.Response, bytes]:
        """One request to the address that was checked; the host's name goes into its header."""
        parts = split(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
            raise UnreadableError("not an http or https address of a public page")
        try:
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError as error:
            raise UnreadableError(f"not an address ({error})") from error
        address = self._checked(parts.hostname, port)
        headers = {"Host": parts.netloc, "User-Agent": AGENT, "Accept-Encoding": "gzip, identity"}
        name = {"sni_hostname": parts.hostname}
        try:
            pinned = httpx.URL(url).copy_with(host=address)
            request = httpx.Request("GET", pinned, headers=headers, extensions=name)
            with httpx.Client(timeout=10, trust_env=False) as client:
                response = client.send(request, stream=True)
                return response, b"" if response.is_redirect else _body(response, until)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise UnreadableError(f"cannot be fetched ({error or type(error).__name__})") from error

    def _checked(self, host: str, port: int) -> str:
        try:
            addresses = self.resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise UnreadableError(f"the host {host} is not known ({error})") from error
        for address in addresses:
            number = ipaddress.ip_address(address.partition("%")[0])
            mapped = getattr(number, "ipv4_mapped", None) or number
            if not self.private and (not mapped.is_global or mapped.is_multicast):
                raise UnreadableError(f"the host {host} is in a private network ({address})")
        return addresses[0]


def _body(response: httpx.Response, until: float) -> bytes:
    parts: list[bytes] = []
    size = 0
    for part in response.iter_bytes(65_536):
        size += len(part)
        if size > MAX_BYTES:
            raise UnreadableError(f"more than {MAX_BYTES:,} bytes")
        if monotonic() > until:
            raise UnreadableError(f"it took more than {MAX_SECONDS:.0f} seconds")
        parts.append(part)
    return b"".join(parts)
