"""The names of what can be run: Dalil as set, the floors, one family of rules less, and broken.

Apart from `eval.bench`, so that naming them loads no model.
"""

from dataclasses import fields

from rag.storeys import Storeys

__all__ = ["AS_SET", "BROKEN", "FLOOR_NAMES", "VARIANTS", "WITHOUT"]

AS_SET = "as set"
"""Dalil as the settings say."""
FLOOR_NAMES = ("refuse everything", "best sentence", "best passage")
"""What every rule has to beat (`eval.systems.FLOORS`)."""
WITHOUT = {f"no-{field.name.replace('_', '-')}": field.name for field in fields(Storeys)}
"""Dalil without one family of rules: the field of `Storeys` by variant."""
BROKEN = ("no-arabic-normalisation", "shuffled-reader")
"""Broken on purpose: what the gate must catch."""
VARIANTS = (AS_SET, *FLOOR_NAMES, *WITHOUT, *BROKEN)
