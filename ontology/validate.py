"""Is the RDF of a package what the package says: syntax, order, content, shapes, and the constraints of the cube."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import groupby, zip_longest
from pathlib import Path

from ..datapackage.model import Conversion
from ..datapackage.validate import Problem
from .forms import DATA, PROVENANCE, Forms
from .integrity import CubeError, check_cube
from .ntriples import RdfError
from .rdf import write_rdf
from .reading import read_rdf
from .shapes import load_shapes, violations
from .vocabulary import vocabulary_triples

_BASE = re.compile(r"^<\S+> <http://www\.w3\.org/1999/02/22-rdf-syntax-ns#type> <(\S+)def/Disclosure> \.$", re.M)
_SHOWN = 20


def validate_rdf(folder: Path, conversion: Conversion) -> Iterator[Problem]:
    """Every problem of the RDF in ``folder``, the package of ``conversion``; none where it has no RDF."""
    rdf = folder / "rdf"
    if not rdf.is_dir():
        return
    damaged = [problem for path in sorted(rdf.glob("*.nt")) for problem in _check_syntax(path, f"rdf/{path.name}")]
    yield from damaged
    missing = [name for name in Forms.of(rdf).files if not (rdf / name).is_file()]
    for name in missing:
        yield Problem(f"rdf/{name}", "file-present", "缺少文件", "the file is missing")
    if damaged or missing:
        return
    base = _BASE.search((rdf / DATA).read_text("utf-8"))
    if not base:
        yield Problem(f"rdf/{DATA}", "rdf-document", "没有描述公开文档", "describes no disclosure")
        return
    differing = list(_check_content(rdf, conversion, base[1]))
    yield from differing or _check_return(rdf, conversion)
    yield from _check_shapes(rdf, base[1])
    yield from _check_cube(rdf, base[1])


def _check_syntax(path: Path, file: str) -> Iterator[Problem]:
    """Strict N-Triples, each statement once, in the order of bytes."""
    import pyoxigraph as ox

    try:
        for _ in ox.parse(path=str(path), format=ox.RdfFormat.N_TRIPLES):
            pass
    except SyntaxError as error:
        yield Problem(file, "rdf-syntax", f"不是 N-Triples: {error.msg}", f"is no N-Triples: {error.msg}", error.lineno)
        return
    previous = b""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line <= previous:
                yield Problem(
                    file, "rdf-order", "语句重复或次序不对", "a statement is repeated or out of order", number
                )
                return
            previous = line


def _check_content(rdf: Path, conversion: Conversion, base: str) -> Iterator[Problem]:
    """What the CSV files say and what the RDF says are the same."""
    with tempfile.TemporaryDirectory() as again:
        try:
            write_rdf(conversion, Path(again), base, forms=Forms.of(rdf))
        except RdfError as error:
            zh, _, en = str(error).partition(" / ")
            yield Problem(f"rdf/{DATA}", "rdf-agrees", zh, en or zh)
            return
        for name in Forms.of(rdf).files:
            with (
                (rdf / name).open(encoding="utf-8") as one,
                (Path(again) / "rdf" / name).open(encoding="utf-8") as other,
            ):
                for number, (said, expected) in enumerate(zip_longest(one, other), 1):
                    if said != expected:
                        zh, en = "与 CSV 的内容不符", "does not say what the CSV files say"
                        shown = _short(min(filter(None, (said, expected))).strip())
                        yield Problem(f"rdf/{name}", "rdf-agrees", f"{zh}: {shown}", f"{en}: {shown}", number)
                        break


def _check_return(rdf: Path, conversion: Conversion) -> Iterator[Problem]:
    """The graphs hold the whole package: read back, they give the rows that they were written from."""
    try:
        same = read_rdf(rdf) == conversion
    except RdfError as error:
        zh, _, en = str(error).partition(" / ")
        yield Problem(f"rdf/{DATA}", "rdf-return", f"不能还原成数据包: {zh}", f"does not give the package back: {en}")
        return
    if not same:
        zh, en = "还原出来的数据包与 CSV 不同", "the package that it gives back is not that of the CSV files"
        yield Problem(f"rdf/{DATA}", "rdf-return", zh, en)


def _check_shapes(rdf: Path, base: str) -> Iterator[Problem]:
    files = ((rdf / name).read_text("utf-8").splitlines(keepends=True) for name in (DATA, PROVENANCE))
    vocabulary = vocabulary_triples(base).splitlines(keepends=True)
    lines = [line for line, _ in groupby(merge(*files, vocabulary))]
    told: Counter[tuple[str, str]] = Counter()
    for each in violations(lines, load_shapes(base)):
        told[each.shape, each.path] += 1
        if told[each.shape, each.path] <= _SHOWN:
            shown = f"{_short(each.focus)}" + (f" = {_short(each.value)}" if each.value else "")
            yield Problem(
                "rdf", "shape", f"{each.message} ({shown})", f"{each.message_en} ({shown})", field=_name(each.path)
            )


def _check_cube(rdf: Path, base: str) -> Iterator[Problem]:
    with tempfile.TemporaryDirectory() as room:
        try:
            verdicts = check_cube([rdf / DATA], [vocabulary_triples(base)], Path(room), threads=1)
        except CubeError as error:
            zh, _, en = str(error).partition(" / ")
            yield Problem(f"rdf/{DATA}", "cube", zh, en)
            return
    for verdict in verdicts:
        for each in verdict.violations:
            yield Problem(f"rdf/{DATA}", verdict.constraint, each.message, each.message_en)
        rest: Sequence[object] = range(len(verdict.violations), verdict.count)
        if rest:
            yield Problem(f"rdf/{DATA}", verdict.constraint, f"另有 {len(rest)} 处", f"and {len(rest)} more")


def _short(term: str) -> str:
    return term[:160]


def _name(path: str) -> str:
    return re.split(r"[/#]", path)[-1].rstrip(">")
