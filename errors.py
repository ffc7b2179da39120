"""The errors that danghe raises on purpose: each has an exit code and a remedy."""

from __future__ import annotations

from .messages import translate


class DangheError(Exception):
    """A failure that the user can understand and mend.

    Args:
        key: Entry in the message catalogue; ``key + ".remedy"`` holds the remedy.
        values: Fills the placeholders of both sentences.
    """

    exit_code = 2

    def __init__(self, key: str, /, **values: object) -> None:
        self.key = key
        self.values = {name: str(value) for name, value in values.items()}
        super().__init__(translate(key, **self.values))

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.key, self.values)

    @property
    def remedy(self) -> str:
        """What the user can do about it."""
        return translate(self.key + ".remedy", **self.values)


def _rebuild(kind: type[DangheError], key: str, values: dict[str, str]) -> DangheError:
    return kind(key, **values)


class UsageError(DangheError):
    """The call cannot be honoured as it stands (exit code 2)."""


class QueryError(UsageError):
    """A search query that cannot be honoured; it is never silently changed."""


class ArchiveError(DangheError):
    """The archive is missing, damaged, locked or of a newer version (exit code 3)."""

    exit_code = 3


class SchemaError(DangheError):
    """The norms cannot be used (exit code 3); values name the file, line and key."""

    exit_code = 3


class ExtractionError(DangheError):
    """One source could not be read; the import goes on with the next (exit code 1)."""

    exit_code = 1


class UnsupportedFormatError(ExtractionError):
    """No reader for this type; values name the detected type."""


class LimitExceededError(ExtractionError):
    """A source went past a limit on size, time, memory, pages or nesting."""
