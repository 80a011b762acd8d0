"""What a run file says of what ran: the commit, the index, the files that were given."""

import hashlib
import subprocess
from pathlib import Path

from rag.pipeline import Pipeline
from rag.reader.cross import Ordered
from rag.types import Json

__all__ = ["ROOT", "commit", "index_facts", "short_hash"]

ROOT = Path(__file__).resolve().parent.parent


def index_facts(pipeline: Pipeline) -> Json:
    """What a pipeline's index holds; nothing of a search that has no manifest."""
    search = pipeline.search.inner if isinstance(pipeline.search, Ordered) else pipeline.search
    manifest = getattr(search, "manifest", None)
    if manifest is None:
        return {}
    return {
        "content": manifest.content[:12],
        "articles": manifest.articles,
        "passages": manifest.passages,
    }


def commit() -> str:
    """The commit that runs, with "+ changes" where the tree has any; "unknown" outside git."""

    def git(*words: str) -> str:
        done = subprocess.run(  # noqa: S603
            ["git", "-C", str(ROOT), *words],  # noqa: S607
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    try:
        changed = git("status", "--porcelain", "--untracked-files=no")
        return git("rev-parse", "HEAD") + (" + changes" if changed else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def short_hash(file: Path | None) -> str:
    """Twelve hex digits of a file's SHA-256; "" where there is none."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file else ""
