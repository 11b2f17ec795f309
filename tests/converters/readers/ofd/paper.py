"""OFD files (GB/T 33190-2016) written for tests: by hand, object by object, or with all that a PDF prints."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_MM = 25.4 / 72


@dataclass
class Ofd:
    """The parts of a file with one document: the objects of each page, templates, resources, other parts."""

    pages: list[str] = field(default_factory=list[str])
    size: tuple[float, float] = (210.0, 297.0)
    templates: dict[str, str] = field(default_factory=dict[str, str])
    resources: str = ""
    files: dict[str, bytes] = field(default_factory=dict[str, bytes])
    common: str = ""
    of_page: dict[int, str] = field(default_factory=dict[int, str])

    def parts(self) -> Iterator[tuple[str, bytes]]:
        box = f"<ofd:PageArea><ofd:PhysicalBox>0 0 {self.size[0]} {self.size[1]}</ofd:PhysicalBox></ofd:PageArea>"
        yield "OFD.xml", xml("OFD", "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>")
        listed = "".join(
            f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n, _ in enumerate(self.pages, start=1)
        )
        templates = "".join(f'<ofd:TemplatePage ID="{n}" BaseLoc="Tpls/{n}.xml"/>' for n in self.templates)
        resources = "<ofd:DocumentRes>Res.xml</ofd:DocumentRes>" if self.resources else ""
        yield (
            "Doc_0/Document.xml",
            xml("Document", f"<ofd:CommonData>{box}{resources}{templates}</ofd:CommonData>"
                            f"<ofd:Pages>{listed}</ofd:Pages>{self.common}"),
        )  # fmt: skip
        for name, objects in self.templates.items():
            yield f"Doc_0/Tpls/{name}.xml", page(objects)
        for n, objects in enumerate(self.pages, start=1):
            yield f"Doc_0/Pages/Page_{n}/Content.xml", page(objects, self.of_page.get(n, ""))
        if self.resources:
            yield "Doc_0/Res.xml", xml("Res", self.resources, ' BaseLoc="Res"')
        yield from self.files.items()

    def save(self, path: Path) -> Path:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.parts():
                archive.writestr(name, content)
        return path


def xml(root: str, content: str, attributes: str = "") -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><ofd:{root} {_NS}{attributes}>{content}</ofd:{root}>'.encode()


def page(objects: str, before: str = "") -> bytes:
    return xml("Page", f'{before}<ofd:Content><ofd:Layer ID="9">{objects}</ofd:Layer></ofd:Content>')


def text(
    x: float, y: float, content: str, size: float = 4.0, steps: str | None = None, more: str = "", **told: str
) -> str:
    """A line of text with its base line at ``y``; full-width characters are as wide as the font is large."""
    advances = [size if ord(c) > 255 else size / 2 for c in content]
    deltas = " ".join(f"{a:g}" for a in advances[:-1]) if steps is None else steps
    delta = f' DeltaX="{deltas}"' if deltas else ""
    attributes = "".join(f' {name}="{value}"' for name, value in told.items())
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y - size} {sum(advances):g} {1.2 * size:g}" Font="3" Size="{size:g}"{attributes}>'
        f'{more}<ofd:TextCode X="0" Y="{size:g}"{delta}>{escape(content)}</ofd:TextCode></ofd:TextObject>'
    )


def rule(x0: float, y0: float, x1: float, y1: float) -> str:
    return (
        f'<ofd:PathObject ID="2" Boundary="{x0:g} {y0:g} {x1 - x0:g} {y1 - y0:g}" LineWidth="0.2">'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0:g} {y1 - y0:g}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def grid(xs: Sequence[float], ys: Sequence[float], rows: Sequence[Sequence[str]]) -> str:
    """A table with all its rules; a number stands at the right of its cell, other text at the left."""
    drawn = [rule(x, ys[0], x, ys[-1]) for x in xs] + [rule(xs[0], y, xs[-1], y) for y in ys]
    for r, row in enumerate(rows):
        for c, content in enumerate(row):
            x = xs[c + 1] - 1 - 2 * len(content) if content[-1:].isdigit() else xs[c] + 1
            drawn.append(text(x, ys[r + 1] - 2, content) if content else "")
    return "".join(drawn)


# --- from a PDF -------------------------------------------------------------------------------------------


def of_pdf(source: Path, target: Path) -> Path:
    """An OFD of what the PDF prints, its glyphs in strings as long as they were set, its areas, rules and pictures."""
    import pdfplumber

    made = Ofd()
    with pdfplumber.open(source) as pdf:
        for number, printed in enumerate(pdf.pages, start=1):
            assert not printed.rotation
            box = f"0 0 {float(printed.width) * _MM} {float(printed.height) * _MM}"
            made.of_page[number] = f"<ofd:Area><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:Area>"
            made.pages.append("".join(_objects(printed, number, made)))
            printed.close()
    return made.save(target)


def _objects(printed: Any, number: int, made: Ofd) -> Iterator[str]:
    painted = [*printed.rects, *printed.lines, *printed.curves, *printed.images]
    strings: list[list[Mapping[str, Any]]] = []
    for char in printed.chars:
        last = strings[-1][-1] if strings else None
        goes_on = (
            last is not None
            and last["size"] == char["size"]
            and abs(last["bottom"] - char["bottom"]) < 0.01
            and abs(last["x1"] - char["x0"]) < 0.3 * char["size"]
            and last["non_stroking_color"] == char["non_stroking_color"]
        )
        strings[-1].append(char) if goes_on else strings.append([char])
    for shape in sorted(painted, key=lambda shape: shape.get("mcid") or 0):
        if shape["object_type"] == "image":
            yield _image(shape, number, made)
        else:
            yield _shape(shape)
    yield from map(_string, strings)


def _string(chars: Sequence[Mapping[str, Any]]) -> str:
    first = chars[0]
    base = float(first["matrix"][5])
    height = float(first["top"]) + float(first["y1"])  # of the page
    size = float(first["size"]) * _MM
    x, y = float(first["x0"]) * _MM, (height - base) * _MM
    steps = " ".join(f"{(float(b['x0']) - float(a['x0'])) * _MM:.5f}" for a, b in pairwise(chars))
    delta = f' DeltaX="{steps}"' if steps else ""
    content = escape("".join(char["text"] for char in chars))
    return (
        f'<ofd:TextObject ID="1" Boundary="{x:.5f} {y - size:.5f} 1 1" Font="{hash_of(first["fontname"])}" Size="{size:.5f}">'
        f'{_fill(first["non_stroking_color"])}<ofd:TextCode X="0" Y="{size:.5f}"{delta}>{content}</ofd:TextCode></ofd:TextObject>'
    )


def hash_of(name: str) -> int:
    return sum(map(ord, name))


def _fill(colour: Any, name: str = "FillColor") -> str:
    values = colour if isinstance(colour, (list, tuple)) else (colour or 0,)
    return f'<ofd:{name} Value="{" ".join(f"{255 * float(v):g}" for v in values)}"/>'


def _shape(shape: Mapping[str, Any]) -> str:
    height = float(shape["top"]) + float(shape["y1"])
    points = [(float(x) * _MM, float(y) * _MM) for x, y in shape["pts"]]
    assert height
    data = " L ".join(f"{x:.5f} {y:.5f}" for x, y in points)
    closed = " C" if shape["object_type"] == "rect" else ""
    stroke, fill = bool(shape["stroke"]), bool(shape["fill"])
    return (
        f'<ofd:PathObject ID="2" Boundary="0 0 1 1" LineWidth="{float(shape["linewidth"] or 0.1) * _MM:.5f}"'
        f' Stroke="{str(stroke).lower()}" Fill="{str(fill).lower()}">'
        f"{_fill(shape['non_stroking_color'])}{_fill(shape['stroking_color'], 'StrokeColor')}"
        f"<ofd:AbbreviatedData>M {data}{closed}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def _image(shape: Mapping[str, Any], number: int, made: Ofd) -> str:
    from PIL import Image

    key = f"{number}{len(made.files)}7"
    attributes = shape["stream"].attrs
    data = shape["stream"].get_data()
    if b"DCT" in str(attributes.get("Filter")).encode():
        picture = data
    else:
        mode = "RGB" if len(data) >= 3 * attributes["Width"] * attributes["Height"] else "L"
        Image.frombytes(mode, (attributes["Width"], attributes["Height"]), data).save(buffer := BytesIO(), "PNG")
        picture = buffer.getvalue()
    made.files[f"Doc_0/Res/{key}.bin"] = picture
    made.resources += (
        f'<ofd:MultiMedias><ofd:MultiMedia ID="{key}" Type="Image"><ofd:MediaFile>{key}.bin</ofd:MediaFile>'
        "</ofd:MultiMedia></ofd:MultiMedias>"
    )
    x, y, w, h = (float(shape[k]) * _MM for k in ("x0", "top", "width", "height"))
    return f'<ofd:ImageObject ID="4" Boundary="{x:.5f} {y:.5f} {w:.5f} {h:.5f}" CTM="{w:.5f} 0 0 {h:.5f} 0 0" ResourceID="{key}"/>'
