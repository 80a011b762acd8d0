"""The best span of each sentence of a passage."""

import torch

from rag.reader.spans import MAX_ANSWER, Candidate, Window, best_spans, sentences_of
from rag.types import Article, Passage


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


def test_each_sentence_gives_its_best_span() -> None:
    scores = logits(6, {1: 5.0, 4: 3.0}, {2: 2.0, 5: 4.0})
    scores[0] = torch.tensor([0.5, 0.25])
    first, second = best_spans(window(6), scores, [(0, 11), (12, 23)])
    # From the first sentence the best end is beyond it: 5 + 4 against 5 + 2.
    assert first == Candidate((0, 11), 9.0 - 0.75, 4, 23)
    assert second == Candidate((12, 23), 7.0 - 0.75, 16, 23)


def test_a_span_does_not_end_before_it_starts() -> None:
    (found,) = best_spans(window(4), logits(4, {2: 9.0}, {0: 9.0, 3: 1.0}), [(0, 15)])
    assert (found.start, found.end) == (8, 15)


def test_a_span_has_at_most_forty_tokens() -> None:
    words = MAX_ANSWER + 2
    scores = logits(words, {0: 9.0}, {MAX_ANSWER - 1: 1.0, MAX_ANSWER: 8.0})
    (found,) = best_spans(window(words), scores, [(0, 4 * words)])
    assert (found.start, found.end) == (0, 4 * (MAX_ANSWER - 1) + 3)


def test_a_sentence_without_a_token_gives_nothing() -> None:
    found = list(best_spans(window(2), logits(2, {}, {}), [(0, 7), (8, 9)]))
    assert [c.sentence for c in found] == [(0, 7)]


def test_sentences_are_places_in_the_passage() -> None:
    article = Article(id="a", text="عنوان\n\nسقط المطر. انتهى الحظر.")
    passage = Passage(1, article, 7, len(article.text))
    assert [passage.text[a:b] for a, b in sentences_of(passage)] == ["سقط المطر.", "انتهى الحظر."]
