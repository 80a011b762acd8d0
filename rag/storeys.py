"""What stands on top of search and reader, each storey switchable to measure what it gives."""

from dataclasses import dataclass

__all__ = ["Storeys"]


@dataclass(frozen=True, slots=True)
class Storeys:
    """The storeys in use: all of them; less only in the evaluation."""

    learned: bool = True
    """The chance of a reading by learned signs; without them the reader's own threshold."""
    names: bool = True
    """The signs of names that an article lacks, and refusing where no article has one."""
    times: bool = True
    """Leaving out what tells of another day or period than the question states."""
    kinds: bool = True
    """Leaving out sentences without a value of the kind and unit asked for."""
    speech: bool = True
    """Leaving out what another person said than whom the question names."""
    values: bool = True
    """Stating the value in the question's language, before the sentence."""
    others: bool = True
    """What other sentences that were accepted say."""
    followup: bool = True
    """Making a question whole that leans on the one before."""
