"""What is installed only when asked for: pip's extras."""

from importlib.util import find_spec

from rag.errors import DalilError

__all__ = ["needs"]


def needs(extra: str, *modules: str) -> None:
    """Make sure that the modules of an extra can be imported; nothing is imported yet.

    Raises:
        DalilError: one is not installed; the message says what to install.
    """
    absent = [module for module in modules if find_spec(module) is None]
    if absent:
        raise DalilError(f"{absent[0]} is not installed: run `pip install 'dalil[{extra}]'`")
