"""The arguments of a bench, told in one manner: its docstring, then each argument with what it is without one."""

from __future__ import annotations

import argparse
from pathlib import Path

REPO = Path(__file__).resolve().parents[1]


class _Help(argparse.RawDescriptionHelpFormatter, argparse.ArgumentDefaultsHelpFormatter):
    """The docstring as it is written, defaults behind each argument."""


def parser(description: str | None) -> argparse.ArgumentParser:
    """A parser for a script of that docstring."""
    return argparse.ArgumentParser(description=description, formatter_class=_Help)


def of_documents(description: str | None) -> argparse.ArgumentParser:
    """A parser for a script that can be told which documents to take; without, :func:`documents`."""
    made = parser(description)
    made.add_argument(
        "documents",
        nargs="*",
        type=Path,
        help="files; without, the examples and the real documents beside the checkout",
    )
    return made


def documents() -> list[Path]:
    """The examples, and the real documents beside the checkout."""
    folders = [REPO / "examples", REPO.parent / "shared" / "disclosures"]
    kinds = (".pdf", ".txt", ".doc", ".docx", ".xls", ".xlsx", ".html")
    return [p for folder in folders for p in sorted(folder.glob("*/*")) if p.suffix in kinds]
