"""The identities of the accounting as SPARQL, for others to check again what we say is proven.

Every query stands alone and runs over the published graph: data and provenance together (the digits that are printed
decide what rounding may explain). It yields one row for each equation, with the sums of both sides and how it ended.
Projects are left out: which of them stands for the others is settled by a vote that no query can take.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise
from pathlib import Path

from ..datapackage.accounting.identities import ROW_TREES, Identity, Pattern, Term, load_identities
from ..datapackage.accounting.lines import ECONOMIC_LINE
from ..datapackage.model import YUAN_IN, format_decimal
from .identifiers import DEFAULT_BASE

#: The dimensions of an observation as the identities name them, and where the graph has them.
_PROPERTIES: dict[str, tuple[str, str]] = {
    "unit_code": ("unit", "unit/[0-9]{6}-"),
    "phase": ("phase", "code/phase-"),
    "flow": ("flow", "code/flow-"),
    "function_code": ("function", "code/function-(?:[0-9]{4}-)?"),
    "economic_code": ("economic", "code/economic-(?:[0-9]{4}-)?"),
    "project_code": ("project", "project/"),
    "line": ("line", "code/line-(?:function-[0-9]{4}-)?"),
    "fund": ("fund", "code/fund-"),
    "origin": ("origin", "code/origin-"),
    "category": ("category", "code/category-"),
}
DIMENSIONS = ("table", "fiscal_year", *_PROPERTIES)
#: More decimals than these are not printed.
_PLACES = range(7)
_ALLOWED = (
    "IF(?count + 1 = 2, IF(?leftDigit = ?digits, 0.0, IF(?leftDigit > ?digits, ?leftDigit, ?digits) / 2),"
    " (?leftDigit + ?digits) / 2)"
)
_ROUNDING = f"""
  BIND(?left - ?right AS ?difference)
  # Rounding explains half a unit of the last digit of each amount; nothing where one amount stands against one alike.
  BIND({_ALLOWED} AS ?allowed)"""


def executables(base: str = DEFAULT_BASE, folder: Path | None = None) -> str:
    """All identities that are queries as Turtle, in the order of their file.

    ``folder`` holds an operator's own identities; they come after the project's.
    """
    return turtle([i for i in load_identities(folder) if is_query(i)], base)


def is_query(identity: Identity) -> bool:
    """Whether the identity can be told as a query: the graph does not tell the sentences of a text apart."""
    return identity.tree not in ROW_TREES and identity.tables != ("narrative",)


def turtle(identities: Iterable[Identity], base: str = DEFAULT_BASE) -> str:
    """The identities as resources: labels in both languages, basis, tables, and the query in ``sh:select``."""
    lines = [
        "@prefix dct: <http://purl.org/dc/terms/> .",
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .",
        "@prefix sh: <http://www.w3.org/ns/shacl#> .",
        "",
    ]
    for identity in identities:
        basis = f'    dct:source "{_escaped(identity.basis)}"@zh ;\n' if identity.basis else ""
        lines.append(
            f"<{base}identity/{identity.id}> a sh:SPARQLSelectExecutable ;\n"
            f'    dct:identifier "{identity.id}" ;\n'
            f'    rdfs:label "{_escaped(identity.en)}"@en , "{_escaped(identity.zh)}"@zh ;\n'
            f'{basis}    sh:select """{_escaped(select(identity, base))}""" .\n'
        )
    return "\n".join(lines)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def select(identity: Identity, base: str = DEFAULT_BASE) -> str:
    """The query of an identity: ``?total ?left ?right ?difference ?allowed ?outcome``, one row an equation."""
    sides = _tree_sides(identity, base) if identity.tree else _pattern_sides(identity, base)
    broken = '"not-applicable"' if identity.advisory == "silent" else '"failed"'
    besides = _besides(identity, base, sides + _of_kind(identity, base) + _ROUNDING)
    if besides:
        left_out = " || ".join(
            f"COALESCE(?leftOut{n} > 0 && ABS(ABS(?missing) - ?leftOut{n}) <= ?slack, false)"
            for n, _ in enumerate(identity.besides)
        )
        broken = f'IF({left_out}, "not-applicable", {broken})'
    kept = "?difference >= -?allowed" if identity.relation == ">=" else "ABS(?difference) <= ?allowed"
    return f"""PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX yb: <{base}def/>
# {identity.zh}
# {identity.en}
SELECT ?document ?total ?left ?right ?difference ?allowed ?outcome WHERE {{
{sides}{_of_kind(identity, base)}{_ROUNDING}
  {besides}BIND(IF({kept}, "passed", {broken}) AS ?outcome)
}} ORDER BY ?document ?total"""


def _besides(identity: Identity, base: str, equations: str) -> str:
    """What the tables of one side may leave out, summed over the document, and what its equations miss together."""
    if not identity.besides:
        return ""
    left_out = "\n  ".join(
        f"OPTIONAL {{ SELECT ?document (SUM(?amount) AS ?leftOut{n}) WHERE {{\n"
        f"{_dimensions(base)}    FILTER({_matches(term)}) }} GROUP BY ?document }}"
        for n, term in enumerate(identity.besides)
    )
    return f"""{left_out}
  OPTIONAL {{ SELECT ?document (SUM(?difference) AS ?missing) (SUM(?allowed) AS ?slack) WHERE {{
{equations} }} GROUP BY ?document }}
  """


def _of_kind(identity: Identity, base: str) -> str:
    """Only documents of the kinds that the identity is for."""
    if not identity.kinds:
        return ""
    kinds = ", ".join(f"<{base}code/kind-{kind}>" for kind in identity.kinds)
    return f"\n  ?document yb:kind ?kind FILTER(?kind IN ({kinds}))"


# --- observations as text ---------------------------------------------------------------------------------


def _cells(base: str) -> str:
    """All observations of printed tables: their dimensions as text, amount, and yuan of their last printed digit."""
    return f"""{_dimensions(base)}    {{ {_last_digits(base)} }}
"""


def _dimensions(base: str) -> str:
    """All observations of printed tables: their dimensions as text, and their amount."""
    dimensions = "\n".join(
        f'    ?o yb:{name} ?{name}Iri . BIND(REPLACE(STR(?{name}Iri), "^{base}{prefix}", "") AS ?{key}Text)\n'
        f"    BIND({_text_of(key)} AS ?{key})"
        for key, (name, prefix) in _PROPERTIES.items()
    )
    return f"""    ?o a qb:Observation ; qb:dataSet ?dataSet ; yb:document ?document .
    ?o yb:fiscalYear ?yearValue ; yb:amount ?amount .
    BIND(STRAFTER(STR(?dataSet), "{base}dataset/") AS ?table) FILTER(?table != "narrative")
    BIND(STR(?yearValue) AS ?fiscal_year)
{dimensions}
"""


def _text_of(key: str) -> str:
    """A code as it is printed; empty where the observation has none."""
    if key == "unit_code":
        return f'IF(REGEX(?{key}Text, "^(?:h[0-9a-f]{{12}}|.*none)$"), "", ?{key}Text)'
    if key == "line":
        of_class = 'IF(CONTAINS(STR(?lineIri), "line-function-"), CONCAT("function-", ?lineText), ?lineText)'
        return f'IF(?lineText = "none", "", {of_class})'
    return f'IF(?{key}Text = "none" || STRENDS(?{key}Text, "/none"), "", ?{key}Text)'


def _last_digits(base: str) -> str:
    """Yuan of the last digit of each observation: its own, or the finest that one amount in ten of its table has."""
    return f"""SELECT ?o (MIN(?one) AS ?digit) WHERE {{
      {{ {_own_digits("?o", "?one")} }} UNION {{
        ?o qb:dataSet ?t ; yb:document ?d ; prov:wasDerivedFrom ?cell . ?cell yb:printedUnit ?unit .
        {{ SELECT ?t ?d ?unit ?one (COUNT(*) AS ?with) WHERE {{
          {_own_digits("?p", "?one")} ?p qb:dataSet ?t ; yb:document ?d .
        }} GROUP BY ?t ?d ?unit ?one }}
        {{ SELECT ?t ?d ?unit (COUNT(*) AS ?all) WHERE {{
          ?q qb:dataSet ?t ; yb:document ?d ; prov:wasDerivedFrom ?c . ?c yb:printedUnit ?unit .
        }} GROUP BY ?t ?d ?unit }}
        FILTER(10 * ?with >= ?all)
      }} }} GROUP BY ?o"""


def _own_digits(subject: str, digit: str) -> str:
    units = " ".join(f'("{unit}" {format_decimal(yuan)}.0)' for unit, yuan in YUAN_IN.items())
    tens = " ".join(f"({n} {10**n}.0)" for n in _PLACES)
    return f"""{subject} prov:wasDerivedFrom ?cell . ?cell yb:printed ?printed ; yb:printedUnit ?unit .
        VALUES (?unit ?yuan) {{ {units} }} VALUES (?places ?ten) {{ {tens} }}
        FILTER(?places = STRLEN(REPLACE(STRAFTER(?printed, "."), "[^0-9]", ""))) BIND(?yuan / ?ten AS {digit})"""


# --- by pattern -------------------------------------------------------------------------------------------


def _pattern_sides(identity: Identity, base: str) -> str:
    """Both sides of an identity of patterns, joined by what stays equal."""
    terms = (*identity.right, *identity.minus)
    within = bool(identity.tables)
    whole = _whole(base) if identity.keeps_to_origins else ""
    undivided = whole and ' FILTER(?flow != "expenditure" || ?origin = "all")'
    named = {d for term in (identity.left, *terms) for d in term}
    kept = (
        tuple(d for d in DIMENSIONS if d not in named)
        if within
        else tuple(d for d in ("unit_code", "fiscal_year", "phase") if d not in identity.left)
    )
    key = " ".join(f"?{d}" for d in kept)
    scope = _in(identity.tables) if within else "true"
    left = f"({_matches(identity.left)}) && ({_matches(identity.only)}) && {scope}"
    bound = _bound(identity.left)
    right = " || ".join(f"({_matches(t)})" for t in terms)
    minus = " || ".join(f"({_matches(t)})" for t in identity.minus) or "false"
    plus = " || ".join(f"({_matches(t)})" for t in identity.right)
    sum_bound = '""' if identity.sum_bound else _first_bound(terms)
    parts = f"""{{ SELECT ?document {key} ?bound (SUM(?signed) AS ?right) (SUM(?digit) AS ?digits) (COUNT(?o) AS ?count)
      (GROUP_CONCAT(STR(?o); separator=" ") AS ?members) WHERE {{
{_cells(base)}    FILTER(({right}) && {scope}){whole} BIND({sum_bound} AS ?bound)
    BIND(IF({plus}, 1, 0) AS ?added) BIND(?amount * (?added - IF({minus}, 1, 0)) AS ?signed)
  }} GROUP BY ?document {key} ?bound HAVING(SUM(?added) > 0) }}"""
    if identity.absent_is_zero:
        parts = _or_nothing(parts, right, base)
    rests: Sequence[str] = ()
    if identity.orphans:
        rests = [_orphans(identity.orphans, base, f"{scope} && ({plus})", key, f"{whole} BIND({sum_bound} AS ?bound)")]
    elif identity.may:
        rests = _that_may(identity, base, scope, kept)
    one = "(MIN(?o) AS ?total) (MIN(?amount) AS ?left) (MIN(?digit) AS ?leftDigit)"
    each, of_fund = ("?ofFund ", " BIND(?fund AS ?ofFund)") if identity.is_over_funds else ("", "")
    return f"""  {{ SELECT ?document {key} {each}?bound {one} WHERE {{
{_cells(base)}    FILTER({left}){whole}{undivided} BIND({bound} AS ?bound){of_fund}
  }} GROUP BY ?document {key} {each}?bound HAVING(COUNT(?o) = 1) }}
  {_completed(parts, rests)}
  FILTER(!CONTAINS(?members, STR(?total)))
{_conditions(identity, base, within=within)}"""


def _completed(parts: str, rests: Sequence[str]) -> str:
    """The parts, with what may be among them where the sum misses just that: all of it, or what a few terms say."""
    if not rests:
        return parts
    for name in ("right", "digits", "count"):
        parts = parts.replace(f"?{name}", f"?own{name.title()}")
    optional = "\n".join(f"  OPTIONAL {_numbered(rest, n)}" for n, rest in enumerate(rests))
    numbers = range(len(rests))
    ways = [some for size in range(len(rests), 0, -1) for some in combinations(numbers, size)]
    fits = [(_fits(some), some) for some in ((), *ways)]
    chosen = {
        name: "".join(f"IF({fit}, {_sum(own, name, some)}, " for fit, some in fits) + own + ")" * len(fits)
        for name, own in (("rest", "?ownRight"), ("restDigits", "?ownDigits"), ("restCount", "?ownCount"))
    }
    return f"""{parts}
{optional}
  BIND({chosen["rest"]} AS ?right)
  BIND({chosen["restDigits"]} AS ?digits)
  BIND({chosen["restCount"]} AS ?count)"""


def _fits(some: Sequence[int]) -> str:
    """Whether the left side is the parts and those of ``some`` terms of what may be among them."""
    allowed = _ALLOWED.replace("?count", f"({_sum('?ownCount', 'restCount', some)})")
    allowed = allowed.replace("?digits", f"({_sum('?ownDigits', 'restDigits', some)})")
    return f"COALESCE(ABS(?left - ({_sum('?ownRight', 'rest', some)})) <= {allowed}, false)"


def _sum(own: str, name: str, some: Sequence[int]) -> str:
    return " + ".join((own, *(f"?{name}{n}" for n in some)))


def _numbered(rest: str, number: int) -> str:
    for name in ("restDigits", "restCount", "rest"):
        rest = rest.replace(f"AS ?{name})", f"AS ?{name}{number})")
    return rest


#: What is selected of the amounts that may be among the parts.
_REST = "(SUM(?amount) AS ?rest) (SUM(?digit) AS ?restDigits) (COUNT(?o) AS ?restCount)"


def _that_may(identity: Identity, base: str, scope: str, kept: Sequence[str]) -> list[str]:
    """What each term of ``may`` selects, by what stays equal besides."""
    found: list[str] = []
    for term in identity.may:
        key = " ".join(f"?{d}" for d in kept if d not in term)
        found.append(f"""{{ SELECT ?document {key} {_REST} WHERE {{
{_cells(base)}    FILTER(({_matches(term)}) && {scope})
  }} GROUP BY ?document {key} }}""")
    return found


def _orphans(code: str, base: str, scope: str, key: str, behind: str) -> str:
    """The codes of which the table prints no class, nor anything else above them, as their class."""
    above = "\n".join(
        f"    OPTIONAL {{ SELECT DISTINCT ?document ?table (?{code} AS ?{level}) (true AS ?{has}) WHERE {{\n"
        f'{_dimensions(base)}    FILTER(?{code} != "") }} }}'
        for level, has in (("class", "hasClass"), ("division", "hasDivision"))
    )
    scope, behind = (text.replace(f"?{code}", "?class") for text in (scope, behind))
    return f"""{{ SELECT ?document {key} ?bound {_REST} WHERE {{
{_cells(base)}    FILTER(STRLEN(?{code}) > 3) BIND(SUBSTR(?{code}, 1, 3) AS ?class)
    BIND(IF(STRLEN(?{code}) > 5, SUBSTR(?{code}, 1, 5), ?class) AS ?division)
{above}
    FILTER(!BOUND(?hasClass) && !BOUND(?hasDivision) && {scope}){behind}
  }} GROUP BY ?document {key} ?bound }}"""


def _whole(base: str) -> str:
    """Leave out an observation of one origin beside one of all, of the same row."""
    row = ', "|", '.join(f"?{d}" for d in DIMENSIONS if d != "origin")
    return f""" BIND(CONCAT({row}) AS ?row)
    OPTIONAL {{ SELECT DISTINCT ?document ?row (true AS ?isWhole) WHERE {{
{_dimensions(base)}    FILTER(?origin = "all") BIND(CONCAT({row}) AS ?row) }} }}
    FILTER(?origin = "all" || !BOUND(?isWhole))"""


def _or_nothing(parts: str, right: str, base: str) -> str:
    """Where the other table has no such row, it stands for nothing, as long as it has any."""
    some = f"{{ SELECT DISTINCT ?document WHERE {{\n{_cells(base)}    FILTER({right}) }} }}"
    renamed = parts.replace("AS ?right)", "AS ?someRight)").replace("AS ?digits)", "AS ?someDigits)")
    renamed = renamed.replace("AS ?count)", "AS ?someCount)").replace("AS ?members)", "AS ?someMembers)")
    return f"""{some}
  OPTIONAL {renamed}
  BIND(COALESCE(?someRight, 0) AS ?right) BIND(COALESCE(?someDigits, 0) AS ?digits)
  BIND(COALESCE(?someCount, 0) AS ?count) BIND(COALESCE(?someMembers, "") AS ?members)"""


def _conditions(identity: Identity, base: str, *, within: bool) -> str:
    """``needs`` and ``unless``: the document, or the table, prints all amounts of the one and none of the other."""
    shared = "?document ?table" if within else "?document"
    scope = _in(identity.tables) if within else "true"
    told: list[str] = []
    for terms, word in ((identity.needs, ""), (identity.unless, "MINUS ")):
        for term in terms:
            where = f"{_cells(base)}    FILTER(({_matches(term)}) && {scope})"
            told.append(f"  {word}{{ SELECT DISTINCT {shared} WHERE {{\n{where} }} }}")
    return "\n".join(told)


def _in(tables: Sequence[str]) -> str:
    return f"?table IN ({', '.join(_quoted(t) for t in tables)})"


def _matches(term: Term) -> str:
    """The condition of a term over the dimensions as text; what two of them bind is the same."""
    told = [_condition(f"?{d}", p) for d, p in sorted(term.items())]
    told += [f"{one} = {other}" for values in _bindings(term).values() for one, other in pairwise(values)]
    return " && ".join(told) or "true"


def _condition(variable: str, pattern: Pattern) -> str:
    match pattern.kind:
        case "is":
            told = f"{variable} = {_quoted(pattern.text)}"
        case "one-of":
            told = f"{variable} IN ({', '.join(_quoted(t) for t in sorted(pattern.many))})"
        case "not":
            told = f"{variable} != {_quoted(pattern.text)}"
        case "digits" | "head":
            told = f'REGEX({variable}, "^[0-9]{{{pattern.size}}}$")'
        case "ends":
            told = f"STRENDS({variable}, {_quoted(pattern.text)})"
        case "bind":
            before, _, after = pattern.text.split("\0")
            longer = f"STRLEN({variable}) > {len(before) + len(after)}"
            told = f"STRSTARTS({variable}, {_quoted(before)}) && STRENDS({variable}, {_quoted(after)}) && {longer}"
            if pattern.size or pattern.tail:
                rest = f"[0-9]{{{pattern.size}}}" if pattern.size else ".+"
                told = f'REGEX({variable}, "^{before}{rest}{after}[0-9]{{{pattern.tail}}}$")'
        case _:
            told = "true"
    return told


def _bound(term: Term) -> str:
    """What a term binds, as one text: name and value of each."""
    pieces = [f'"{name}=", {values[-1]}, ";"' for name, values in sorted(_bindings(term).items())]
    return f"CONCAT({', '.join(pieces)})" if pieces else '""'


def _bindings(term: Term) -> dict[str, list[str]]:
    """What a term binds: the values of each name, one for each dimension that binds it."""
    found: dict[str, list[str]] = {}
    for dimension, pattern in term.items():
        if pattern.kind == "bind":
            before, name, after = pattern.text.split("\0")
            around = len(before) + len(after) + pattern.tail
            value = f"SUBSTR(?{dimension}, {len(before) + 1}, STRLEN(?{dimension}) - {around})"
            found.setdefault(name, []).append(value)
        elif pattern.kind == "head":
            found.setdefault(pattern.text, []).append(f"SUBSTR(?{dimension}, 1, {pattern.length})")
    return found


def _first_bound(terms: Sequence[Term]) -> str:
    """What the first term that matches binds."""
    told = '""'
    for term in reversed(terms):
        told = f"IF({_matches(term)}, {_bound(term)}, {told})"
    return told


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


# --- trees of codes ---------------------------------------------------------------------------------------


def _tree_sides(identity: Identity, base: str) -> str:
    """A code against the codes one step below it, in every column; one without any below is for the engine to tell."""
    tree = identity.tree
    key = " ".join(f"?{d}" for d in DIMENSIONS if d != tree)
    scope = f'{_in(identity.tables)} && ?{tree} != "" && (?line = "" || STRSTARTS(?line, "{ECONOMIC_LINE}"))'
    parent = '""'
    for size, above in zip(identity.steps[1:], identity.steps, strict=False):
        parent = f"IF(STRLEN(?{tree}) = {size}, SUBSTR(?{tree}, 1, {above}), {parent})"
    last = identity.steps[-1]
    # The code list before 2018 prints a class with two zeros: 30100.
    zeros = f'IF(STRLEN(?{tree}) = {last} && !STRENDS(?{tree}, "00"), CONCAT(SUBSTR(?{tree}, 1, 3), "00"), "")'
    sums = "(SUM(?amount) AS ?right) (SUM(?digit) AS ?digits) (COUNT(?o) AS ?count)"
    parts = f"""{{ SELECT ?document {key} ?code {sums} WHERE {{
{_cells(base)}    FILTER({scope}) VALUES ?way {{ 1 2 }} BIND(IF(?way = 1, {parent}, {zeros}) AS ?code)
    FILTER(?code != "")
  }} GROUP BY ?document {key} ?code }}"""
    rests = [_below_nothing(identity, base, scope, key)] if len(identity.steps) == _THREE else []
    return f"""  {{ SELECT ?document {key} ?code ?total ?left ?leftDigit WHERE {{
{_cells(base)}    FILTER({scope})
    BIND(?{tree} AS ?code) BIND(?o AS ?total) BIND(?amount AS ?left) BIND(?digit AS ?leftDigit)
  }} }}
  {_completed(parts, rests)}
{_conditions(identity, base, within=True)}"""


#: 类, 款, 项: codes of which the middle one may not be printed.
_THREE = 3


def _below_nothing(identity: Identity, base: str, scope: str, key: str) -> str:
    """The codes of the last step whose middle one is not printed for their unit, by their first."""
    tree, (first, middle, last) = identity.tree, identity.steps
    return f"""{{ SELECT ?document {key} ?code {_REST} WHERE {{
{_cells(base)}    FILTER({scope} && STRLEN(?{tree}) = {last})
    BIND(SUBSTR(?{tree}, 1, {first}) AS ?code) BIND(SUBSTR(?{tree}, 1, {middle}) AS ?middle)
    OPTIONAL {{ SELECT DISTINCT ?document ?table ?unit_code (?{tree} AS ?middle) (true AS ?hasMiddle) WHERE {{
{_dimensions(base)}    FILTER({scope}) }} }}
    FILTER(!BOUND(?hasMiddle))
  }} GROUP BY ?document {key} ?code }}"""
