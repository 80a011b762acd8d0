"""Notices `DALIL_…` variables that nothing reads: a mistyped one would be ignored in silence."""

from collections.abc import Iterable
from difflib import get_close_matches

from rag.errors import SettingsError
from rag.settings import Settings
from ui.server.settings import PREFIX, ServeSettings

__all__ = ["check_environment"]

OTHERS = frozenset(
    {"DALIL_CACHE", "DALIL_GENERATOR_KEY", "DALIL_STORE_TOKEN", "DALIL_AXE", "DALIL_SHOTS"}
)
"""Where unpacked models are kept; two secrets; what the tests of the pages read."""


def check_environment(names: Iterable[str]) -> None:
    """Look through the names of all variables.

    Raises:
        SettingsError: one begins like ours, and is none of ours.
    """
    known = OTHERS | {f"DALIL_{name.upper()}" for name in Settings.model_fields}
    known |= {f"{PREFIX}{name.upper()}" for name in ServeSettings.model_fields}
    for name in sorted(names):
        if name.startswith("DALIL_") and name not in known:
            meant = get_close_matches(name, known, n=1, cutoff=0.5)
            hint = f"did you mean {meant[0]}?" if meant else "unset it"
            raise SettingsError(f"the variable {name} is none of Dalil's: {hint}")
