"""The conversation that the page keeps, and what Gradio is told."""

import pytest

from ui.chat.app import page
from ui.chat.conversation import REMEMBERED, SHOWN_TURNS, Conversation, Turn


def talk(*questions: str, answered: bool = True) -> Conversation:
    conversation = Conversation()
    for question in questions:
        conversation = conversation.with_turn(Turn(question, f"<{question}>", answered))
    return conversation


def test_a_follow_up_leans_on_answered_questions_oldest_first() -> None:
    conversation = talk("a", "b").with_turn(Turn("failed", "", answered=False))

    assert conversation.history == ("a", "b")


def test_only_the_latest_questions_are_remembered() -> None:
    asked = [str(i) for i in range(REMEMBERED + 2)]

    assert talk(*asked).history == tuple(asked[2:])


def test_old_turns_go_and_numbers_go_on() -> None:
    conversation = talk(*(str(i) for i in range(SHOWN_TURNS + 3)))

    assert conversation.turns[0].question == "3"
    assert len(conversation.turns) == SHOWN_TURNS
    assert conversation.dropped == 3
    assert conversation.next == SHOWN_TURNS + 4


@pytest.mark.parametrize("forbidden", ["http://", "https://", "@import", "url("])
def test_the_page_loads_nothing_from_elsewhere(forbidden: str) -> None:
    told = page()

    assert forbidden not in told["head"] + told["js"]
    assert told["footer_links"] == []
    assert not told["enable_monitoring"]
