"""Measures of words, rankings and many questions."""
