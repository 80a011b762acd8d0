"""The conversation that one page keeps."""

from dataclasses import dataclass, replace

__all__ = ["REMEMBERED", "SHOWN_TURNS", "Conversation", "Turn"]

SHOWN_TURNS = 40
"""Questions that stay on the page; older ones go, so that a long day does not slow it down."""
REMEMBERED = 6
"""Earlier questions that a follow-up may lean on."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of the conversation as it is shown; `answered` ones may be leaned on."""

    question: str
    html: str
    answered: bool


@dataclass(frozen=True, slots=True)
class Conversation:
    """The turns that are shown, and how many came before them."""

    turns: tuple[Turn, ...] = ()
    dropped: int = 0

    @property
    def next(self) -> int:
        """The number of the next turn, from 1."""
        return self.dropped + len(self.turns) + 1

    @property
    def history(self) -> tuple[str, ...]:
        """The questions that a follow-up may lean on, oldest first."""
        return tuple(turn.question for turn in self.turns if turn.answered)[-REMEMBERED:]

    def with_turn(self, turn: Turn) -> "Conversation":
        """The conversation with one turn more; the oldest goes when there are too many."""
        turns = (*self.turns, turn)
        extra = max(0, len(turns) - SHOWN_TURNS)
        return replace(self, turns=turns[extra:], dropped=self.dropped + extra)
