"""``yusuan doctor``: is the installation whole, and do its parts work here."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from .. import __version__
from ..outcomes import EXIT
from ..settings import load_settings


@dataclass(frozen=True, slots=True)
class Symptom:
    """One thing that was looked at; ``advice`` says what to do where it is not well."""

    part: str
    well: bool
    told: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    symptoms: tuple[Symptom, ...]

    @property
    def exit_code(self) -> int:
        return EXIT["done"] if all(s.well for s in self.symptoms) else EXIT["invalid"]

    def as_json(self) -> list[dict[str, Any]]:
        return [{"part": s.part, "well": s.well, "told": s.told, "advice": s.advice} for s in self.symptoms]

    def as_text(self) -> str:
        lines = [f"{'✓' if s.well else '✗'} {s.part}: {s.told}" for s in self.symptoms]
        advice = [f"  → {s.advice}" for s in self.symptoms if not s.well and s.advice]
        return "\n".join([*lines, *advice])


def diagnose() -> Diagnosis:
    """Look at Python, the libraries, the data that travels in the package, the store, and a folder to write in."""
    return Diagnosis(tuple(_look(part, check) for part, check in CHECKS))


def _look(part: str, check: Callable[[], str]) -> Symptom:
    try:
        return Symptom(part, True, check())
    except Exception as error:  # a doctor names what is broken, whatever it is
        return Symptom(
            part,
            False,
            f"{type(error).__name__}: {error}",
            "重新安装 / install again: pip install --force-reinstall yusuan",
        )


def _python() -> str:
    return f"Python {sys.version.split()[0]}, yusuan {__version__}"


def _libraries() -> str:
    names = ("frictionless", "pyarrow", "pyoxigraph", "rapidfuzz", "rdflib", "SPARQLWrapper", "typer")
    return ", ".join(f"{name} {metadata.version(name)}" for name in names)


def _forms() -> str:
    from ..converters.forms.form import load_forms

    return f"{len(load_forms())} 种表式 / forms"


def _codes() -> str:
    from ..datapackage.classification import economic, functional

    return f"功能分类 {len(functional(2024))} 项，经济分类 {len(economic(2024))} 项 / codes"


def _questions() -> str:
    from ..queries.question import load_questions

    return f"{len(load_questions())} 个问题 / questions"


def _store() -> str:
    import pyoxigraph as ox

    with tempfile.TemporaryDirectory() as folder:
        store = ox.Store(folder)
        node = ox.NamedNode("urn:x")
        store.add(ox.Quad(node, node, ox.Literal("信息中心")))
        if len(list(store.quads_for_pattern(None, None, ox.Literal("信息中心")))) != 1:
            raise RuntimeError("the embedded store does not give back what was put in")
        del store
    return "可写可读 / writes and reads"


def _encoding() -> str:
    if sys.getfilesystemencoding().lower() != "utf-8":
        raise RuntimeError("set PYTHONUTF8=1")
    return sys.getfilesystemencoding()


def _settings_file() -> str:
    settings = load_settings({})
    return f"base {settings.base}"


def _folder() -> str:
    if not os.access(Path.cwd(), os.W_OK):
        raise PermissionError("the working folder cannot be written")
    return "当前目录可写 / the working folder can be written"


CHECKS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("程序 program", _python),
    ("依赖 libraries", _libraries),
    ("编码 encoding", _encoding),
    ("设置 settings", _settings_file),
    ("表式 forms", _forms),
    ("分类 code lists", _codes),
    ("问题库 questions", _questions),
    ("存储 store", _store),
    ("目录 folder", _folder),
)
