"""The linear forms of the cube constraints give the verdicts of the published queries, on sound cubes and broken ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from yusuan.ontology.integrity import CubeError, Verdict, check_cube, check_parts, constraints
from yusuan.ontology.rdf import write_rdf
from yusuan.ontology.vocabulary import vocabulary_triples

from .conftest import conversion

PUBLISHED = Path(__file__).with_name("published")
QB = "http://purl.org/linked-data/cube#"
INVERSE_OF = "http://www.w3.org/2002/07/owl#inverseOf"
IDS = [f"ic-{number:02d}" for number in range(1, 22)]

PREFIXES = """
@prefix : <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix qb: <http://purl.org/linked-data/cube#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
#: A sound cube with all that constraints speak of: code list, collection, two hierarchies, slice, attachments.
PLAIN = """
:dsd a qb:DataStructureDefinition ; qb:component :c-unit, :c-year, :c-kind, :c-area, :c-branch, :c-note, :c-currency, :c-amount ;
  qb:sliceKey :key .
:c-unit qb:dimension :unit . :c-year qb:dimension :year . :c-kind qb:dimension :kind .
:c-area qb:dimension :area . :c-branch qb:dimension :branch .
:c-note qb:attribute :note ; qb:componentRequired true . :c-currency qb:attribute :currency ; qb:componentRequired true ;
  qb:componentAttachment qb:DataSet . :c-amount qb:measure :amount .
:unit rdfs:range skos:Concept ; qb:codeList :units . :year rdfs:range rdfs:Literal .
:kind rdfs:range skos:Concept ; qb:codeList :kinds . :area rdfs:range skos:Concept ; qb:codeList :areas .
:branch rdfs:range skos:Concept ; qb:codeList :branches .
:units a skos:ConceptScheme . :u1 a skos:Concept ; skos:inScheme :units . :u2 a skos:Concept ; skos:inScheme :units .
:kinds a skos:Collection ; skos:member :inner . :inner skos:member :k1 . :k1 a skos:Concept .
:areas a qb:HierarchicalCodeList ; qb:hierarchyRoot :a ; qb:parentChildProperty :narrower . :a :narrower :a1 .
:branches a qb:HierarchicalCodeList ; qb:hierarchyRoot :b ; qb:parentChildProperty [ owl:inverseOf :up ] . :b1 :up :b .
:b :narrower :b1 . :a1 :up :a .
:key a qb:SliceKey ; qb:componentProperty :unit, :year .
:ds a qb:DataSet ; qb:structure :dsd ; :currency :cny ; qb:slice :slice .
:slice a qb:Slice ; qb:sliceStructure :key ; :unit :u1 ; :year 2024 ; qb:observation :o1 .
:o1 a qb:Observation ; qb:dataSet :ds ; :unit :u1 ; :year 2024 ; :kind :k1 ; :area :a1 ; :branch :b1 ; :note "n" ; :amount 1 .
:o2 a qb:Observation ; qb:dataSet :ds ; :unit :u1 ; :year 2023 ; :kind :k1 ; :area :a ; :branch :b ; :note "n" ; :amount 2 .
:o3 a qb:Observation ; qb:dataSet :ds ; :unit :u2 ; :year 2024 ; :kind :k1 ; :area :a1 ; :branch :b1 ; :note "n" ; :amount 3 .
"""
#: A sound cube by measure type: two measures, one observation each at two points.
BY_MEASURE = """
:dsd a qb:DataStructureDefinition ; qb:component :c-unit, :c-type, :c-amount, :c-share .
:c-unit qb:dimension :unit . :c-type qb:dimension qb:measureType . :c-amount qb:measure :amount . :c-share qb:measure :share .
:unit rdfs:range rdfs:Resource . qb:measureType rdfs:range rdfs:Resource .
:ds a qb:DataSet ; qb:structure :dsd .
:p1 a qb:Observation ; qb:dataSet :ds ; :unit :u1 ; qb:measureType :amount ; :amount 1 .
:p2 a qb:Observation ; qb:dataSet :ds ; :unit :u1 ; qb:measureType :share ; :share 2 .
:p3 a qb:Observation ; qb:dataSet :ds ; :unit :u2 ; qb:measureType :amount ; :amount 3 .
:p4 a qb:Observation ; qb:dataSet :ds ; :unit :u2 ; qb:measureType :share ; :share 4 .
"""
#: Constraint → (cube, what is taken out, what is put in).
PLANTED = {
    "ic-01": [(PLAIN, "", ":lost a qb:Observation ."), (PLAIN, "", ":o1 qb:dataSet :other . :other qb:structure :dsd .")],
    "ic-02": [(PLAIN, "", ":bare a qb:DataSet ."), (PLAIN, "", ":ds qb:structure :dsd2 . :dsd2 qb:component :c-amount .")],
    "ic-03": [(PLAIN, ":c-amount qb:measure :amount .", "")],
    "ic-04": [(PLAIN, ":year rdfs:range rdfs:Literal .", "")],
    "ic-05": [(PLAIN, " ; qb:codeList :units . :year", " . :year")],
    "ic-06": [(PLAIN, "", ":c-year qb:componentRequired false ."), (PLAIN, "", ":c-amount qb:componentRequired false .")],
    "ic-07": [(PLAIN, "", ":stray a qb:SliceKey ; qb:componentProperty :unit .")],
    "ic-08": [(PLAIN, "", ":key qb:componentProperty :strange . :slice :strange 1 .")],
    "ic-09": [(PLAIN, "", ":bare a qb:Slice ."), (PLAIN, "", ":slice qb:sliceStructure :key2 . :dsd qb:sliceKey :key2 .")],
    "ic-10": [(PLAIN, " ; :year 2024 ; qb:observation", " ; qb:observation")],
    "ic-11": [(PLAIN, ":kind :k1 ; :area :a ;", ":area :a ;")],
    "ic-12": [
        (PLAIN, ":unit :u2 ; :year 2024", ":unit :u1 ; :year 2024"),
        (PLAIN, ":o3 a qb:Observation ; qb:dataSet :ds ; :unit :u2 ;", ":o3 a qb:Observation ; qb:dataSet :ds ;"),
    ],
    "ic-13": [(PLAIN, ':note "n" ; :amount 2', ":amount 2"), (PLAIN, " :currency :cny ;", "")],
    "ic-14": [(PLAIN, " ; :amount 3", "")],
    "ic-15": [(BY_MEASURE, " ; :share 4", "")],
    "ic-16": [(BY_MEASURE, ":share 4", ":share 4 ; :amount 4")],
    "ic-17": [
        (BY_MEASURE, ":p4 a qb:Observation ; qb:dataSet :ds ; :unit :u2 ; qb:measureType :share ; :share 4 .", ""),
        (BY_MEASURE, "", ":p5 a qb:Observation ; qb:dataSet :ds ; :unit :u2 ; qb:measureType :share ; :share 5 ."),
    ],
    "ic-18": [(PLAIN, "", ":slice qb:observation :far . :far qb:dataSet :ds2 . :ds2 qb:structure :dsd .")],
    "ic-19": [
        (PLAIN, ":u2 a skos:Concept ; skos:inScheme :units .", ":u2 a skos:Concept ."),
        (PLAIN, ":u2 a skos:Concept ; skos:inScheme :units .", ":u2 skos:inScheme :units ."),
        (PLAIN, ":inner skos:member :k1 .", ""),
    ],
    "ic-20": [(PLAIN, ":a :narrower :a1 .", "")],
    "ic-21": [(PLAIN, ":b1 :up :b .", "")],
}  # fmt: skip


def _store(triples: Iterable[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.extend(triples)
    store.update((PUBLISHED / "normalise.ru").read_text("utf-8"))
    return store


def _published(store: ox.Store) -> set[str]:
    """The constraints that the published queries find broken."""
    broken: set[str] = set()
    for path in PUBLISHED.glob("ic-*.rq"):
        name, _, ways = path.stem.partition("-ways")
        if name in ("ic-20", "ic-21"):
            if "-ways" in path.stem:
                continue
            ways = list(store.query((PUBLISHED / f"{name}-ways.rq").read_text("utf-8")))
            template = path.read_text("utf-8")
            found = any(bool(store.query(template.replace("<$p>", str(way["p"])))) for way in ways)
        else:
            found = bool(store.query(path.read_text("utf-8")))
        if found:
            broken.add(name[:5])
    return broken


def _linear(triples: Iterable[ox.Quad], folder: Path) -> list[Verdict]:
    lines = "".join(sorted({f"{quad.triple} .\n" for quad in triples}))
    return check_cube([], [lines], folder, threads=1)


def _broken(verdicts: Iterable[Verdict]) -> set[str]:
    return {verdict.constraint for verdict in verdicts if verdict.count}


def _cube(text: str, out: str = "", put: str = "") -> list[ox.Quad]:
    assert out in text
    return list(ox.parse(PREFIXES + text.replace(out, "", 1) + put if not out else PREFIXES + text.replace(out, put, 1),
                         ox.RdfFormat.TURTLE))  # fmt: skip


def test_there_are_twenty_one_constraints_with_messages_in_two_languages() -> None:
    assert list(constraints()) == IDS
    for each in constraints().values():
        assert "{focus}" in each.message and "{focus}" in each.message_en
        assert each.name and each.name_zh


@pytest.mark.parametrize("text", [PLAIN, BY_MEASURE])
def test_a_sound_cube_is_sound_for_both(text: str, tmp_path: Path) -> None:
    cube = _cube(text)
    assert _published(_store(cube)) == _broken(_linear(cube, tmp_path)) == set()


@pytest.mark.parametrize(("constraint", "case"), [(ic, n) for ic in IDS for n in range(len(PLANTED[ic]))])
def test_a_planted_violation_is_found_and_told_as_published(constraint: str, case: int, tmp_path: Path) -> None:
    cube = _cube(*PLANTED[constraint][case])
    verdicts = _linear(cube, tmp_path)
    assert constraint in _broken(verdicts)
    assert _broken(verdicts) == _published(_store(cube))
    (verdict,) = [v for v in verdicts if v.constraint == constraint]
    assert "<https://example.org/" in verdict.violations[0].message
    assert "{" not in verdict.violations[0].message_en and "?" not in verdict.violations[0].focus


LINES = {name: _cube(text) for name, text in (("plain", PLAIN), ("by measure", BY_MEASURE))}


@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_verdicts_agree_however_a_cube_is_broken(data: st.DataObject, tmp_path: Path) -> None:
    """Statements are taken out and others put together anew from the same terms."""
    cube = LINES[data.draw(st.sampled_from(sorted(LINES)))]
    gone = data.draw(st.sets(st.integers(0, len(cube) - 1), max_size=6))
    kept = [quad for number, quad in enumerate(cube) if number not in gone]
    for _ in range(data.draw(st.integers(0, 3))):
        one, other = (cube[data.draw(st.integers(0, len(cube) - 1))] for _ in range(2))
        # A literal in place of a resource is no cube at all; SHACL tells it.
        if not (isinstance(other.object, ox.Literal) and one.predicate.value.startswith((QB, INVERSE_OF))):
            kept.append(ox.Quad(one.subject, one.predicate, other.object))
    linear, published = _broken(_linear(kept, tmp_path)), _published(_store(kept))
    if published & {"ic-01", "ic-02"}:
        # Of an observation with two data sets, or a data set with two structures, the published comparisons mix both.
        linear, published = linear - {"ic-12", "ic-17"}, published - {"ic-12", "ic-17"}
    assert linear == published


def test_what_we_write_keeps_all_of_them(tmp_path: Path) -> None:
    write_rdf(conversion(), tmp_path)
    lines = (tmp_path / "rdf" / "data.nt").read_text("utf-8")
    quads = list(ox.parse(lines + vocabulary_triples(), ox.RdfFormat.N_TRIPLES))
    assert _published(_store(quads)) == set()
    assert _broken(check_cube([tmp_path / "rdf" / "data.nt"], [vocabulary_triples()], tmp_path)) == set()


def _edited(example: Path, edit: Callable[[str], str], folder: Path) -> set[str]:
    path = folder / "edited.nt"
    path.write_text(edit(example.read_text("utf-8")), "utf-8")
    return _broken(check_cube([path], [vocabulary_triples()], folder))


def test_a_build_keeps_all_of_them_and_an_edited_one_does_not(example_build: Path, tmp_path: Path) -> None:
    data = next(example_build.glob("packages/*/rdf/data.nt"))
    assert _edited(data, lambda text: text, tmp_path) == set()
    amount = "<https://w3id.org/yusuan/def/amount>"
    assert _edited(data, lambda text: "".join(
        line for line in text.splitlines(keepends=True) if amount not in line), tmp_path) == {"ic-14"}  # fmt: skip


# --- a part at a time -------------------------------------------------------------------------------------


#: A cube of two documents; what stands before the line of dots is shared.
DOCUMENTS = """
:dsd a qb:DataStructureDefinition ; qb:component :c-document, :c-unit, :c-amount .
:c-document qb:dimension :document . :c-unit qb:dimension :unit . :c-amount qb:measure :amount .
:document rdfs:range rdfs:Resource . :unit rdfs:range skos:Concept ; qb:codeList :units .
:units a skos:ConceptScheme . :ds a qb:DataSet ; qb:structure :dsd .
....
:u1 a skos:Concept ; skos:inScheme :units .
:a1 a qb:Observation ; qb:dataSet :ds ; :document :a ; :unit :u1 ; :amount 1 .
....
:u1 a skos:Concept ; skos:inScheme :units . :u2 a skos:Concept ; skos:inScheme :units .
:b1 a qb:Observation ; qb:dataSet :ds ; :document :b ; :unit :u1 ; :amount 1 .
:b2 a qb:Observation ; qb:dataSet :ds ; :document :b ; :unit :u2 ; :amount 1 .
"""


def _parts(text: str, folder: Path) -> tuple[str, list[list[Path]]]:
    """What all share, and a file of each document."""
    shared, *documents = ("".join(sorted({f"{q.triple} .\n" for q in _cube(each)})) for each in text.split("....\n"))
    paths = [folder / f"{number}.nt" for number in range(len(documents))]
    for path, lines in zip(paths, documents, strict=True):
        path.write_text(lines, "utf-8", newline="\n")
    return shared, [[path] for path in paths]


@pytest.mark.parametrize(
    ("was", "now", "broken"),
    [
        ("", "", set[str]()),
        (":document :b ; :unit :u2", ":document :b ; :unit :u1", {"ic-12"}),
        ("; :unit :u2", "", {"ic-11", "ic-12"}),
        (":unit :u1 ; :amount 1 .\n:b2", ":unit :u1 .\n:b2", {"ic-14"}),
        (":u2 a skos:Concept ; skos:inScheme :units .", "", {"ic-19"}),
        ("qb:measure :amount", "qb:attribute :amount", {"ic-03"}),
        (":a1 a qb:Observation ; qb:dataSet :ds ;", ":a1 a qb:Observation ;", {"ic-01"}),
    ],
)
def test_a_part_at_a_time_gives_the_verdict_of_the_whole(was: str, now: str, broken: set[str], tmp_path: Path) -> None:
    shared, parts = _parts(DOCUMENTS.replace(was, now, 1) if was else DOCUMENTS, tmp_path)
    whole = check_cube([path for part in parts for path in part], [shared], tmp_path, threads=1)
    apart = check_parts(parts, [shared], tmp_path, threads=1)
    assert _broken(apart) == _broken(whole) == broken
    assert {v.constraint: set(v.violations) for v in apart} == {v.constraint: set(v.violations) for v in whole}


def test_an_observation_of_two_parts_is_told(tmp_path: Path) -> None:
    shared, parts = _parts(DOCUMENTS.replace(":b1", ":a1"), tmp_path)
    with pytest.raises(CubeError, match="1 observations stand in several documents"):
        check_parts(parts, [shared], tmp_path)
