"""``python -m yusuan.ontology FOLDER [BASE]``: the vocabulary, shapes and classifications as files to publish."""

from __future__ import annotations

import sys
from pathlib import Path

from ..settings import DEFAULT_BASE
from .classifications import write_classifications
from .shapes import shape_files
from .vocabulary import vocabulary_files, vocabulary_text


def write_ontology(folder: Path, base: str = DEFAULT_BASE) -> list[Path]:
    """Write all of the ontology into ``folder``; the paths of the files. Raises OSError."""
    written = write_classifications(folder / "classifications", base)
    for path in (*vocabulary_files(), *shape_files()):
        place = folder / ("." if path.stem == "budget" else path.parent.name) / path.name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(vocabulary_text(path, base), "utf-8", newline="\n")
        written.append(place)
    return written


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit("python -m yusuan.ontology FOLDER [BASE]")
    for file in write_ontology(Path(sys.argv[1]), *sys.argv[2:]):
        print(file)
