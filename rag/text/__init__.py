"""Published words, and the forms in which they are compared."""
