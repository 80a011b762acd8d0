"""Word lists as data."""

__all__ = ["wordset"]


def wordset(text: str) -> frozenset[str]:
    """The words of a folded list, separated by spaces."""
    return frozenset(text.split())
