"""A toy server in a process of its own: python -m tests.toy_process STORE NAME=VALUE…

It prints its address as soon as it listens. Tests start it, kill it, and start it again.
"""

import logging
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rag.settings import Settings
from tests.toy_gold import COMMAND
from tests.toy_serve import ToySource
from ui.server.current_index import Source
from ui.server.run import serve
from ui.server.settings import ServeSettings

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def server_process(
    store: Path, *settings: str, real: bool = False
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server in a process of its own, and its address; over the real index if asked for."""
    command = [sys.executable, "-m", "tests.toy_process", str(store), "port=0", *settings]
    command += ["real=yes"] if real else []
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        lines = iter(process.stderr.readline, "")
        found = next(filter(None, (re.search(r"ready on (http://[^\"]+)", li) for li in lines)))
        # What else it logs must not fill the pipe and stop it.
        drain = threading.Thread(target=process.stderr.read)
        drain.start()
        try:
            yield process, found[1]
        finally:
            process.kill()
            process.wait()
            drain.join()


if __name__ == "__main__":
    given = dict(argument.split("=", 1) for argument in sys.argv[2:])
    logging.captureWarnings(True)
    source: Source = ToySource()
    if given.pop("real", None):
        from ui.server.index_source import IndexSource

        source = IndexSource(Settings.load())
    settings = Settings.load().model_copy(update={"gold": Path(given.pop("gold", "gold.jsonl"))})
    options = ServeSettings.load({"store": sys.argv[1], "chat": False, **given})
    serve(source, settings, options, evaluate=COMMAND)
