"""Where the time of a call goes: seconds of the processor in each of some functions."""

import cProfile
import pstats
import time
from collections.abc import Callable, Mapping

__all__ = ["ASKING", "BUILDING", "WRITING", "steps_of"]

Steps = Mapping[str, tuple[str, str]]
"""By what it is called, the end of a file's name and a function there, with all that it calls."""

WHOLE = "in all"
ASKING: Steps = {
    "dense": ("index/engine.py", "nearest"),
    "  masks of language and filter": ("index/held.py", "in_language"),
    "  candidates by their codes": ("faiss/class_wrappers.py", "replacement_search"),
    "  vectors of the candidates": ("index/dense.py", "take"),
    "lexical": ("index/engine.py", "matching"),
    "search tokens of the question": ("index/store.py", "_asked"),
    "words that the archive holds": ("index/store.py", "_coverage"),
    "fused": ("rag/search.py", "fuse"),
    "languages merged": ("rag/search.py", "balance"),
    "texts read": ("index/held.py", "passage"),
    "copies told apart": ("rag/search.py", "_gist"),
}
BUILDING: Steps = {
    "articles read": ("index/load/files.py", "load_items"),
    "signatures": ("index/made.py", "_signatures"),
    "copies found": ("index/copies.py", "find_copies"),
    "cut into passages": ("index/made.py", "passages_of"),
    "embedded": ("index/partial.py", "encode"),
    "written": ("index/contents.py", "write_generation"),
}
WRITING: Steps = {
    "articles, passages, tables": ("index/held.py", "write"),
    "sources": ("index/sources.py", "registry_json"),
    "vectors and codes": ("index/dense.py", "write"),
    "search terms": ("index/contents.py", "_write_terms"),
    "digest of the contents": ("index/contents.py", "content_of"),
    "digests of the files": ("index/digests.py", "digests_of"),
}


def steps_of(act: Callable[[], object], steps: Steps) -> dict[str, float]:
    """Seconds of the processor that a call took, in all and in each step that it went through.

    The profiler itself costs some: what calls many small functions looks dearer than it is.
    """
    profile = cProfile.Profile(time.process_time)
    profile.runcall(act)
    told = pstats.Stats(profile)
    found = {WHOLE: told.total_tt}  # type: ignore[attr-defined]
    for name, (file, function) in steps.items():
        for (where, _, called), (_, _, _, seconds, _) in told.stats.items():  # type: ignore[attr-defined]
            if called == function and where.endswith(file):
                found[name] = found.get(name, 0.0) + seconds
    return found
