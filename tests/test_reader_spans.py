"""The best span of a window."""

import torch

from rag.reader.spans import MAX_ANSWER, Candidate, Window, best_span


def window(words: int) -> Window:
    """A question of two tokens, then `words` tokens of three characters each."""
    offsets = [(4 * i, 4 * i + 3) for i in range(words)]
    return Window(0, [0] * (words + 5), [0] * (words + 5), offsets, first=4)


def logits(words: int, starts: dict[int, float], ends: dict[int, float]) -> torch.Tensor:
    found = torch.zeros(words + 5, 2)
    for place, logit in starts.items():
        found[4 + place, 0] = logit
    for place, logit in ends.items():
        found[4 + place, 1] = logit
    return found


def test_the_best_start_and_end_are_taken_together() -> None:
    scores = logits(6, {1: 5.0, 4: 3.0}, {2: 2.0, 5: 4.0})
    assert best_span(window(6), scores) == Candidate(9.0, 4, 23)


def test_a_span_does_not_end_before_it_starts() -> None:
    found = best_span(window(4), logits(4, {2: 9.0}, {0: 9.0, 3: 1.0}))
    assert (found.start, found.end) == (8, 15)


def test_a_span_has_at_most_forty_tokens() -> None:
    words = MAX_ANSWER + 2
    scores = logits(words, {0: 9.0}, {MAX_ANSWER - 1: 1.0, MAX_ANSWER: 8.0})
    found = best_span(window(words), scores)
    assert (found.start, found.end) == (0, 4 * (MAX_ANSWER - 1) + 3)


def test_of_equal_spans_the_first_is_taken() -> None:
    found = best_span(window(3), logits(3, {}, {}))
    assert (found.start, found.end) == (0, 3)
