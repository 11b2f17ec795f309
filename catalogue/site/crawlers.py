"""What search engines and harvesters ask for first: which pages there are, and which addresses only repeat them."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from .shelf import Shelf
from .words import address

#: Addresses in one file of a sitemap, as the protocol (sitemaps.org) allows.
LIMIT = 50_000
_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_PAGES = (
    "/",
    "/units",
    "/disclosures",
    "/codes",
    "/projects",
    "/findings",
    "/downloads",
    "/ontology",
    "/about",
    "/api",
)
#: Answers to questions, of which there is no end, and pages once more in another unit of money.
_ENDLESS = ("/sparql", "/search", "/compare", "/*money=")


def robots(root: str, path: str) -> str:
    """``robots.txt`` of the site at ``root``, below the sub-path ``path`` of its host."""
    refused = "".join(f"Disallow: {path}{part}\n" for part in _ENDLESS)
    return f"User-agent: *\n{refused}\nSitemap: {root}/sitemap.xml\n"


def sitemap(shelf: Shelf, root: str, part: str = "") -> str | None:
    """The pages of units and disclosures; above the limit a list of parts, each of which is asked for by its number."""
    pages = list(_pages(shelf))
    parts = range(1, -(-len(pages) // LIMIT) + 1)
    if not part and len(parts) > 1:
        return _xml("sitemapindex", "sitemap", (f"{root}/sitemap.xml?part={number}" for number in parts))
    if part and part not in map(str, parts):
        return None
    first = (int(part or 1) - 1) * LIMIT
    return _xml("urlset", "url", (root + page for page in pages[first : first + LIMIT]))


def _pages(shelf: Shelf) -> Iterator[str]:
    yield from _PAGES
    yield from sorted({address(f"/units/{document.unit_key}") for document in shelf.documents if document.unit_key})
    yield from (address(f"/disclosures/{document.package}") for document in shelf.documents)


def _xml(whole: str, each: str, addresses: Iterator[str]) -> str:
    entries = "".join(f"<{each}><loc>{escape(one)}</loc></{each}>\n" for one in addresses)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{whole} {_XMLNS}>\n{entries}</{whole}>\n'
