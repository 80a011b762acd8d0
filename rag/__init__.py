"""Question time, and the language that the other packages share."""
