"""Every tuned constant of answering, in one place: its unit, and what it was measured on.

"Stories" are the held-out stories that no model was trained on; the truth score is that of
`eval.judge`. Weights that a command fits are in `rag/weights`, not here.
"""

__all__ = [
    "ANSWER",
    "BESIDE",
    "CERTAIN",
    "FIRM",
    "MOST_ROWS",
    "NAME",
    "NEAR_CHARACTERS",
    "POSSIBLE",
    "SURE",
    "UNKNOWN_NAME",
]

ANSWER = 0.35
"""Least chance, 0 to 1, of a candidate to answer with. From 0.35, 0.39 and 0.45 on the truth score
over 1,092 questions of archives is 0.716, 0.712 and 0.710, with 77, 70 and 62 answers that have
something false; over stories held out, where near misses stand beside every event, 0.51 to 0.54."""

BESIDE = 0.5
"""Least probability that the reader gives another article's figure to be told beside the answer;
of the same figure, exactly or rounded, POSSIBLE is enough."""

CERTAIN = 0.9
"""Probability of the reader from which a word that the tagger takes for a name, and that stands in
no article, is none: of the questions that such words refused, three had an answer from here on
("who is coming", "did he blame"), and the highest of those rightly refused had 0.76."""

FIRM = 0.8
"""Chance from which an answer stands, with a note, though a language model finds none in its
sources. Of 746 answers over all gold questions, 93 % of those from 0.8 on are right (386, and 24
false), 80 % of those below (263, and 55 false). 27 November 2026."""

POSSIBLE = 0.15
"""Least chance to be shown as a possible match, below an answer."""

MOST_ROWS = 6
"""Values that one answer lists; a page folds all but the first three."""

NEAR_CHARACTERS = 15
"""As many characters may lie between the span and a value of the kind asked for."""

NAME = 0.15
"""Least probability, 0 to 1, of a word of the question to be looked for as a name."""

UNKNOWN_NAME = 0.5
"""Probability from which a name that stands in no article at all refuses the question."""

SURE = 0.7
"""Least probability, 0 to 1, by which the reader alone decides that a span without any value that
code can read gives the number or the date asked for."""
