"""What stops a conversion. Everything that the document itself got wrong is a finding, not an error."""

from __future__ import annotations

from pathlib import Path


class ConversionError(Exception):
    """A document could not be converted; ``zh`` and ``en`` say why in one line each."""

    def __init__(self, path: Path, zh: str, en: str) -> None:
        super().__init__(f"{path.name}: {zh} / {en}")
        self.path, self.zh, self.en = path, zh, en


class UnreadableError(ConversionError):
    """The file is missing, empty, damaged or not what its name says."""


class NoDisclosureError(ConversionError):
    """The file was read, but it is no disclosure of a budget unit."""
