"""Understand a question: its language, what it asks for, and what it leans on."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.errors import InputError
from rag.question.counted import subject_of, unit_of
from rag.question.courtesy import without_courtesy
from rag.question.dates import dates_of, undated
from rag.question.followup import carried, self_contained
from rag.question.kind import Asks, asks_for
from rag.question.names import NamedWord, NameTagger
from rag.question.quoted import quoted_names
from rag.question.rewrite import Rewriter, leans, rewritten
from rag.question.spoken import written
from rag.question.translated import translated
from rag.text.events import search_words
from rag.text.language import language_of
from rag.text.lexicon import words, wordset
from rag.text.names import is_territory
from rag.text.plain import plain, unvocalised
from rag.text.stylebook import Entity, Mention, Stylebook
from rag.types import Language
from rag.values import Kind, When

__all__ = ["Asks", "Question", "understand"]


@dataclass(frozen=True, slots=True)
class Question:
    """A question made ready: `asked` as typed, `text` for search and reader.

    `text` is self-contained, in the written language, and without courtesy ("Could you tell me …").
    `subject` are the words for what is counted ("police cars"), `unit` its canonical key as in
    `Quantity.unit` ("car"), `kind` what the quantity measures; "" and None where the
    question does not say. `entities` are the stylebook's names in it (agencies left out), `names`
    other words that may be names, `dates` the days and periods that it states in full. `read_as`
    is `text` as the reader gets it, `undated` that without the dates, "" where there is none.
    `earlier` are the questions before it, oldest first, if it leans on them, else none.
    """

    asked: str
    text: str
    language: Language
    asks: Asks
    subject: str = ""
    unit: str = ""
    kind: Kind | None = None
    entities: tuple[Entity, ...] = ()
    names: tuple[NamedWord, ...] = ()
    dates: tuple[When, ...] = ()
    read_as: str = ""
    undated: str = ""
    earlier: tuple[str, ...] = ()

    @property
    def search_text(self) -> str:
        """What retrieval searches for: the question, and other words for the event it names."""
        return f"{self.text} {search_words(self.text)}".strip()


_NOBODY = Stylebook(())
_HERS = "ها"
SHORTEST_WITH_PRONOUN = 4
"""Letters: أبها is a town, «سلفها» is "her predecessor"."""


def understand(
    asked: str,
    history: Sequence[str] = (),
    max_chars: int = 1000,
    stylebook: Stylebook = _NOBODY,
    tagger: NameTagger = NameTagger(),  # noqa: B008 (frozen)
    rewriter: Rewriter | None = None,
) -> Question:
    """Make a question ready; `history` are the earlier questions, oldest first.

    A `rewriter` is asked where the question may lean on them; the rules stand in for it.

    Raises:
        InputError: the question is empty, longer than `max_chars`, has no letter or digit, holds
            a null byte, or is in a language other than Arabic and English.
    """
    typed = written(without_courtesy(_usable(asked, max_chars)))
    language = _language(typed)
    usable = [q.strip() for q in history if any(c.isalnum() for c in q) and len(q) <= max_chars]
    earlier = [written(without_courtesy(unvocalised(question))) for question in usable]
    text = self_contained(typed, earlier, language)
    nameless = not stylebook.find(typed) and not tagger.names(typed)
    if text == typed and nameless:
        text = carried(typed, earlier, language)
    if rewriter and earlier and (text != typed or leans(typed, language)):
        text = rewritten(typed, earlier, rewriter, stylebook, max_chars) or text
    leaning = text != typed or (nameless and leans(typed, language))
    asks = asks_for(text, language)
    subject = subject_of(text, language) if asks is Asks.NUMBER else ""
    unit, kind = unit_of(text, subject, language, asks)
    mentions, names = _named(text, stylebook, tagger)
    read_as = _spelt_out(text, mentions)
    return Question(
        asked,
        text,
        language,
        asks,
        subject,
        unit,
        kind,
        entities=tuple(dict.fromkeys(m.entity for m in mentions if m.entity.kind != "agency")),
        names=names,
        dates=dates_of(text, language),
        read_as=read_as,
        undated=undated(read_as, language),
        earlier=tuple(usable) if leaning else (),
    )


def _named(
    text: str, stylebook: Stylebook, tagger: NameTagger
) -> tuple[list[Mention], tuple[NamedWord, ...]]:
    """The stylebook's names that are meant in a question, and other words that may be names."""
    foreign = translated(text)
    tagged = [
        replace(word, translated=True) if _is_within(word.start, foreign) else word
        for word in _words_of_names(text, tagger)
    ]
    mentions = [
        m
        for m in stylebook.find(text)
        if _is_meant(text, m, tagged, tagger)
        and (m.entity in stylebook.entities or not _is_part(m, foreign))
    ]
    known = [(m.start, m.end) for m in mentions]
    return mentions, tuple(word for word in tagged if not _is_within(word.start, known))


def _is_within(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _words_of_names(text: str, tagger: NameTagger) -> list[NamedWord]:
    """What may be a name by the tagger, and what surely is one: names in quotation marks.

    An English one without a capital Arabic has in translation.
    """
    found = {word.start: word for word in tagger.names(text) if not _is_never_one(word.text)}
    for start, end in quoted_names(text):
        word = text[start:end]
        found[start] = NamedWord(word, start, 1.0, translated=word.islower())
    return [found[start] for start in sorted(found)]


def _is_never_one(word: str) -> bool:
    """Whether a word is no name whatever the tagger says: a function word, "her predecessor"."""
    bare = plain(word)
    if bare.endswith(_HERS) and len(bare) > SHORTEST_WITH_PRONOUN:
        return True
    functional = {plain(each) for each in words("never_names")}
    return not word.isupper() and not functional.isdisjoint(
        {bare, bare[1:] if bare[0] in "وف" else bare}
    )


def _is_meant(text: str, mention: Mention, tagged: Sequence[NamedWord], tagger: NameTagger) -> bool:
    """Whether a town's name is a name here: الجديد is a town, and "the new"."""
    if tagger.encoder is None or mention.entity.kind != "place" or is_territory(mention.entity):
        return True
    if plain(text[mention.start : mention.end]) in {plain(w) for w in words("also_nouns")}:
        return not any(word.start == mention.end + 1 for word in tagged)
    before = _WORD.findall(text[: mention.start])[-1:]
    if before and plain(before[0]).removeprefix("ال") in {plain(w) for w in words("before_towns")}:
        return True
    return any(mention.start <= word.start < mention.end for word in tagged)


def _is_part(mention: Mention, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a mention is a word of a longer name in translation: Phoenix in "Phoenix Hotel"."""
    mentioned = mention.end - mention.start
    return any(s <= mention.start and mention.end <= e and mentioned < e - s for s, e in spans)


def _usable(asked: str, max_chars: int) -> str:
    if (at := asked.find("\0")) >= 0:
        raise InputError(
            f"the question holds a null byte at position {at + 1}: remove it and ask again / "
            f"في السؤال محرف فارغ في الموضع {at + 1}: احذفه ثم اسأل من جديد"
        )
    if len(asked) > max_chars:
        raise InputError(
            f"the question has {len(asked)} characters, the limit is {max_chars}: shorten it / "
            f"السؤال أطول من الحد ({max_chars} حرف): اختصره"
        )
    typed = unvocalised(" ".join(asked.split()))
    if not typed:
        raise InputError("the question is empty: type a question / السؤال فارغ: اكتب سؤالا")
    if not any(map(str.isalnum, typed)):
        raise InputError(
            f"the question {typed[:20]!r} has no word in it: ask in words, in Arabic or English / "
            "لا كلمات في السؤال: اسأل بالعربية أو بالإنجليزية"
        )
    return typed


_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Words of questions that neither English nor Arabic has; one of another language in a name
# ("von der Leyen", "Los Angeles") must not be among them.
_FOREIGN_LATIN = wordset(
    "combien pourquoi quand quelle quelles quel quels où sont était étaient dans avec est-ce "
    "wie viele warum wann wurden wurde welche wieviele sind für wo "
    "cuántos cuántas cuándo dónde quién quiénes qué cuál cuáles fueron cuantos cuando donde quien "
    "quanti quante perché dove quanto quantos quantas onde quem foram "
    "kaç nerede neden niçin nasıl hangi kimdir berapa siapa mengapa kapan dimana"
)
_ENGLISH = wordset(
    "how what when where who whom whose why which is are was were did do does has have had will "
    "the of and in to for many much name list"
)
_FOREIGN_ARABIC_SCRIPT = wordset(  # Persian and Urdu, folded by `plain`
    "است چند چه ایا چرا کجا کدام چقدر کیست چیست شد شدند کیا ہے ہیں میں کب کون کتنے کہاں کیوں"
)


def _language(text: str) -> Language:
    letters = [unicodedata.name(char, "") for char in text if char.isalpha()]
    known = sum("ARABIC" in name or "LATIN" in name for name in letters)
    language: Language = language_of(text) if letters or "؟" not in text else "ar"
    words = {word.lower() for word in _WORD.findall(plain(text))}
    foreign = _FOREIGN_ARABIC_SCRIPT if language == "ar" else _FOREIGN_LATIN
    if known * 2 < len(letters) or (words & foreign and not words & _ENGLISH):
        raise InputError(
            "Dalil answers in Arabic and English only: ask in one of them / "
            "يجيب دليل بالعربية والإنجليزية فقط: اسأل بإحداهما"
        )
    return language


def _spelt_out(text: str, mentions: Sequence[Mention]) -> str:
    """A question with the Arabic name beside each English acronym, which no reader can know.

    "How many CSTO troops …" is found in Arabic text hardly better than without the name; with
    it the right passage of the seeds has twice the probability.
    """
    parts, at = [], 0
    for mention in mentions:
        if _ACRONYM.fullmatch(text, mention.start, mention.end):
            parts.append(f"{text[at : mention.end]} ({mention.entity.arabic[0]})")
            at = mention.end
    return "".join((*parts, text[at:]))


_ACRONYM = re.compile(r"[A-Z](?:\.?[A-Z]){1,7}\.?")
