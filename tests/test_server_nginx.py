"""The nginx block of docs/wiki.md, behind a real nginx."""

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.toy_process import server_process
from tests.toy_serve import TROOPS

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs" / "wiki.md"
PLACES = ("/usr/sbin", "/usr/bin", "/usr/local/sbin", f"{ROOT}/build/nginx/usr/sbin")
SERVER = """
pid nginx.pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi; scgi_temp_path scgi;
    server {{ listen 127.0.0.1:{port}; {block} }}
}}
"""


@pytest.fixture(scope="module")
def wiki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an nginx with that block, before a Dalil that has the settings beside it."""
    nginx = shutil.which("nginx", path=":".join(PLACES))
    if nginx is None:
        pytest.skip("no nginx here: apt-get install nginx")
    folder = tmp_path_factory.mktemp("nginx")
    found = re.search(r"```nginx\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.S)
    assert found
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    public = f"http://127.0.0.1:{port}/dalil"
    settings = ("chat=true", f"public_url={public}", "proxies=127.0.0.1")
    with server_process(folder / "answers.sqlite", *settings) as (_, url):
        block = found[1].replace("http://127.0.0.1:7860", url.removesuffix("/dalil"))
        (folder / "nginx.conf").write_text(SERVER.format(port=port, block=block))
        command = [nginx, "-p", str(folder), "-c", "nginx.conf", "-g", "daemon off;"]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            try:
                _wait_for(f"http://127.0.0.1:{port}/dalil/healthz")
                yield f"http://127.0.0.1:{port}"
            finally:
                process.terminate()


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            if httpx.get(address).text == "ok\n":
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError(f"{address} did not answer")


@pytest.mark.parametrize("path", ["/dalil", "/dalil/"])
def test_both_forms_of_the_path_lead_to_the_chat(wiki: str, path: str) -> None:
    page = httpx.get(f"{wiki}{path}", follow_redirects=True)

    assert page.status_code == 200
    assert str(page.url) == f"{wiki}/dalil/chat/"
    assert "gradio" in page.text


def test_questions_are_answered_and_streamed_and_nobody_else_is_believed(wiki: str) -> None:
    evil = {"X-Forwarded-Host": "evil.example", "Accept": "text/event-stream"}

    told = httpx.post(f"{wiki}/dalil/api/ask", json={"question": TROOPS}, headers=evil).text

    assert told.count("event: step") == 2
    assert f"{wiki}/dalil/a/" in told
    assert "evil.example" not in told
    assert "evil.example" not in httpx.get(f"{wiki}/dalil/chat/", headers=evil).text
