"""What every engine does alike: tried on a small archive of made-up articles.

The tests run this over files and over milvus-lite; `dalil doctor --store` runs it on a newsroom's
own Milvus, in a collection that is dropped afterwards.
"""

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.cluster import NOTE, rows_of
from index.contents import Before, Contents, read_contents, write_generation
from index.generations import BuiltWith, current, has_index, read_manifest
from index.passages import make_passages
from index.store import Archive
from rag.errors import ArchiveError
from rag.search import Within
from rag.settings import Settings
from rag.text.fold import analyse
from rag.types import Article, Hit

__all__ = ["CHECKS", "Trial", "trial"]

Vectors = NDArray[np.float32]
QUESTIONS = (
    "كم بلغت كلفة الجسر؟",
    "أسعار الوقود في المدينة",
    "من افتتح المستشفى الجديد؟",
    "What did the bridge cost?",
    "the new hospital of the city",
    "cost cost city",
)
ARABIC = "الجسر المستشفى الوقود المدينة الوزير كلفة أسعار افتتح الجديد مليون بلغت ارتفعت"
ENGLISH = "bridge hospital fuel city minister cost prices opened new million reached rose"
"""Words that the made-up articles consist of."""
CLOSE = 1e-4
"""How far two engines' scores may differ: each adds up 32-bit numbers in an order of its own."""


@dataclass(frozen=True)
class _Bag:
    """An encoder that needs no model: each search token adds one to a place of the vector.

    A little chance, drawn from the text, keeps two texts from being equally near.
    """

    dimension: int = 256
    fingerprint: str = "contract-bag-of-words"
    max_tokens: int = 512

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            for token in analyse(text):
                digest = hashlib.sha256(token.encode()).digest()
                vectors[row, int.from_bytes(digest[:4], "big") % self.dimension] += 1.0
            seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
            vectors[row] += np.random.default_rng(seed).normal(0, 0.02, self.dimension)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)

    def encode_passages(self, texts: Sequence[str], progress: bool = False) -> Vectors:
        return self.encode_queries(texts)

    def count_tokens(self, text: str) -> int:
        return len(text.split())


@dataclass
class Trial:
    """An index of one store, in a folder of its own."""

    settings: Settings
    collections: set[str] = field(default_factory=set)

    def write(self, articles: Sequence[Article], erase: bool = False) -> Archive:
        """Make the index hold exactly these articles, and open it."""
        encoder = _Bag()
        passages = [
            passage
            for a in articles
            for passage in make_passages(a, [(0, len(a.text))], encoder.count_tokens, 12, 0)
        ]
        vectors = encoder.encode_passages([passage.in_context for passage in passages])
        write_generation(
            self.settings.index,
            Contents(articles, passages, vectors),
            BuiltWith.of(self.settings, encoder.fingerprint),
            before=self._before(),
            erase=erase,
            rows=rows_of(self.settings),
        )
        note = current(self.settings.index) / NOTE
        if note.exists():
            self.collections.add(json.loads(note.read_text(encoding="ascii"))["collection"])
        return Archive.open(self.settings, encoder)

    def _before(self) -> Before | None:
        if not has_index(self.settings.index):
            return None
        folder = current(self.settings.index)
        return Before(folder, read_manifest(folder), read_contents(folder))

    def files(self) -> "Trial":
        """The same index, but for its store, in a folder beside this one."""
        beside = self.settings.index.with_name("files")
        return Trial(Settings(index=beside))


@contextmanager
def trial(store: str, uri: str) -> Iterator[Trial]:
    """An empty index over a store; whatever was made there is dropped at the end.

    Raises:
        ArchiveError: the store does not answer.
    """
    with tempfile.TemporaryDirectory() as folder:
        made = Trial(Settings(index=Path(folder, "index"), store=store, store_uri=uri))
        try:
            yield made
        finally:
            rows = rows_of(made.settings)
            for collection in made.collections if rows else ():
                rows.drop(collection)  # type: ignore[union-attr]


def _must(so: object, what: str) -> None:
    if not so:
        raise ArchiveError(f"the store does not do what Dalil needs: {what}")


def _articles(count: int = 30) -> list[Article]:
    """Made-up articles of both languages, three outlets and different days; some print the same."""
    chance = np.random.default_rng(7)
    made = []
    for n in range(count):
        language, words = ("ar", ARABIC.split()) if n % 3 else ("en", ENGLISH.split())
        sentences = [
            " ".join(chance.choice(words, int(chance.integers(3, 11)))) + f" {n % 25}."
            for _ in range(4)
        ]
        outlet = ("الصباح", "المساء", "The Day")[n % 3 if n % 2 else 0]
        day = date(2022, 1, 1) + timedelta(days=n)
        made.append(Article(f"a{n}", " ".join(sentences), "", outlet, day, language))
    return made


def _ids(hits: Sequence[Hit]) -> list[str]:
    return [hit.passage.article.id for hit in hits]


# --- the checks ---------------------------------------------------------------------------------


def _best_first(made: Trial) -> None:
    archive = made.write(_articles())
    every = len(archive.passages)
    for search in (archive.search, archive.dense, archive.lexical):
        for question in QUESTIONS:
            for k in (1, 5, every + 50):
                hits = search(question, k)
                scores = [hit.score for hit in hits]
                _must(0 < len(hits) <= k, f"{k} hits at most, one at least, for {question!r}")
                _must(np.isfinite(scores).all(), "finite scores")
                _must(scores == sorted(scores, reverse=True), "the best first")
                _must(len({hit.passage.id for hit in hits}) == len(hits), "no passage twice")
        _must(search("", 5) == search("كلمةغريبة", 0) == [], "nothing for no question")
    _must(len(archive.dense(QUESTIONS[0], every + 50)) == every, "all passages, if asked for")


def _like_files(made: Trial) -> None:
    here, files = made.write(_articles()), made.files().write(_articles())
    for question in QUESTIONS:
        for name in ("dense", "lexical", "search"):
            one = getattr(here, name)(question, 15)
            other = getattr(files, name)(question, 15)
            _must(_ids(one) == _ids(other), f"{name} ranks like files for {question!r}")
            near = np.abs(np.subtract([h.score for h in one], [h.score for h in other]))
            _must((near < CLOSE).all(), f"{name} scores like files for {question!r}")
    passage = files.passages[3]
    _must(np.allclose(here.vector(passage.id), files.vector(passage.id)), "vectors come back")


def _narrowed(made: Trial) -> None:
    archive = made.write([*_articles(), Article("undated", ARABIC, outlet="الصباح")])
    for wanted in (
        Within(outlet="الصَّباح"),
        Within(outlet="the day"),
        Within(language="en"),
        Within(first=date(2022, 1, 20)),
        Within(last=date(2022, 1, 5)),
        Within("المساء", date(2022, 1, 3), date(2022, 1, 25), "ar"),
    ):
        part = archive.within(wanted)
        expected = {a.id for a in archive.articles if wanted.holds(a)}
        _must(set(_ids(part.dense(QUESTIONS[0], 500))) == expected, f"only and all of {wanted}")
        _must(set(_ids(part.search(QUESTIONS[1], 500))) <= expected, f"only {wanted}")


def _changed(made: Trial) -> None:
    articles = _articles()
    made.write(articles)
    new = "أعلنت البلدية إغلاق الميناء."
    corrected = [replace(articles[0], text=new, language="ar"), *articles[1:]]
    archive = made.write(corrected)
    _must(_ids(archive.lexical("الميناء", 3)) == ["a0"], "what is new is found at once")
    moved = [replace(article, outlet="البلد") for article in corrected]
    part = made.write(moved).within(Within(outlet="البلد"))
    _must(len(set(_ids(part.dense(QUESTIONS[0], 500)))) == len(articles), "a changed outlet counts")
    _like_files_now(made, moved)


def _like_files_now(made: Trial, articles: Sequence[Article]) -> None:
    """An index that has grown ranks like one that was written at once."""
    here, files = made.write(articles), made.files().write(articles)
    for question in QUESTIONS:
        same = _ids(here.search(question, 15)) == _ids(files.search(question, 15))
        _must(same, f"after changes it ranks like files for {question!r}")


def _removed(made: Trial) -> None:
    archive = made.write(_articles())
    gone = [passage.id for passage in archive.passages if passage.article.id == "a4"]
    left = [article for article in _articles() if article.id != "a4"]
    archive = made.write(left, erase=True)
    _must("a4" not in _ids(archive.dense(QUESTIONS[0], 500)), "what is removed is not found")
    rows = rows_of(made.settings)
    held = rows.held(made.settings.index) if rows else set()
    _must(held.isdisjoint(gone), "no row of it is left")
    _like_files_now(made, left)


def _reads_on(made: Trial) -> None:
    before = made.write(_articles())
    expected = [_ids(before.search(question, 10)) for question in QUESTIONS]
    made.write([*_articles(20), Article("new", f"{ARABIC}. {ENGLISH}.")])
    found = [_ids(before.search(question, 10)) for question in QUESTIONS]
    _must(found == expected, "who reads goes on while the next generation is written")


def _at_once(made: Trial) -> None:
    archive = made.write(_articles())
    alone = [_ids(archive.search(question, 5)) for question in QUESTIONS]
    with ThreadPoolExecutor(4) as pool:
        found = pool.map(lambda question: _ids(archive.search(question, 5)), QUESTIONS * 5)
        _must(list(found) == alone * 5, "several searches at once")


def _empty(made: Trial) -> None:
    archive = made.write([])
    _must(archive.search(QUESTIONS[0], 5) == archive.lexical("a", 5) == [], "nothing in nothing")
    _must(len(set(_ids(made.write(_articles(3)).dense("city", 50)))) > 0, "what comes later")


CHECKS: dict[str, Callable[[Trial], None]] = {
    "the best first": _best_first,
    "ranks like files": _like_files,
    "narrowed": _narrowed,
    "changed": _changed,
    "removed": _removed,
    "reads on": _reads_on,
    "at once": _at_once,
    "empty": _empty,
}
"""Each raises an ArchiveError that says what the store does not do."""
