"""The question library for readers and for editors: a page of Markdown, and Turtle that SPARQL editors load.

``python -m yusuan.queries.listing > docs/questions.md`` renews the page; a test says when that is due.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..ontology.ntriples import en, quoted, zh
from ..settings import DEFAULT_BASE
from .question import Parameter, Question, load_questions
from .sparql import rebase

_INTRODUCTION = """# 问题库 · Questions

Generated from the headers of `queries/*.rq` by `python -m yusuan.queries.listing`; do not edit.

    yusuan query NAME --param name=value [--store DIR | --endpoint URL] [--format table|csv|json|parquet|ttl]
    yusuan query NAME --with-sources        # the observations behind each amount
    yusuan query --list --format ttl        # all questions as sh:SPARQLExecutable, for SPARQL editors

`--store` is a build, its store, a store in shards, or a folder of builds. A question of one's own is asked of shards where its header says how their answers are merged: `#+ shards: rows` (rows of
single documents), `unit` (of several documents of a unit), `distinct`, or ways of columns, as `{documents: sum, first_year: least, share: percent proven observations}`.

带 * 的参数必须给出 · parameters with * have to be given. What is not printed stays empty and is no zero.

## 比较用的表 · Tables for `yusuan compare`

CSV in UTF-8, with these columns:

| option | columns | |
|---|---|---|
| `--deflators` | `year,index` | price indices on any base; `real` is in prices of the last year |
| `--people` | `unit,year,people` | `per_head` is yuan a person |
| `--correspondences` | `scheme,from_code,to_code,year,relation,share,confidence,source` | `scheme` function, economic or project; `relation` renamed, moved, split or merged; `year` is the first year of the new code; `share` (0 to 1) where it is known |
"""  # noqa: E501


def questions_page() -> str:
    """All questions as one page of Markdown."""
    return _INTRODUCTION + "".join(line for q in load_questions() for line in _section(q))


def _section(q: Question) -> Iterator[str]:
    yield f"\n## {q.name}\n\n{q.zh}\n{q.en}\n\n"
    for p in q.parameters:
        yield f"- `{p.name}`{'*' if p.required else ''} ({p.type}) {p.zh} · {p.en}; {_example(p)}\n"
    yield f"\n返回 returns: {', '.join(f'`{c.name}`{_unit(c.unit)} {c.zh}' for c in q.returns)}.\n"
    yield f"\n口径 level: {q.level_zh}。 {q.level_en}.\n"


def _example(p: Parameter) -> str:
    default = "" if p.default is None else f", default `{p.default}`"
    return f"e.g. `{p.example}`{default}" if p.example != "" else "optional"


def _unit(unit: str) -> str:
    return f" ({unit})" if unit else ""


def executables(base: str = DEFAULT_BASE) -> str:
    """All questions as ``sh:SPARQLExecutable`` in Turtle, each with its example values, ready to be run.

    The form is that of the SIB's SPARQL examples: a comment in each language, keywords, and the text of the query.
    """
    return _PREFIXES + "".join(_executable(q, base) for q in load_questions())


_PREFIXES = """@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""


def _executable(q: Question, base: str) -> str:
    text = "\n".join(line for line in q.text.splitlines() if not line.startswith("#+"))
    keywords = ", ".join(quoted(word) for word in q.keywords)
    return (
        f"\n<{base}question/{q.name}> a sh:SPARQLExecutable, sh:SPARQLSelectExecutable ;\n"
        f"    rdfs:label {quoted(q.name)} ;\n"
        f"    rdfs:comment {zh(q.zh)}, {en(q.en)} ;\n"
        f"    schema:keywords {keywords} ;\n"
        f"    sh:select {quoted(rebase(text, DEFAULT_BASE, base).strip())} .\n"
    )


if __name__ == "__main__":
    print(questions_page(), end="")
