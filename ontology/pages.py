"""The vocabulary for people, a page in Chinese and one in English, made from the same files as everything else.

``python -m yusuan.ontology.pages FOLDER`` writes ``zh.html``, ``en.html`` and ``code-lists.md``; a site serves
:func:`body` within its own frame, under its own base.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ..settings import DEFAULT_BASE
from .concepts import SKOS
from .coverage import cells, coverage, markdown
from .ntriples import RDF, RDFS, text_of
from .serialisations import prefixes, shortener
from .shapes import load_shapes
from .structures import QB, structures
from .terms import label, schemes
from .vocabulary import vocabulary_triples

LANGUAGES = ("zh", "en")
#: A real observation, as the build of the example writes it; a test takes it from there again.
EXAMPLE = Path(__file__).with_name("example.ttl")
_OWL = "http://www.w3.org/2002/07/owl#"
_SCHEMA = "https://schema.org/"
_STYLE = """
body { font: 16px/1.6 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
table { border-collapse: collapse; width: 100% }
td, th { border: 1px solid #ccc; padding: .25rem .5rem; text-align: left; vertical-align: top }
dl { display: grid; grid-template-columns: max-content auto; gap: 0 1rem }
dd { margin: 0 } section { border-top: 1px solid #eee } h3 { margin: .6rem 0 .2rem }
code { font-size: .9em; overflow-wrap: anywhere }
"""
#: What is told of a term beside its definition, with its name in Chinese and English.
_FACTS = {
    f"<{RDFS}subClassOf>": ("上位类", "Sub-class of"),
    f"<{RDFS}subPropertyOf>": ("上位属性", "Sub-property of"),
    f"<{RDFS}domain>": ("用于", "Domain"),
    f"<{_SCHEMA}domainIncludes>": ("用于", "Used by"),
    f"<{RDFS}range>": ("取值", "Range"),
    f"<{QB}codeList>": ("代码表", "Code list"),
    f"<{QB}concept>": ("概念", "Concept"),
}
_BOXES = (
    ("BudgetUnit", 90, 40), ("Disclosure", 380, 40), ("Department", 90, 130), ("Cell", 670, 130),
    ("Observation", 380, 130), ("Classification", 90, 220), ("Claim", 670, 220), ("Repair", 670, 300),
    ("Finding", 380, 300), ("DataSet", 90, 300),
)  # fmt: skip
_ARROWS = (
    ("M312 40H158", 235, 34, "yb:unit"), ("M90 60V110", 128, 90, "org:unitOf"), ("M380 110V60", 425, 90, "yb:document"),
    ("M448 130H602", 525, 124, "prov:wasDerivedFrom"), ("M640 110L448 50", 600, 72, "oa:hasSource"),
    ("M320 150L158 210", 205, 172, "yb:function …"), ("M602 215L440 150", 545, 172, "yb:observation"),
    ("M640 280C560 250 500 200 430 150", 590, 272, "prov:generated"),
    ("M340 280C290 240 290 200 330 150", 268, 250, "yb:observation"),
    ("M318 150C230 190 210 250 150 280", 180, 262, "qb:dataSet"),
)  # fmt: skip
_OTHERS = {
    "Observation": ("观测值", "observation", "qb:Observation"),
    "DataSet": ("一种表", "kind of table", "qb:DataSet"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One class or property as a page shows it."""

    name: str
    label: str
    definition: str
    example: str
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    deprecated: bool


def page(language: str, base: str = DEFAULT_BASE) -> str:
    """A whole page of HTML. ``language`` is "zh" or "en"."""
    title = ("预决算公开词汇", "Vocabulary of Chinese budget disclosures")[language == "en"]
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{title}</title>'
        f"<style>{_STYLE}</style></head>\n<body>\n{body(language, base)}</body>\n</html>\n"
    )


def body(language: str, base: str = DEFAULT_BASE) -> str:
    """What stands between the tags of a page's body, for a site that has a frame of its own."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = FileSystemLoader(Path(__file__).parent)
    environment = Environment(
        loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True
    )
    known = shortener(prefixes(base))

    def choose(zh: str, en: str) -> str:
        return en if language == "en" else zh

    def short(iri: str) -> str:
        return known(f"<{iri}>") or iri

    entries = _entries(language, base)
    return environment.get_template("vocabulary.html").render(
        t=choose,
        short=short,
        base=base,
        version=_version(),
        classes=[entry for kind, entry in entries if kind == "class"],
        properties=[entry for kind, entry in entries if kind == "property"],
        deprecated=[entry for _, entry in entries if entry.deprecated],
        boxes=list(_boxes()),
        arrows=[dict(zip(("path", "x", "y", "name"), arrow, strict=True)) for arrow in _ARROWS],
        example=_example(language),
        citation=_citation(language, base),
        structures=[(label("table", name, language), parts) for name, parts in structures().items()],
        lists=[cells(each, language) for each in coverage()],
        closed=_closed(language),
        shapes=_messages(language, base),
    )


# --- terms ------------------------------------------------------------------------------------------------


@cache
def _subjects(base: str) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for line in vocabulary_triples(base).splitlines():
        subject, predicate, value = line[:-2].split(" ", 2)
        found.setdefault(subject, {}).setdefault(predicate, []).append(value)
    return found


def _entries(language: str, base: str) -> list[tuple[str, Entry]]:
    """All terms of ours in the order of their names, each as "class" or "property"."""
    own = f"<{base}def/"
    entries: list[tuple[str, Entry]] = []
    for subject, said in _subjects(base).items():
        if subject.startswith(own) and subject != f"{own}>" and f"<{SKOS}definition>" in said:
            kind = "class" if f"<{_OWL}Class>" in said[f"<{RDF}type>"] else "property"
            entries.append((kind, _entry(subject.removeprefix(own)[:-1], said, language)))
    return entries


def _entry(name: str, said: dict[str, list[str]], language: str) -> Entry:
    second = int(language == "en")
    facts = [(names[second], tuple(v[1:-1] for v in said[p])) for p, names in _FACTS.items() if p in said]
    return Entry(
        name,
        _in(language, said[f"<{RDFS}label>"]),
        _in(language, said[f"<{SKOS}definition>"]),
        text_of(said[f"<{SKOS}example>"][0]),
        tuple(facts),
        f"<{_OWL}deprecated>" in said,
    )


def _in(language: str, values: list[str]) -> str:
    return next(text_of(value) for value in values if value.endswith(f"@{language}"))


def _version() -> str:
    (version,) = _subjects(DEFAULT_BASE)[f"<{DEFAULT_BASE}def/>"][f"<{_OWL}versionInfo>"]
    return text_of(version)


def _boxes() -> Iterator[dict[str, Any]]:
    for name, x, y in _BOXES:
        if name in _OTHERS:
            zh, en, shown = _OTHERS[name]
        else:
            labels = _subjects(DEFAULT_BASE)[f"<{DEFAULT_BASE}def/{name}>"][f"<{RDFS}label>"]
            zh, en, shown = _in("zh", labels), _in("en", labels), f"yb:{name}"
        yield {"x": x, "y": y, "zh": zh, "en": en, "name": shown}


def _closed(language: str) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The closed lists with their codes and names."""
    second = int(language == "en")
    return [
        (
            name,
            label("scheme", name, language),
            [(each.notation, (each.zh, each.en)[second]) for each in listed.values() if each.notation],
        )
        for name, listed in schemes().items()
        if name in schemes()["scheme"] and any(listed)
    ]


def _messages(language: str, base: str) -> list[tuple[str, list[str]]]:
    second = int(language == "en")
    return [
        (s.iri.rpartition("/")[2][:-1], [(asked.message, asked.message_en)[second] for asked in s.properties])
        for s in load_shapes(base)
    ]


# --- the example ------------------------------------------------------------------------------------------


def _statements() -> list[str]:
    """The statements of the example, the first with its subject."""
    return [line.rstrip(" ;.") for line in EXAMPLE.read_text("utf-8").splitlines() if line and not line.startswith("#")]


def _example(language: str) -> list[dict[str, str]]:
    """Each statement of the example with the name and definition of its property."""
    rows: list[dict[str, str]] = []
    for text in _statements():
        name = next((word for word in text.split() if word.startswith("yb:")), "")
        if name:
            said = _subjects(DEFAULT_BASE)[f"<{DEFAULT_BASE}def/{name.removeprefix('yb:')}>"]
            about = _in(language, said[f"<{RDFS}label>"]), _in(language, said[f"<{SKOS}definition>"])
        else:
            about = "", _OF_QB["qb:dataSet" if "qb:dataSet" in text else "a"][int(language == "en")]
        rows.append({"text": text.strip(), "label": about[0], "meaning": about[1]})
    return rows


_OF_QB = {
    "a": ("一个观测值：一个金额和它的全部维度", "An observation: one amount with all its dimensions"),
    "qb:dataSet": ("属于哪一种表的立方", "The kind of table whose cube it belongs to"),
}


def _citation(language: str, base: str) -> str:
    said = dict(text.strip().split(" ", 1) for text in _statements()[1:])
    key, document = (text.split()[0].partition(":")[2] for text in (_statements()[0], said["yb:document"]))
    (amount,) = re.findall(r'"(\d+)"', said["yb:amount"])
    cited = {"zh": _CITED, "en": _CITED_EN}[language]
    return cited.format(base=base, key=key, document=document, amount=f"{int(amount):,}")


_CITED = (
    "武汉市信息中心（武汉市大数据中心），2024 年单位预算，事业运行（2010350），{amount} 元。"
    "{base}observation/{key}，文档 {document}，获取于〔日期〕。"
)
_CITED_EN = (
    "Wuhan Information Center, budget 2024, 事业运行 (2010350), CNY {amount}. "
    "{base}observation/{key}, document {document}, retrieved on [date]."
)


def write_pages(folder: Path, base: str = DEFAULT_BASE) -> list[Path]:
    """Write the pages into ``folder``; the paths. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {f"{language}.html": page(language, base) for language in LANGUAGES} | {"code-lists.md": markdown()}
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8", newline="\n")
    return [folder / name for name in texts]


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit("python -m yusuan.ontology.pages FOLDER [BASE]")
    for file in write_pages(Path(sys.argv[1]), *sys.argv[2:]):
        print(file)
