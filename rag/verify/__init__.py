"""The last gate: an answer is checked against what it cites."""
