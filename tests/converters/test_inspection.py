"""What a person sees of a document before anything is published, and the page that teaches a new layout."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import layouts
import pytest
from yusuan.converters.inspection import draw, inspect

PLAIN = {name: values[0] for name, values in layouts.CHOICES.items()}
PAGE = Path(__file__).parents[2] / "docs" / "new-layout.md"
YUSUAN = [sys.executable, "-m", "yusuan.cli"]


def made(folder: Path, **layout: str) -> Path:
    chosen = PLAIN | layout
    return layouts.write(chosen, layouts.make(chosen, 1), folder)


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*YUSUAN, *arguments], cwd=folder, env=os.environ | environment, capture_output=True, text=True, check=False
    )


def test_each_table_says_which_form_reads_it_and_why(tmp_path: Path) -> None:
    seen = inspect(made(tmp_path, medium="html"))
    assert [t.form for t in seen.tables] == [
        "budget-summary", "expenditure-summary", "general-budget-by-function", "basic-expenditure-by-economic", "three-public",
    ]  # fmt: skip
    table = seen.tables[1]
    assert any("支出总表" in reason for reason in table.why)
    assert (table.money_unit, table.confidence, table.doubts) == ("万元", 1.0, ())
    assert [(c.role, c.means) for c in table.columns] == [
        ("code", {}), ("label", {}), ("amount", {"category": "all"}), ("amount", {"category": "basic"}), ("amount", {"category": "project"}),
    ]  # fmt: skip


def test_one_page_of_a_pdf_and_its_picture(tmp_path: Path) -> None:
    from PIL import Image

    path = made(tmp_path, medium="pdf")
    assert [t.form for t in inspect(path, page=3).tables] == ["expenditure-summary"]
    draw(path, 3, tmp_path / "page.png")
    with Image.open(tmp_path / "page.png") as picture:
        colours = {colour for _, colour in picture.convert("RGB").getcolors(1 << 24) or []}
    assert (220, 40, 40) in colours


def test_only_a_pdf_can_be_drawn(tmp_path: Path) -> None:
    path = made(tmp_path, medium="html")
    done = run(tmp_path, "inspect", path.name, "--image", "page.png")
    assert (done.returncode, done.stdout) == (2, "")
    assert "only a PDF has pages to draw" in done.stderr


def test_a_page_that_is_not_there(tmp_path: Path) -> None:
    path = made(tmp_path, medium="pdf")
    with pytest.raises(ValueError, match="no page 99 of"):
        draw(path, 99, tmp_path / "page.png")


def test_a_file_that_says_not_what_it_is_can_still_be_looked_at(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<meta charset=utf-8><p>支出总表</p><table><tr><td>甲<td>乙</table>", "utf-8")
    seen = inspect(tmp_path / "a.html")
    assert seen.problem
    assert seen.tables[0].form == "expenditure-summary"


def test_json_carries_the_result_alone(tmp_path: Path) -> None:
    path = made(tmp_path, medium="html")
    done = run(tmp_path, "inspect", path.name, "--json")
    assert json.loads(done.stdout)["tables"][1]["form"] == "expenditure-summary"


def test_the_page_on_new_layouts_is_true_to_the_letter(tmp_path: Path) -> None:
    """Every file is written, every command run, and every line shown is a line of what the last command printed."""
    said, environment = "", {}
    for language, name, body in re.findall(r"^```(\w+) ?(\S*)\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S):
        if name:
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(body, "utf-8")
        elif language == "sh":
            for line in body.splitlines():
                words = line.split()
                if words[0] == "export":
                    environment |= dict([words[1].split("=")])
                    continue
                done = run(tmp_path, *words[1:], **environment)
                assert done.returncode == 0, done.stderr
                said = done.stdout
        elif language == "text":
            missing = [line for line in body.splitlines() if line.strip() not in said]
            assert not missing, said
    observations = next((tmp_path / "out" / "packages").glob("*/data/observations.csv")).read_text("utf-8")
    assert observations.count("expenditure-summary") == 12


def test_a_faulty_form_of_ones_own_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "a.yaml").write_text("id: something\ntitles: [某表]\n", "utf-8")
    path = made(tmp_path, medium="html")
    done = run(tmp_path, "inspect", path.name, YUSUAN_FORMS="forms")
    assert done.returncode == 2
    assert "a.yaml" in done.stderr
    assert "Traceback" not in done.stderr


def test_several_files_of_one_disclosure_are_inspected_together(tmp_path: Path) -> None:
    whole = made(tmp_path, medium="xlsx")
    copy = tmp_path / "三公经费.html"
    copy.write_text(
        "<p>2024年“三公”经费支出表</p><p>单位：万元</p><table><tr><td>项目</td><td>2024年预算数</td></tr>"
        "<tr><td>合计</td><td>3.00</td></tr><tr><td>公务接待费</td><td>3.00</td></tr></table>",
        "utf-8",
    )
    seen = inspect([whole, copy])
    assert seen.source == f"{whole.name}; 三公经费.html"
    assert {table.file for table in seen.tables} == {whole.name, "三公经费.html"}
    assert any(table.file == "三公经费.html" and table.form == "three-public" for table in seen.tables)
    assert "三公经费.html" in seen.as_text()


def test_of_headings_of_two_levels_only_the_unknown_level_is_named(tmp_path: Path) -> None:
    grid = """<p>某县某站2024年单位预算</p><p>支出总表</p><p>单位：万元</p><table>
<tr><td rowspan="2">科目编码</td><td rowspan="2">科目名称</td><td rowspan="2">合计</td><td colspan="2">日常一类</td></tr>
<tr><td>人员经费</td><td>办事零用</td></tr>
<tr><td>213</td><td>农林水支出</td><td>60.00</td><td>40.00</td><td>20.00</td></tr></table>"""
    page = tmp_path / "new.html"
    page.write_text(f'<html><head><meta charset="utf-8"></head><body>{grid}</body></html>', "utf-8")
    assert inspect(page).unknown_headings == ["日常一类", "办事零用"]
