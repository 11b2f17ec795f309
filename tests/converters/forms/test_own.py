"""An operator's own forms and headings: what nothing knows is refused with its place, and left out by nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from yusuan.commands.checking import check
from yusuan.converters.forms import words
from yusuan.converters.forms.form import load_forms
from yusuan.converters.forms.own import OWN_FOLDER, FormError, own_forms, own_headings
from yusuan.converters.forms.words import load_vocabulary, understand
from yusuan.outcomes import EXIT, CommandError

HEADINGS = "heading,role,kind,phase,flow,line,fund,origin,category\n"


@pytest.fixture
def forms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(OWN_FOLDER, str(tmp_path))
    return tmp_path


@pytest.fixture
def fresh() -> Iterator[None]:
    """The forms and words that are kept, forgotten before and after."""
    known = (load_forms, words._words, words._chain)
    for each in known:
        each.cache_clear()
    yield
    for each in known:
        each.cache_clear()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id: expendture-summary", "id: 没有 'expendture-summary'"),
        ("id: expenditure-summary\ntitels: [某表]", "没有 'titels'"),
        ("id: expenditure-summary\ntitles: [某表", "is no YAML"),
        ("id: expenditure-summary\ntitles: 某表", "titles 应是一列文字"),
        ("id: expenditure-summary\ncolumns:\n- {headings: [某栏], means: {category: projekt}}", "entry 1 category: 没有 'projekt'"),
        ("id: expenditure-summary\ncolumns:\n- {headings: [某栏], role: money}", "role: 没有 'money'"),
        ("id: expenditure-summary\nlines:\n- {labels: [总额], means: {line: grand-total}}", "entry 1 line: 没有 'grand-total'"),
        ("id: expenditure-summary\nlines:\n- {labels: [总额], means: {total: line}}", "means: 没有 'total'"),
        ("id: expenditure-summary\nlines:\n- {labels: [总额]}", "entry 1 要有 means"),
        ("id: expenditure-summary\nlines:\n- {labels: 总额, means: {line: total}}", "entry 1 labels 应是一列文字"),
        ("id: expenditure-summary\nlines:\n- 总额", "entry 1 has to be a mapping"),
        ("总额", "has to begin with id:"),
    ],
)  # fmt: skip
def test_a_form_that_says_what_nothing_knows_is_refused(forms: Path, text: str, told: str) -> None:
    (forms / "a.yaml").write_text(text, "utf-8")
    with pytest.raises(FormError) as refused:
        list(own_forms())
    assert str(refused.value).startswith(f"{forms / 'a.yaml'}: ")
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEADINGS + "办公开销,money,,,,,,,operating\n", "line 2: role: 没有 'money'"),
        (HEADINGS + "总额,amount,,,,,,,all\n专项工程,amount,,,,,,,projekt\n", "line 3: category: 没有 'projekt'"),
        (HEADINGS + "类别编号,code,funktion,,,,,,\n", "line 2: kind: 没有 'funktion'"),
        (HEADINGS + "总额,amount,,,,,,,all,all\n", "line 2: 栏数比表头多"),
        (HEADINGS.replace("category", "cat"), "column: 没有 'cat'"),
        (HEADINGS.replace("role,", ""), "缺少栏目 role"),
    ],
)
def test_a_heading_that_says_what_nothing_knows_is_refused(forms: Path, text: str, told: str) -> None:
    (forms / "headings.csv").write_text(text, "utf-8")
    with pytest.raises(FormError) as refused:
        list(own_headings())
    assert str(refused.value).startswith(f"{forms / 'headings.csv'}: ")
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("line", "means"),
    [
        ("基本支出,amount,,,,,,,project", "category=basic"),
        ("基本支出,ignore,,,,,,,", "category=basic"),
        ("一般公共预算拨款基本支出,amount,,,,,,,project", "category=basic"),
        ("总额,amount,,,,,,,basic\n总额,amount,,,,,,,project", "category=basic"),
    ],
    ids=["listed", "listed, another role", "put together of words", "twice in one's own"],
)
def test_a_heading_that_is_known_is_given_no_other_meaning(forms: Path, fresh: None, line: str, means: str) -> None:
    (forms / "headings.csv").write_text(HEADINGS + line + "\n", "utf-8")
    with pytest.raises(FormError) as refused:
        load_vocabulary()
    assert means in str(refused.value)
    assert "add to those known and change none" in str(refused.value)


def test_a_heading_of_ones_own_may_say_again_what_is_known_and_more(forms: Path, fresh: None) -> None:
    lines = "基本支出,amount,,,,,,,basic\n一般公共预算拨款基本支出,amount,,,,,general-public-budget,,personnel\n"
    (forms / "headings.csv").write_text(HEADINGS + lines, "utf-8")
    word = understand("一般公共预算拨款基本支出")
    assert word is not None
    assert word.means == {"fund": "general-public-budget", "category": "personnel"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("titles: [收入总表]", "titles “收入总表”"),
        ("lines:\n- {labels: [合计], means: {line: project}}", "lines “合计”"),
        ("columns:\n- {headings: [某栏, 基本支出], means: {category: project}}", "columns “某栏、基本支出”"),
    ],
)
def test_what_a_form_knows_is_given_no_other_meaning(forms: Path, fresh: None, text: str, told: str) -> None:
    (forms / "a.yaml").write_text(f"id: expenditure-summary\n{text}\n", "utf-8")
    with pytest.raises(FormError, match=told):
        load_forms()


def test_headings_in_the_encoding_of_a_spreadsheet_program_are_refused_in_one_line(forms: Path) -> None:
    (forms / "headings.csv").write_text(HEADINGS + "总额,amount,,,,,,,all\n", "gbk")
    with pytest.raises(FormError, match="save it as CSV in UTF-8"):
        list(own_headings())


def test_a_document_is_not_checked_with_faulty_forms(forms: Path, tmp_path: Path) -> None:
    load_forms.cache_clear()
    (forms / "a.yaml").write_text("id: something", "utf-8")
    (tmp_path / "new.html").write_text("<p>某市图书馆2024年单位预算</p>", "utf-8")
    with pytest.raises(CommandError, match=r"a\.yaml") as refused:
        check(tmp_path / "new.html")
    assert refused.value.exit_code == EXIT["usage"]


def test_all_that_the_projects_own_forms_say_may_be_said(forms: Path) -> None:
    """The words by which an operator's files are judged are those of the project's own."""
    own = Path(__file__).parents[3] / "converters" / "forms"
    (forms / "headings.csv").write_bytes((own / "headings.csv").read_bytes())
    for path in own.glob("*.yaml"):
        whole = yaml.safe_load(path.read_text("utf-8"))
        added = {name: whole[name] for name in ("id", "titles", "columns", "lines", "groups") if name in whole}
        (forms / path.name).write_text(yaml.safe_dump(added, allow_unicode=True), "utf-8")
    assert len(list(own_forms())) == len(list(own.glob("*.yaml")))
    assert len(list(own_headings())) > 600
