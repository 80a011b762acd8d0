"""Everything that Dalil raises on purpose.

    DalilError
    ├── InputError      a question, an article or a file that cannot be used as it is
    ├── SettingsError   a setting that is unknown, of the wrong kind or impossible
    ├── ModelError      a model that is not there, damaged, or not of the kind asked for
    └── ArchiveError    an index that is missing, damaged, or built with other settings

Each message names the thing, the value and what to do next, in one line: the command line
prints it as it is.
"""

__all__ = ["ArchiveError", "DalilError", "InputError", "ModelError", "SettingsError"]


class DalilError(Exception):
    """The root: catch this to catch everything that Dalil raises on purpose."""


class InputError(DalilError):
    """A question, an article or a file that cannot be used as it is."""


class SettingsError(DalilError):
    """A setting that is unknown, of the wrong kind or impossible."""


class ModelError(DalilError):
    """A model that is not there, damaged, or not of the kind asked for."""


class ArchiveError(DalilError):
    """An index that is missing, damaged, or built with other settings."""
