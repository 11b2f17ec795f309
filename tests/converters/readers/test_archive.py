"""A zip of a disclosure is the document of the files in it; whatever else an archive may be is refused in one line."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from yusuan.converters.disclosure import convert
from yusuan.converters.errors import ConversionError, NoDisclosureError, UnreadableError
from yusuan.converters.readers import archive, limits, read
from yusuan.converters.readers.signatures import kind_of
from yusuan.converters.table import NOT_READ, Paragraph, Table

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
TEXT = "某市某局2024年度部门决算\n"
TABLE = "支出决算表\n单位：万元\n项目\t决算数\n合计\t5.00\n"


def zipped(path: Path, files: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return path


def test_each_block_names_its_file_and_files_come_by_name(tmp_path):
    path = zipped(
        tmp_path / "公开.zip", {"2 表.txt": TABLE, "决算/1 说明.txt": TEXT, "__MACOSX/._1.txt": "x", ".DS_Store": "x"}
    )
    found = list(read(path))
    assert [(b.origin.file, type(b)) for b in found] == [
        ("2 表.txt", Paragraph), ("2 表.txt", Paragraph), ("2 表.txt", Table), ("决算/1 说明.txt", Paragraph),
    ]  # fmt: skip
    assert {cell.origin.file for row in found[2].rows for cell in row} == {"2 表.txt"}


def test_an_archive_that_begins_with_a_pdf_as_it_is_is_no_pdf(tmp_path):
    """The other files of it were passed over without a word."""
    path = tmp_path / "公开.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as packed:
        packed.writestr("1 说明.pdf", b"%PDF-1.7\n")
        packed.writestr("2 表.txt", TABLE)
    assert kind_of(path) == "zip"


def test_names_in_gbk_that_do_not_say_so(tmp_path):
    name = "支出决算表.txt".encode("gbk")
    path = zipped(tmp_path / "公开.zip", {"a" * len(name): TABLE})
    path.write_bytes(path.read_bytes().replace(b"a" * len(name), name))
    assert {block.origin.file for block in read(path)} == {"支出决算表.txt"}


@pytest.mark.parametrize("name", ["../../外.txt", "/外.txt", "..\\..\\外.txt", "./././外.txt", "a/../../外.txt"])
def test_no_file_is_written_outside(tmp_path, name):
    (folder := tmp_path / "里" / "面").mkdir(parents=True)
    found = {block.origin.file for block in read(zipped(folder / "公开.zip", {name: TEXT}))}
    assert found <= {"外.txt", "a/外.txt"}
    assert not list(tmp_path.rglob("外.txt"))


def test_what_no_reader_knows_is_told_and_archives_in_archives_are_not_opened(tmp_path):
    inner = zipped(tmp_path / "内.zip", {"旧.txt": TEXT}).read_bytes()
    path = zipped(tmp_path / "公开.zip", {"说明.txt": TEXT, "内.zip": inner, "签章.p7s": "x"})
    told = [block.origin.file for block in read(path) if block.origin.note == NOT_READ]
    assert told == ["内.zip", "签章.p7s"]


def test_a_picture_beside_a_page_is_no_file_of_its_own(tmp_path):
    page = '<html><body><p>某市某局2024年度部门决算</p><img src="图/表.png"></body></html>'
    path = zipped(tmp_path / "公开.zip", {"说明.html": page, "图/表.png": b"no picture"})
    assert [block.text for block in read(path)] == ["某市某局2024年度部门决算"]


def test_a_link_is_no_file(tmp_path):
    path = tmp_path / "公开.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("说明.txt", TEXT)
        link = zipfile.ZipInfo("链接.txt")
        link.external_attr = 0o120777 << 16
        packed.writestr(link, "/etc/passwd")
    assert {block.origin.file for block in read(path)} == {"说明.txt"}


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, "没有能读的文件"),
        ({"a.bin": "x"}, "没有能读的文件"),
        ({"好.txt": TEXT, "坏.pdf": "%PDF-1.7 cut"}, "“坏.pdf”：PDF 不完整"),
        ({"./甲.txt": TEXT, "甲.txt": TEXT}, "有两个“甲.txt”"),
        ({"长" * 200 + ".txt": TEXT}, "解不开"),
        ({"零.txt": b"0" * 50_000_000}, "压缩炸弹"),
    ],
)
def test_an_archive_that_cannot_be_read_whole_is_refused(tmp_path, files, told):
    with pytest.raises(UnreadableError, match=told):
        list(read(zipped(tmp_path / "公开.zip", files)))


def test_too_many_files_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "_MOST", 1)
    with pytest.raises(UnreadableError, match="过多"):
        list(read(zipped(tmp_path / "公开.zip", {f"{n}.txt": TEXT for n in range(3)})))
    monkeypatch.setattr(limits, "MAX_UNPACKED_BYTES", 10)
    with pytest.raises(UnreadableError, match="压缩炸弹"):
        list(read(zipped(tmp_path / "公开.zip", {"1.txt": TEXT})))


def test_the_example_in_a_zip_gives_what_it_gives_by_itself(tmp_path):
    source = EXAMPLES / "wuhan-2024" / "disclosure.xlsx"
    path = zipped(tmp_path / "公开.zip", {"预算.xlsx": source.read_bytes(), "须知.txt": "请用表格软件打开。\n"})
    alone, packed = (
        sorted((f.table, f.label, f.fund, f.category, f.amount, f.status) for f in convert(p).facts)
        for p in (source, path)
    )
    assert alone == packed


@pytest.mark.parametrize(
    "other", ["某市某局2023年度部门决算", "某市某局2024年部门预算", "某市另一中心2024年度部门决算"]
)
def test_an_archive_of_several_disclosures_is_refused(tmp_path, other):
    path = zipped(tmp_path / "公开.zip", {"1.txt": TEXT + TABLE, "2.txt": other + "\n" + TABLE})
    with pytest.raises(NoDisclosureError, match="不止一份公开") as caught:
        convert(path)
    assert isinstance(caught.value, ConversionError)
