"""One answer as it is shown: its number in the conversation, and the words to show it with."""

from dataclasses import dataclass

from rag.answer.serialise import marker_of
from rag.answer.wording import Wording
from rag.text.stylebook import Stylebook
from rag.types import Answer, Article, Citation, Claim, Language
from ui.words import WORDS, Words

__all__ = ["View"]


@dataclass(frozen=True, slots=True)
class View:
    """An answer, the count of its question in the conversation, and the newsroom's names."""

    answer: Answer
    turn: int
    stylebook: Stylebook

    @property
    def language(self) -> Language:
        """The language of question and answer."""
        return self.answer.language

    @property
    def words(self) -> Words:
        """The interface's words in that language."""
        return WORDS[self.language]

    @property
    def wording(self) -> Wording:
        """How names, outlets and values are worded in that language."""
        return Wording(self.language, self.stylebook)

    def outlet(self, article: Article) -> str:
        """The outlet with the agency that it credits, or that it is not known."""
        return self.wording.outlet(article)

    def citation(self, claim: Claim) -> Citation | None:
        """The citation of the claim's sentence."""
        marker = marker_of(claim.sentence, self.answer)
        return next((c for c in self.answer.citations if c.marker == marker), None)
