"""The answer: composed, worded and serialised."""
