"""An editor's word about an answer, right or false, made a gold question or changing one."""

from collections.abc import Sequence
from pathlib import Path

from eval.add import append_gold, gold_from_answer, highlights, replace_gold
from eval.gold import Evidence, Gold, load_gold
from rag.errors import InputError
from rag.types import Json

__all__ = ["mark", "marked"]


def mark(
    answer: Json, right: bool, said: Sequence[str], path: Path, identity: str = ""
) -> tuple[Gold, bool]:
    """Keep what an editor says of an answer's JSON in a gold file, which is made if need be.

    The question is the one of that id, else the one that asks the same; if there is none it is
    added. `said` is what would have been right. Returns the question, and whether it is new.

    Raises:
        InputError: the mark cannot be used (see `marked`), there is no question of that id, or the
            file is no gold file or cannot be written.
    """
    golds = load_gold(path) if path.exists() and path.read_bytes().strip() else []
    fresh = gold_from_answer(answer)
    known = [gold for gold in golds if gold.id == identity] if identity else _asking(golds, fresh)
    if identity and not known:
        raise InputError(f"{path} has no question {identity!r}")
    if known:
        changed = marked(known[0], answer, right, said)
        replace_gold(changed, path)
        return changed, False
    taken = {gold.id for gold in golds}
    added = fresh if right else marked(_open(fresh), answer, right, said)
    added = added.model_copy(update={"id": _free(fresh.id, taken)})
    append_gold(added, path)
    return added, True


def marked(gold: Gold, answer: Json, right: bool, said: Sequence[str] = ()) -> Gold:
    """The question, changed by what an editor says of an answer to it.

    Right: the cited words of the answer are accepted, or, of a refusal, refusing is. False: they
    are what would be false to print; `said` is accepted, where it is given. If nothing accepted is
    left, the archive does not answer the question.

    Raises:
        InputError: a refusal is called false and nothing is said to be right, or the question
            wants a list, whose items no mark can tell apart.
    """
    refused = answer["verdict"] == "not found"
    if gold.kind == "list":
        raise InputError(f"question {gold.id!r} wants a list: write its items into the gold file")
    if refused and right:
        return _unanswerable(gold)
    if refused and not said:
        raise InputError("a refusal is false only if the archive answers: say what would be right")
    words = {} if refused else highlights(answer["citations"])
    return _accept(gold, answer, words) if right else _deny(gold, words, said)


def _accept(gold: Gold, answer: Json, words: dict[str, tuple[str, ...]]) -> Gold:
    cited = [Evidence(article=c["article"]["id"], quote=c["text"]) for c in answer["citations"]]
    codes = dict.fromkeys((*gold.answers, *words))
    phrases = {code: _once(gold.answers.get(code, ()), words.get(code, ())) for code in codes}
    accepted = {word for group in words.values() for word in group}
    return gold.model_copy(
        update={
            "answers": phrases,
            "evidence": tuple(dict.fromkeys((*gold.evidence, *cited))),
            "answerable": True,
            "wrong": tuple(word for word in gold.wrong if word not in accepted),
            "kind": "chat" if gold.kind == "unanswerable" else gold.kind,
        }
    )


def _deny(gold: Gold, words: dict[str, tuple[str, ...]], said: Sequence[str]) -> Gold:
    false = tuple(word for group in words.values() for word in group if word not in said)
    kept = {
        code: tuple(phrase for phrase in phrases if phrase not in false)
        for code, phrases in gold.answers.items()
    }
    if said:
        kept[gold.language] = _once(kept.get(gold.language, ()), said)
    if not any(kept.values()) and not gold.values:
        return _unanswerable(gold)
    return gold.model_copy(
        update={
            "answers": {code: phrases for code, phrases in kept.items() if phrases},
            "answerable": True,
            "wrong": _once(gold.wrong, false),
            "kind": "chat" if gold.kind == "unanswerable" else gold.kind,
        }
    )


def _unanswerable(gold: Gold) -> Gold:
    return gold.model_copy(
        update={
            "answers": {},
            "values": (),
            "evidence": (),
            "answerable": False,
            "wrong": (),
            "kind": "unanswerable" if gold.kind == "chat" else gold.kind,
        }
    )


def _open(gold: Gold) -> Gold:
    """The bare question of an answer: nothing is known to be right yet."""
    return gold.model_copy(update={"answers": {}, "evidence": ()})


def _asking(golds: Sequence[Gold], fresh: Gold) -> list[Gold]:
    wanted = " ".join(fresh.question.split())
    return [g for g in golds if not g.history and " ".join(g.question.split()) == wanted]


def _free(identity: str, taken: set[str]) -> str:
    names = (identity, *(f"{identity}-{n}" for n in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _once(*groups: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for group in groups for word in group))
