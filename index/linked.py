"""Which articles repeat one another: a file beside the articles, so that a new copy changes none.

copies.json     by its id, the row of each article that others repeat, and their ids
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from rag.errors import ArchiveError
from rag.types import Article

__all__ = ["COPIES", "Copies", "copies_json", "copies_of", "read_copies"]

COPIES = "copies.json"
Copies = Mapping[str, tuple[int, tuple[str, ...]]]
"""By id, the row of an article, and the ids of those that repeat it."""


def copies_of(articles: Sequence[Article]) -> Copies:
    """What the articles of a generation say of one another."""
    return {a.id: (row, a.copies) for row, a in enumerate(articles) if a.copies}


def copies_json(copies: Copies) -> str:
    """The copies as one JSON text, the same for the same copies."""
    return json.dumps(dict(sorted(copies.items(), key=lambda each: each[1])), ensure_ascii=False)


def read_copies(folder: Path) -> Copies:
    """Read what `copies_json` wrote; nothing, if a version before it wrote the generation.

    Raises:
        ArchiveError: the file is damaged.
    """
    file = folder / COPIES
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
        return {identity: (int(row), tuple(others)) for identity, (row, others) in values.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise ArchiveError(f"{file} cannot be read ({error!r}): run `dalil index PATH`") from error
