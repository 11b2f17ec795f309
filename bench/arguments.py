"""The arguments of a bench, told in one manner: its docstring, then each argument with what it is without one."""

from __future__ import annotations

import argparse


class _Help(argparse.RawDescriptionHelpFormatter, argparse.ArgumentDefaultsHelpFormatter):
    """The docstring as it is written, defaults behind each argument."""


def parser(description: str | None) -> argparse.ArgumentParser:
    """A parser for a script of that docstring."""
    return argparse.ArgumentParser(description=description, formatter_class=_Help)
