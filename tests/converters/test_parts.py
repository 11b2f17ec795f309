"""A disclosure that was published as several files is read as the one document that it is."""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from openpyxl import load_workbook
from workbooks import workbook
from yusuan.converters.disclosure import convert
from yusuan.converters.errors import UnreadableError
from yusuan.converters.sources import SourceError, collect_sources
from yusuan.datapackage.model import Conversion, Fact, Origin
from yusuan.datapackage.package import read_package
from yusuan.document import understand, write

WUHAN = Path(__file__).parents[2] / "examples" / "wuhan-2024"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The workbook of the example as a file for the text before its tables, and one for the rest."""
    folder = tmp_path_factory.mktemp("unit")
    with closing(load_workbook(WUHAN / "disclosure.xlsx", read_only=True)) as book:
        names = book.sheetnames
    made: list[Path] = []
    for number, own in enumerate((names[:7], names[7:])):
        book = load_workbook(WUHAN / "disclosure.xlsx")
        for name in set(names) - set(own):
            del book[name]
        made.append(folder / f"part-{number + 1}.xlsx")
        book.save(made[-1])
    return made


@pytest.fixture(scope="module")
def split(files: list[Path]) -> Conversion:
    return convert(files)


def said(fact: Fact) -> Fact:
    return replace(fact, document_id="", observation_id="", cell=Origin(""))


def test_the_files_together_say_what_one_file_says(split: Conversion) -> None:
    whole = convert(WUHAN / "disclosure.xlsx")
    assert Counter(map(said, split.facts)) == Counter(map(said, whole.facts))
    assert [t.table for t in split.tables] == [t.table for t in whole.tables]
    assert Counter((c.sentence, c.value) for c in split.claims) == Counter((c.sentence, c.value) for c in whole.claims)
    assert (split.disclosure.unit_name, split.disclosure.year) == (whole.disclosure.unit_name, 2024)


def test_every_amount_leads_to_its_cell_in_its_file(split: Conversion, files: list[Path]) -> None:
    facts = [f for f in split.facts if f.table != "narrative" and f.status == "reported" and f.amount]
    assert {f.cell.file for f in facts} == {files[1].name}
    with closing(load_workbook(files[1], read_only=True)) as book:
        texts = {str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row}
    for fact in facts:
        assert any(fact.reported.replace(",", "").rstrip("0").rstrip(".") in text for text in texts)


def test_the_document_is_named_by_the_checksums_of_its_files(split: Conversion, files: list[Path]) -> None:
    each = [sha256(path.read_bytes()).hexdigest() for path in files]
    assert split.disclosure.files == tuple((p.name, digest) for p, digest in zip(files, each, strict=True))
    assert split.disclosure.sha256 == sha256("".join(f"{digest}\n" for digest in each).encode()).hexdigest()


def test_the_package_tells_each_file_and_gives_the_same_document_back(text: Path, tmp_path: Path) -> None:
    listing = tmp_path / "sources.toml"
    names = [text.name, workbook(tmp_path / "tables.xlsx", "部门支出总表").name]
    listing.write_text(f"[[document]]\npath = {names}\n", "utf-8")
    (source,) = collect_sources([listing])
    conversion = understand(source)
    write(conversion, tmp_path / "package", "https://example.org/", source.files)
    again = read_package(tmp_path / "package")
    assert again.disclosure == conversion.disclosure
    assert {f.observation_id: f.cell.file for f in again.facts} == {
        f.observation_id: f.cell.file for f in conversion.facts
    }
    (provenance,) = (tmp_path / "package" / "rdf").glob("provenance.nt")
    assert '/file> "tables.xlsx"' in provenance.read_text("utf-8")


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "说明.html"
    path.write_text(
        "<html><head><meta charset='utf-8'></head><body><p>某市图书馆2024年单位预算</p></body></html>", "utf-8"
    )
    return path


def test_the_name_of_a_file_titles_its_table(tmp_path: Path, text: Path) -> None:
    conversion = convert([text, workbook(tmp_path / "03 部门支出总表.xlsx", "")])
    assert {(f.table, f.cell.file) for f in conversion.facts} == {("expenditure-summary", "03 部门支出总表.xlsx")}
    assert len(conversion.facts) == 12


def test_a_damaged_file_is_named(tmp_path: Path, text: Path) -> None:
    damaged = tmp_path / "tables.xlsx"
    damaged.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(UnreadableError) as error:
        convert([text, damaged])
    assert error.value.path.name == "tables.xlsx"


def test_a_folder_in_a_list_of_sources_is_one_document(files: list[Path], tmp_path: Path) -> None:
    listing = tmp_path / "sources.toml"
    for path in files:
        (tmp_path / "unit").mkdir(exist_ok=True)
        shutil.copy(path, tmp_path / "unit")
    listing.write_text('[[document]]\npath = "unit"\n', "utf-8")
    (source,) = collect_sources([listing])
    assert [p.name for p in source.files] == [p.name for p in files]
    # The folder beside its list names the same files, and they stay one document.
    assert [s.files for s in collect_sources([tmp_path / "unit", listing])] == [source.files]


@pytest.mark.parametrize(
    ("path", "told"), [("[]", "path"), ('["a.xlsx", 1]', "path"), ('["a.xlsx", "sub/a.xlsx"]', "同名")]
)
def test_a_faulty_list_of_files_is_told(path: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("a.xlsx", "sub/a.xlsx"):
        workbook(tmp_path / name, "")
    (tmp_path / "sources.toml").write_text(f"[[document]]\npath = {path}\n", "utf-8")
    with pytest.raises(SourceError, match=told):
        collect_sources([tmp_path / "sources.toml"])


def test_a_sentence_does_not_go_on_from_one_file_into_the_next(tmp_path: Path) -> None:
    head = "某市图书馆2024年单位预算\n\n第二部分 2024年单位预算情况说明\n\n一、收支预算总体情况说明\n\n预算按规定编制。\n\n"
    first, rest = f"{head}2024年支出预算120.00万元，比上年增加", "10.00万元。\n"
    tables = workbook(tmp_path / "表.xlsx", "部门支出总表")
    for texts, changes in (([first + rest], [100_000]), ([first, rest], [])):
        files = [tmp_path / f"{len(texts)}-{n}.txt" for n, _ in enumerate(texts)]
        for file, own in zip(files, texts, strict=True):
            file.write_text(own, "utf-8")
        conversion = convert([*files, tables])
        assert [c.value for c in conversion.claims if c.measure == "change"] == changes
        assert [c.outcome for c in conversion.claims if c.measure == "amount"] == ["agrees"]
