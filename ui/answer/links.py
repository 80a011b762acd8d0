"""The addresses that an answer's page leads to."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from ui.answer.view import Source

__all__ = ["Links"]


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses under one server. `answer` is the id that the answer is kept under, "" if not."""

    server: str = ""
    answer: str = ""

    @property
    def permalink(self) -> str:
        """Where the answer is found again; "" where it is not kept."""
        return f"{self.server}/a/{self.answer}" if self.answer else ""

    def article(self, source: Source) -> str:
        """The whole article, open at the source's sentence."""
        query = urlencode({"start": source.start, "end": source.end})
        return f"{self.server}/read/{quote(source.place.article, safe='')}?{query}#sentence"

    def ask(self, question: str) -> str:
        """The chat, with a question in its box."""
        return f"{self.server}/chat/?{urlencode({'question': question})}"
