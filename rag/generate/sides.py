"""A dispute keeps all its sides, whatever a language model leaves out."""

from collections.abc import Iterator, Sequence

from rag.text.language import language_of
from rag.types import Answer, Group, Statement, Verdict
from rag.values import Relation, relate
from rag.verify.evidence import NO_DATE, values_in

__all__ = ["untold"]


def untold(base: Answer, statements: Sequence[Statement]) -> Iterator[Statement]:
    """Yield the extractive statements of the sides of a dispute that `statements` do not give.

    A side is given by a statement that cites one of its sentences and, where it is a value, says
    that value.
    """
    if base.verdict is not Verdict.DISPUTED:
        return
    added: list[Statement] = []
    for group in base.groups:
        markers = _markers(group, base)
        if any(_tells(statement, group, markers) for statement in (*statements, *added)):
            continue
        for statement in base.statements:
            if markers & set(statement.markers) and statement not in (*statements, *added):
                added.append(statement)
                yield statement
                break


def _markers(group: Group, base: Answer) -> set[int]:
    """The markers of the citations that cover a group's sentences."""
    return {
        citation.marker
        for citation in base.citations
        for claim in group.claims
        if claim.article.id == citation.span.passage.article.id
        and claim.sentence.start < citation.span.end
        and citation.span.start < claim.sentence.end
    }


def _tells(statement: Statement, group: Group, markers: set[int]) -> bool:
    if not markers & set(statement.markers):
        return False
    value, article = group.claims[0].value, group.claims[0].article
    if value is None:
        return True
    found = values_in(statement.text, language_of(statement.text), article.published or NO_DATE)
    return any(relate(f.value, value) is Relation.EQUAL for f in found)
