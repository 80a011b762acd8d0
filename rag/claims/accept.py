"""Accept readings: which sentence answers, with what chance, after the checks that take away."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from rag.claims.candidate import Candidate, candidate_of
from rag.claims.checks import may_answer
from rag.claims.event import Pool
from rag.claims.meant import meant
from rag.claims.signs import acceptance, same_figure, signs_of
from rag.question.kind import Asks
from rag.question.names import NameTagger
from rag.question.understand import Question
from rag.storeys import Storeys
from rag.text.fold import fold
from rag.text.lexicon import WordPattern
from rag.text.stylebook import Stylebook
from rag.tuning import ANSWER, BESIDE, CERTAIN, POSSIBLE
from rag.types import Article, Hit, Reading

__all__ = ["beside", "candidates"]

_DENYING = WordPattern(r"(?<!\w)[وف]?<denying>(?!\w)")


def candidates(
    question: Question,
    readings: Sequence[Reading],
    hits: Sequence[Hit],
    stylebook: Stylebook,
    storeys: Storeys = Storeys(),  # noqa: B008 (frozen)
    told: Collection[str] = (),
    least: float = ANSWER,
    tagger: NameTagger = NameTagger(),  # noqa: B008 (frozen)
) -> list[Candidate]:
    """The readings that pass every check, each with its chance, best first.

    A check only takes away: another time, a name that no article has, a value of another kind,
    a sentence in which somebody else speaks, a line that is no sentence. `told` are the articles
    (ids) that answered the question which this one leans on: if one of them answers, with a chance
    of `least`, it is the event that is asked about, and no other article is. Where another article
    answers a yes-or-no question with a denial, this comes first.
    """
    asked = Pool(question, _articles(hits), stylebook, tagger)
    nameless = replace(question, entities=(), names=())
    pool = asked if storeys.names else replace(asked, question=nameless)
    if pool.articles and _names_a_stranger(pool, readings):
        return []
    able = {
        candidate.reading: candidate
        for candidate in (meant(question, c, stylebook) for c in map(candidate_of, readings) if c)
        if may_answer(asked, candidate, storeys) and not pool.is_of_others(candidate.article)
    }
    left = [reading for reading in readings if reading not in able]
    leaning = {r: c for r, c in able.items() if _is_told_on(pool, c, told)}
    found = _weighed(leaning, (), hits, pool, storeys)
    if not found or found[0].chance < least:
        found = _weighed(able, left, hits, pool, storeys)
    return _denial_first(found) if question.asks is Asks.YES_NO else found


def _names_a_stranger(pool: Pool, readings: Sequence[Reading]) -> bool:
    """Whether the question names what no article has.

    A word that only the tagger takes for a name, not one in quotation marks, is a common one if the
    reader is certain.
    """
    if not (unknown := pool.unknown()):
        return False
    believed = max((reading.answerable for reading in readings), default=0.0)
    tagged = {word.text for word in pool.question.names if word.chance < 1}
    return believed < CERTAIN or not tagged.issuperset(unknown)


def _weighed(
    able: Mapping[Reading, Candidate],
    left: Sequence[Reading],
    hits: Sequence[Hit],
    pool: Pool,
    storeys: Storeys,
) -> list[Candidate]:
    """Each with its chance among these, best first."""
    found = []
    for reading, signs in signs_of(list(able), hits, pool, left):
        chance = acceptance().chance(signs) if storeys.learned else reading.answerable
        found.append(replace(able[reading], signs=signs, chance=chance))
    return sorted(found, key=lambda candidate: -candidate.chance)


def _denial_first(found: Sequence[Candidate]) -> list[Candidate]:
    """What one article reports and another denies is answered with the denial.

    The reader by itself must believe it, and it must not be the earlier of the two.
    """
    if not found or _denies(best := found[0]):
        return list(found)
    for denial in found[1:]:
        if (
            denial.article.id != best.article.id
            and _denies(denial)
            and _stands_alone(denial)
            and not _is_earlier(denial.article, best.article)
        ):
            rest = [candidate for candidate in found if candidate is not denial]
            return [replace(denial, chance=best.chance), *rest]
    return list(found)


def _denies(candidate: Candidate) -> bool:
    return _DENYING.regex.search(fold(candidate.sentence.text).text.lower()) is not None


def _is_earlier(article: Article, other: Article) -> bool:
    one, two = article.published, other.published
    return one is not None and two is not None and one < two


def _is_told_on(pool: Pool, candidate: Candidate, told: Collection[str]) -> bool:
    article = candidate.article
    may = candidate.reading.answerable >= POSSIBLE and not pool.missing(article)
    return article.id in told and may


def beside(
    question: Question, accepted: Sequence[Candidate], found: Sequence[Candidate]
) -> list[Candidate]:
    """Readings of other articles that are told with what was accepted; numbers and sums only.

    Two reports that differ are rivals, so that each takes from the chance of the other; where one
    is believed, people are told of both if the reader by itself would answer with the other, and
    sooner if that gives the same figure, exactly or rounded: no other event does so by chance. Of
    an article only its best is told.
    """
    if not accepted or question.asks not in {Asks.NUMBER, Asks.MONEY}:
        return []
    told = {candidate.article.id for candidate in accepted}
    more: dict[str, Candidate] = {}
    for candidate in found:
        if candidate.article.id not in told and (
            _stands_alone(candidate) or _confirms(candidate, accepted)
        ):
            more.setdefault(candidate.article.id, candidate)
    return list(more.values())


def _stands_alone(candidate: Candidate) -> bool:
    alone = acceptance().chance(candidate.signs.alone())
    return min(candidate.reading.answerable, alone) >= BESIDE


def _confirms(candidate: Candidate, accepted: Sequence[Candidate]) -> bool:
    return candidate.chance >= POSSIBLE and any(
        same_figure(candidate.reading, other.reading) for other in accepted
    )


def _articles(hits: Sequence[Hit]) -> list[Article]:
    return list({hit.passage.article.id: hit.passage.article for hit in hits}.values())
