"""What comes into the JSON API: its OpenAPI schema, with the examples in it.

What only the conversations or the gold answers need stands beside their routes.
"""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from rag.search import Within

__all__ = [
    "ID",
    "QUESTION",
    "Ask",
    "CheckIn",
    "FeedbackIn",
    "In",
    "Key",
    "Line",
    "Narrowed",
    "StopIn",
    "Text",
]

ID = "9f2c4b7a1d3e5f60718a"
QUESTION = "How many people were evacuated?"


def _whole(text: str) -> str:
    """Refuse halves of characters, which JSON can carry and UTF-8 cannot."""
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise ValueError("the text holds half a character: send whole ones")
    return text


Text = Annotated[str, AfterValidator(_whole)]
Line = Annotated[Text, StringConstraints(max_length=4000)]
Key = Annotated[str, StringConstraints(pattern="^([0-9a-f]{20})?$")]
"""An id, or none."""


class In(BaseModel):
    """What a client sends: nothing that is not known here."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Narrowed(In):
    """In which articles to look; all, unless something is given. Both days count."""

    outlet: Annotated[Text, StringConstraints(strip_whitespace=True, max_length=200)] = Field(
        default="", description="Name of an outlet", examples=[""]
    )
    language: Literal["", "ar", "en"] = Field(
        default="", description="Language of the articles", examples=[""]
    )
    first: date | None = Field(
        default=None, alias="from", description="First day, as 2022-01-31", examples=[None]
    )
    last: date | None = Field(
        default=None, alias="to", description="Last day, as 2022-01-31", examples=[None]
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first and self.last and self.first > self.last:
            raise ValueError(f"from ({self.first}) is after to ({self.last}): exchange them")
        return self

    @property
    def within(self) -> Within:
        """The same, for the search."""
        return Within(self.outlet, self.first, self.last, self.language)


class Ask(Narrowed):
    """A question, in Arabic or English."""

    question: Text = Field(
        description="The question as typed",
        examples=[QUESTION, "كم شخصا أُجلي؟"],
    )
    history: tuple[Line, ...] = Field(
        default=(),
        max_length=20,
        description="Earlier questions of the conversation, oldest first",
        examples=[[]],
    )
    key: Key = Field(
        default="",
        description="Twenty hex digits of the client's choice: a question that is sent again with "
        "them, because its answer never came, is answered and kept once",
        examples=[""],
    )


class StopIn(In):
    """Which answer need not be written to its end."""

    key: Annotated[str, StringConstraints(pattern="^[0-9a-f]{20}$")] = Field(
        description="The key that its question was sent with", examples=[ID]
    )


class CheckIn(In):
    """A signature under an answer. Where editors log in, the name is the one they log in with."""

    editor: Annotated[Text, StringConstraints(strip_whitespace=True, max_length=100)] = Field(
        default="", examples=["Amina"]
    )
    note: Annotated[Text, StringConstraints(max_length=2000)] = ""


class FeedbackIn(In):
    """What a reader thinks of an answer."""

    answer: Annotated[Text, StringConstraints(max_length=64)] = Field(examples=[ID])
    rating: Literal["good", "bad"] = Field(examples=["bad"])
    comment: Annotated[Text, StringConstraints(max_length=2000)] = Field(
        default="", examples=["The figure is that of the day before."]
    )
