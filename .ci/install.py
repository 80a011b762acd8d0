"""Install the locks named into this environment, and this checkout over them.

usage: .venv/bin/python .ci/install.py EXTRAS LOCK...
One line of progress stands for pip's hundreds; where pip fails, its last words are shown.
"""

import subprocess
import sys
from collections import deque
from collections.abc import Sequence

LAST_WORDS = 25
STEPS = ("Collecting ", "Downloading ", "Using cached ", "Installing ", "Preparing ")


def main(extras: str, locks: Sequence[str]) -> int:
    """Install; return pip's exit code."""
    # What is locked is complete, so pip need not resolve, and takes no file of another hash.
    files = [part for lock in locks for part in ("-r", lock)]
    failed = _pip("--require-hashes", "--no-deps", *files)
    # This brings torch, by its exact version, and what its build for this machine needs. The
    # checkout is built with the setuptools just installed, not with the newest there is.
    return failed or _pip("--no-build-isolation", "--editable", f".[{extras}]")


def _pip(*arguments: str) -> int:
    command = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", *arguments]
    said: deque[str] = deque(maxlen=LAST_WORDS)
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=subprocess.STDOUT, text=True) as run:
        for line in run.stdout or ():
            said.append(line)
            if line.lstrip().startswith(STEPS):
                _show(line.strip())
    _show("")
    if run.returncode:
        sys.stderr.writelines(said)
    return run.returncode


def _show(step: str) -> None:
    """Put `step` in place of the one shown before, where a person looks on."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{step[:78]}")
        sys.stderr.flush()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1], sys.argv[2:]))
    except KeyboardInterrupt:
        sys.exit(130)
