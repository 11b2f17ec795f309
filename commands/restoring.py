"""``yusuan restore``: the package of a disclosure made again from nothing but its RDF."""

from __future__ import annotations

from pathlib import Path

from ..outcomes import CommandError


def restore(folder: Path, out: Path) -> Path:
    """Write the package that the graphs in ``folder`` hold into ``out``; its folder, named as ``build`` names it.

    ``folder`` has ``data`` and ``provenance`` as N-Triples, Turtle or JSON-LD, or is a package with them in ``rdf/``.

    Raises:
        CommandError: a graph is missing or damaged, or says less than a package does; or ``out`` cannot be written.
    """
    from .. import document
    from ..building.output_folder import writing
    from ..ontology.forms import Forms
    from ..ontology.graph import read_graph
    from ..ontology.ntriples import RdfError
    from ..ontology.reading import conversion_of

    if not folder.is_dir():
        raise CommandError("usage", f"{folder}: 没有这个文件夹 / there is no such folder")
    try:
        graphs = folder / "rdf" if (folder / "rdf").is_dir() else folder
        graph = read_graph(graphs)
        conversion = conversion_of(graph)
        name = conversion.disclosure.name
        if "/" in name or name.startswith("."):
            raise RdfError(f"{name!r} 不能作文件夹名 / cannot name a folder")
        place = out / name
        with writing(out):
            document.write(conversion, place, graph.base, forms=Forms.of(graphs))
    except (RdfError, ValueError) as error:
        raise CommandError("invalid", f"{folder}: {error}") from error
    return place
