"""Numbers, money, durations, times and dates, as values that code can compare."""

from rag._value_types import (
    Found,
    Kind,
    Precision,
    Qualifier,
    Quantity,
    Relation,
    Value,
    When,
)

__all__ = ["Found", "Kind", "Precision", "Qualifier", "Quantity", "Relation", "Value", "When"]
