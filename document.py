"""One document: from its file to its package in a folder aside, in whichever process it is done.

Nothing here depends on other documents of a build, so that any number of processes can each do one.
"""

from __future__ import annotations

import errno
import gc
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from .converters.errors import ConversionError
from .converters.sources import Source
from .datapackage.model import Conversion
from .ontology.forms import USUAL, Forms
from .ontology.ntriples import RdfError
from .ontology.statistics import Statistics

#: Objects made and not deleted, after which cycles among them are looked for; of these searches each 20th is thorough.
_COLLECTED = (100_000, 20, 20)
#: Times that a document is read which changes meanwhile.
_READINGS = 3
DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True)
class Task:
    """A document to convert. Its package is written to ``folder``, which no other task has; ``out`` is the build's.

    ``sha256`` is that of its content when the task was made; empty where nobody looked.
    """

    source: Source
    out: Path
    folder: Path
    base: str
    identities: Path | None = None
    forms: Forms = USUAL  # of the graphs, besides those that every package has
    flush: bool = True  # where it is not flushed here, whoever puts the package into its place does it
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What became of a task: its package and the counts of it, or why there is none (``internal``: a fault of ours)."""

    package: str = ""
    counts: Mapping[str, int] = field(default_factory=dict[str, int])
    message: str = ""
    internal: bool = False


def prepare(task: Task) -> Prepared:
    """Convert, prove, inspect and write one document, and count it for the catalogue.

    Raises:
        OSError: the output folder cannot be written, or the disk is full.
    """
    from .catalogue.void import new_statistics, prepare_void

    name = task.source.path
    try:
        with rarely_collecting():
            conversion = _at_rest(task)
            statistics = new_statistics(task.base)
            write(
                conversion,
                task.folder,
                task.base,
                task.source.files,
                statistics,
                forms=task.forms,
                flush=task.flush,
            )
            prepare_void(task.folder, conversion.disclosure.name, task.out, task.base, statistics)
            return Prepared(conversion.disclosure.name, count(conversion))
    except ConversionError as error:
        at = name if error.path == name or len(task.source.files) == 1 else f"{name}: {error.path}"
        return Prepared(message=f"{at}: {error.zh} / {error.en}")
    except RdfError as error:
        return Prepared(message=f"{name}: {error}")
    except OSError as error:
        if error.errno in DISK_FULL or (error.filename and str(error.filename).startswith(str(task.out))):
            raise
        return Prepared(message=f"{name}: 读不了 ({error.strerror}) / cannot be read")
    except Exception as error:
        # One document that meets a fault of ours must not stop the others of the night.
        return Prepared(message=f"{name}: 内部错误 {type(error).__name__}: {error} / internal error", internal=True)


def _at_rest(task: Task) -> Conversion:
    """The document, understood from one state of its files. Raises ConversionError where they go on changing."""
    expected = task.sha256
    for _ in range(_READINGS):
        conversion = understand(task.source, task.identities)
        # The checksum is taken after the reading: where it is that of before, the file did not change in between.
        if conversion.disclosure.sha256 == expected or not expected:
            return conversion
        expected = conversion.disclosure.sha256
    raise ConversionError(
        task.source.path, "读的时候文件一直在变，等它写完再跑", "the file went on changing while it was read; run again"
    )


@contextmanager
def rarely_collecting() -> Generator[None]:
    """A document makes hundreds of thousands of objects and hardly a cycle: searches for these took a tenth of it."""
    before = gc.get_threshold()
    gc.set_threshold(*_COLLECTED)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def collect_rarely() -> None:
    """As :func:`rarely_collecting`, for the whole of a process that does nothing else.

    The program itself is never looked through again, and a document that is done is nearly all gone before it would be.
    """
    gc.freeze()
    gc.set_threshold(*_COLLECTED)


def understand(source: Source, identities: Path | None = None) -> Conversion:
    """The document, converted, proven and inspected."""
    from .converters.disclosure import convert
    from .datapackage.accounting.proof import prove
    from .datapackage.inspection.inspection import inspect

    return inspect(prove(convert(source.files, source.hints), identities=identities))


def write(
    conversion: Conversion,
    folder: Path,
    base: str,
    files: Sequence[Path] = (),
    statistics: Statistics | None = None,
    *,
    forms: Forms = USUAL,
    flush: bool = True,
) -> None:
    """Write one package with its RDF and report; it takes the place of an older one in one step.

    Where the document's ``files`` are given, the report shows the places of them that the findings speak of. What the
    graphs hold is counted in ``statistics``; ``forms`` asks for more than the usual. Without ``flush`` whoever puts the
    package into its place has the disk flushed.
    """
    from .datapackage.package import write_package
    from .datapackage.report import illustrate
    from .ontology.rdf import write_rdf

    def add(staged: Path) -> None:
        write_rdf(conversion, staged, base, statistics, forms)
        if files:
            illustrate(conversion, files, staged)

    write_package(conversion, folder, also=add, flush=flush)


def count(conversion: Conversion) -> dict[str, int]:
    """The figures that the summary of a build tells of a document."""
    facts = conversion.facts
    return {
        "observations": len(facts),
        "unproven": sum(f.confirmations == 0 for f in facts),
        "repaired": sum(f.status == "repaired" for f in facts),
        "derived": sum(f.status == "derived" for f in facts),
        "claims": len(conversion.claims),
        "targets": len(conversion.targets),
        "findings": len(conversion.findings),
        "redacted": sum(conversion.redactions.values()),
    }
