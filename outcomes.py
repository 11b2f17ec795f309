"""How a command can end: the exit codes of the contract, and the failures that people can mend."""

from __future__ import annotations

EXIT: dict[str, int] = {
    "done": 0,
    "internal": 1,
    "usage": 2,
    "invalid": 3,
    "partial": 4,
    "remote": 5,
    "pending": 6,
}


class CommandError(Exception):
    """One line that says what, where and what to do; ``kind`` is a key of :data:`EXIT`."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.exit_code = EXIT[kind]
