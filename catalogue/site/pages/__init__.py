"""The pages: each reads the shelf, and hands rows to one template. One page, one question; one address, one state."""

from __future__ import annotations

from .codes import code, codes
from .comparison import compare
from .documents import disclosure, disclosures, table
from .files import downloads
from .findings import findings
from .front import home, search
from .method import about, ontology, reference
from .projects import project, projects
from .rows import Page
from .units import unit, units
from .where import where

#: Address -> (template, what fills it).
PAGES: dict[str, tuple[str, Page]] = {
    "/": ("home.html", home),
    "/search": ("search.html", search),
    "/units": ("units.html", units),
    "/units/{key:path}": ("unit.html", unit),
    "/disclosures": ("disclosures.html", disclosures),
    "/disclosures/{key}": ("disclosure.html", disclosure),
    "/disclosures/{key}/tables/{position}": ("table.html", table),
    "/codes": ("codes.html", codes),
    "/codes/{key}": ("code.html", code),
    "/projects": ("projects.html", projects),
    "/projects/named": ("project.html", project),
    "/projects/{key}": ("project.html", project),
    "/findings": ("findings.html", findings),
    "/where/{key}": ("where.html", where),
    "/compare": ("compare.html", compare),
    "/downloads": ("downloads.html", downloads),
    "/ontology": ("ontology.html", ontology),
    "/ontology/reference": ("reference.html", reference),
    "/about": ("about.html", about),
}
