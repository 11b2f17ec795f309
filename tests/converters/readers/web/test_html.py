"""Web pages: any Chinese charset, layout tables, spans, and no scripts."""

from __future__ import annotations

import pytest
from yusuan.converters.errors import UnreadableError
from yusuan.converters.readers.web import html
from yusuan.converters.table import IN_RED, NOT_SHOWN, Paragraph, Table


@pytest.fixture
def page(tmp_path):
    def write(body: str, charset: str = "utf-8", declared: str | None = None, name: str = "公开.html"):
        path = tmp_path / name
        head = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
        path.write_bytes(
            f"<!DOCTYPE html><html><head>{head}<title>题</title></head><body>{body}</body></html>".encode(charset)
        )
        return path

    return write


@pytest.mark.parametrize(
    ("charset", "declared"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", None),
        ("gb18030", "gb2312"),
        ("gbk", None),
        ("utf-16", None),
        ("utf-8", "gb2312"),
    ],
)
def test_the_charset_is_found_whatever_the_page_declares(page, blocks, charset, declared):
    assert blocks(page("<p>一般公共预算拨款１２．５万元，镕</p>", charset, declared))[0] == [
        "一般公共预算拨款12.5万元，镕"
    ]


def test_headings_text_and_tables_come_in_order_without_scripts(page, blocks):
    body = """<h1>支出决算表</h1><script>var x = '99.00'</script><style>p{}</style>
      <div>单位：<b>万元</b></div><table><tr><th>项目</th><th>决算数</th></tr><tr><td>教育
      支出</td><td>1,234.50</td></tr></table><p>说明<br>第二行</p>"""
    assert blocks(page(body)) == (
        ["支出决算表", "单位：万元", "说明", "第二行"],
        [[["项目", "决算数"], ["教育支出", "1,234.50"]]],
    )


def test_spans_put_every_cell_where_a_browser_would(page):
    body = """<table><tr><td rowspan=2>项目</td><td colspan="2">本年支出</td></tr>
      <tr><td>基本</td><td>项目支出</td></tr>
      <tr><td>教育</td><td>1</td><td>2</td></tr></table>"""
    (table,) = html.read(page(body))
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["项目", "本年支出", ""],
        ["", "基本", "项目支出"],
        ["教育", "1", "2"],
    ]
    assert (table.rows[0][0].rowspan, table.rows[0][1].colspan) == (2, 2)


def test_a_table_that_only_lays_out_the_page_is_text(page, blocks):
    body = """<table><tr><td><p>首页</p></td><td>
      <table><tr><td>项目</td><td>金额</td></tr><tr><td>甲</td><td>1</td></tr></table>
      </td></tr></table>"""
    assert blocks(page(body)) == (["首页"], [[["项目", "金额"], ["甲", "1"]]])


def test_hidden_text_is_left_out_and_reported(page, blocks):
    path = page('<p>可见</p><p style="display: none">旧数 99.00</p>')
    assert blocks(path)[0] == ["可见"]
    assert html.left_out(path) == ["隐藏的“旧数 99.00” / hidden '旧数 99.00'"]


def test_a_span_that_would_fill_the_memory_is_refused(page):
    with pytest.raises(UnreadableError, match="too large"):
        list(html.read(page("<table>" + "<tr><td colspan=9999>甲</td><td>乙</td></tr>" * 300 + "</table>")))


def test_entities_of_a_page_are_not_expanded_from_files(tmp_path, blocks):
    path = tmp_path / "攻击.html"
    path.write_text(
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><html><body><p>甲&x;乙</p></body></html>',
        encoding="utf-8",
    )
    (text,) = [t for t in blocks(path)[0] if "甲" in t]
    assert text == "甲&x;乙"


def test_a_web_page_named_xls_is_read_as_what_it_is(page, blocks):
    assert blocks(page("<table><tr><td>项目</td><td>1.00</td></tr></table>", name="导出.xls"))[1] == [
        [["项目", "1.00"]]
    ]


def test_what_is_struck_out_is_not_read_and_told(page):
    body = """<p>支出<s>9.00</s><del>7.00</del>8.00万元</p><table><tr><td>合计</td>
      <td><span style="text-decoration:line-through">9.00</span>8.00</td></tr></table>"""
    text, table, told = html.read(page(body))
    assert text.text == "支出8.00万元"
    assert table.rows[0][1].text == "8.00"
    assert (told.text[:7], told.origin.note) == ("划掉的文字3处", "not-shown")


def texts(table):
    return [[cell.text for cell in row] for row in table.rows]


def test_text_as_white_as_its_ground_or_tiny_is_not_read_and_told(page):
    body = """<style>.fff{color:#fff} thead{background:#036; color:white}</style>
      <p style="color:white">旧</p><p>新<span class="fff">1</span></p><div style="font-size:0"><b style="font-size:9pt">可见</b></div>
      <table><thead><tr><th>项目</th><th>金额</th></tr></thead><tr><td>甲</td><td>1.0<i style="color: #FEFEFE">9</i></td></tr>
      <tr bgcolor="#000000"><td style="color:#fff">乙</td><td style="color:#fff;font-size:0px">3.00</td></tr></table>"""
    new, seen, table, told = html.read(page(body))
    assert (new.text, seen.text) == ("新", "可见")
    assert texts(table) == [["项目", "金额"], ["甲", "1.0"], ["乙", ""]]
    assert (told.text[:8], told.origin.note) == ("看不见的文字4处", "not-shown")


def test_white_text_is_read_where_what_is_behind_it_cannot_be_told(page):
    body = """<link rel="stylesheet" href="site.css"><div class="banner"><h1 style="color:#fff">题</h1></div><div class="text">
      <table><tr><td class="head" style="color:#fff">项目</td><td style="color:#fff">9.00</td><td>1.00</td></tr></table></div>"""
    title, table, _ = html.read(page(body))
    assert title.text == "题"
    assert texts(table) == [["项目", "", "1.00"]]


def test_a_class_that_hides_hides_but_where_another_rule_may_show_it(page, blocks):
    body = """<style>.old,.tab{display:none} .tab.on{display:block} @media print{.text{display:none}}</style>
      <p class="old">旧</p><p class="tab">页签</p><p class="text">正文</p>"""
    path = page(body)
    assert blocks(path)[0] == ["页签", "正文"]
    assert html.left_out(path) == ["隐藏的“旧” / hidden '旧'"]


def test_a_page_within_the_page_is_read_where_it_is_at_hand(page, tmp_path):
    (tmp_path / "t1.html").write_text("<table><tr><td>甲</td><td>1.00</td></tr></table>", "utf-8")
    inner = "<iframe srcdoc='<p>单位：万元</p>'></iframe><iframe src='t1.html'></iframe>"
    caption, table, end, *told = html.read(
        page(f"{inner}<p>完</p><iframe src='t2.html'></iframe><iframe src='/share'></iframe>")
    )
    assert (caption.text, texts(table), end.text) == ("单位：万元", [["甲", "1.00"]], "完")
    assert [(line.text[:11], line.origin.note) for line in told] == [("网页里的“t2.html”"[:11], "not-read")]


def test_a_cell_that_was_given_a_row_too_many_ends_above_a_row_that_is_full_by_itself(page):
    head = "<tr><td rowspan=3>项目</td><td colspan=2>金额</td></tr><tr><td>基本</td><td>项目</td></tr>"
    rows = "".join(f"<tr><td>{name}</td><td>1.00</td><td>2.00</td></tr>" for name in "甲乙")
    (table,) = html.read(page(f"<table>{head}{rows}</table>"))
    assert texts(table)[2:] == [["甲", "1.00", "2.00"], ["乙", "1.00", "2.00"]]
    unit = "<tr><td rowspan=2>单位</td><td>甲</td><td>1.00</td></tr><tr><td>乙</td><td>2.00</td></tr>"
    (table,) = html.read(page(f"<table><tr><td>单位</td><td>项目</td><td>金额</td></tr>{unit}</table>"))
    assert texts(table)[2] == ["", "乙", "2.00"]


def test_the_fields_of_a_form_are_read_as_they_are_shown_where_they_stand_in_a_table(page):
    body = """<form><input value="请输入关键字"><select><option>友情链接</option></select>
      <table><tr><td>项目</td><td>单位：<select><option>元</option><option selected>万元</option></select></td></tr>
      <tr><td><input type="hidden" value="9.00"><input type="checkbox" value="1">合计</td>
          <td><input readonly value=" 1,200.00 "></td></tr>
      <tr><td><textarea>
基本支出</textarea></td><td><input type="number" value="800"><input value="7" style="display:none"></td></tr>
      <tr><td>项目支出</td><td><input type="number" value="1,2"><input value="400.00" style="color:white">&nbsp;</td></tr>
      </table></form>"""
    table, told = html.read(page(body))
    assert texts(table) == [["项目", "单位：万元"], ["合计", "1,200.00"], ["基本支出", "800"], ["项目支出", ""]]
    assert (told.text[:8], told.origin.note) == ("看不见的文字1处", "not-shown")


TABLE = "<table><tr><td>项目</td><td>金额</td></tr><tr><td>甲</td><td>{}</td></tr></table>"
POINTED = """<ul><li><a href="#t1">收支总表</a></li><li><a href="#t2">支出总表</a></li></ul>
  <div><div id="t1">{0}</div><div id="t2" style="display:none">{1}</div></div>"""
COUNTED = """<div><ul><li>收支总表</li><li>支出总表</li></ul></div>
  <div><div>{0}</div><div style="display: none">{1}</div></div>"""


@pytest.mark.parametrize("body", [POINTED, COUNTED])
def test_tables_behind_tabs_are_read_below_the_names_of_their_tabs(page, body):
    """All but the first were left out once, without a word."""
    found = list(html.read(page(body.format(TABLE.format("1.00"), TABLE.format("2.00")))))
    texts = [b.text if isinstance(b, Paragraph) else b.rows[1][1].text for b in found]
    assert texts[-4:] == ["收支总表", "1.00", "支出总表", "2.00"]


@pytest.mark.parametrize("body", [POINTED, COUNTED])
@pytest.mark.parametrize("name", ["2023年部门预算", "某市图书馆"])
def test_tabs_of_other_years_and_units_stay_hidden(page, body, name):
    body = body.replace("支出总表", name).format(TABLE.format("1.00"), TABLE.format("2.00"))
    found = list(html.read(page(body)))
    assert [b.rows[1][1].text for b in found if isinstance(b, Table)] == ["1.00"]
    assert [b.text for b in found if b.origin.note == NOT_SHOWN] == ["隐藏的表格1张 / hidden tables: 1"]


@pytest.mark.parametrize("where", ["td", "tr", "tbody"])
def test_a_cell_that_is_struck_out_is_not_read_and_told(page, where: str):
    struck = {name: ' style="text-decoration: line-through"' if name == where else "" for name in ("td", "tr", "tbody")}
    body = "<table><tr><td>合计</td><td>8.00</td></tr>{}<tr{}><td{}>9.00</td></tr></table>".format(
        f"<tbody{struck['tbody']}>", struck["tr"], struck["td"]
    )
    table, told = html.read(page(body))
    assert texts(table) == [["合计", "8.00"], ["", ""]]
    assert (told.text[:7], told.origin.note) == ("划掉的文字1处", "not-shown")


@pytest.mark.parametrize("style", ["visibility: hidden", "opacity: 0", "visibility: collapse"])
def test_a_cell_that_is_only_unseen_keeps_its_place(page, style: str):
    row = f"<tr><td>合计</td><td style='{style}'>9.00</td><td>8.00</td></tr>"
    table = next(html.read(page(f"<table><tr><td>项目</td><td>上年</td><td>本年</td></tr>{row}</table>")))
    assert texts(table)[1] == ["合计", "", "8.00"]
    removed = row.replace(style, "display: none")
    table = next(html.read(page(f"<table><tr><td>项目</td><td>本年</td></tr>{removed}</table>")))
    assert texts(table)[1] == ["合计", "8.00"]


SEEN_BY_NOBODY = [
    "clip-path: inset(50%)",
    "clip-path: circle(0)",
    "clip-path: polygon(0 0, 0 0, 0 0)",
    "position:absolute; clip:rect(1px, 1px, 1px, 1px)",
    "position:absolute; clip:rect(0 0 0 0)",
    "text-indent:-9999px",
    "position:absolute; left:-9999px",
    "position:fixed; top:-999em",
    "transform:scale(0)",
    "transform: translateX(-9999px)",
    "max-height:0; overflow:hidden",
    "height:0px; overflow:hidden",
    "opacity: .0",
    "font-size:0",
    "color:transparent",
    "color:rgba(0, 0, 0, 0)",
    "color:#fff",
    "background:#036; color:#036",
]
#: What looks so and is seen, or may be.
SEEN = [
    "clip-path: inset(10%)",
    "clip-path: circle(40%)",
    "clip:rect(0 0 0 0)",
    "text-indent:-2em",
    "text-indent:-9999px; text-align:right",
    "position:absolute; left:-20px",
    "left:-9999px",
    "transform:scale(0.8)",
    "transform:scale(1) rotate(0)",
    "max-height:0",
    "max-height:0; overflow:hidden; padding-top:30px",
    "max-height:0; min-height:40px; overflow:hidden",
    "max-height:0; overflow:auto",
    "opacity: .5",
    "color:transparent; text-shadow:0 0 0 #000",
    "color:transparent; background-image:linear-gradient(red, blue)",
]


@pytest.mark.parametrize("style", SEEN_BY_NOBODY)
@pytest.mark.parametrize("body", ['<p style="{}">旧数 99.00</p>', '<style>.a{{{}}}</style><p class="a">旧数 99.00</p>'])
def test_what_a_style_lets_nobody_see_is_not_read_and_told(page, style, body):
    path = page("<p>可见</p>" + body.format(style))
    seen, *told = html.read(path)
    assert seen.text == "可见"
    assert all(line.origin.note == NOT_SHOWN for line in told)
    assert told or html.left_out(path)


@pytest.mark.parametrize("style", SEEN)
def test_what_a_style_lets_be_seen_is_read(page, blocks, style):
    assert blocks(page(f'<p style="{style}">数 99.00</p>'))[0] == ["数 99.00"]


def test_an_inline_text_is_not_shrunk_and_a_second_line_not_moved(page, blocks):
    body = '<p><span style="transform:scale(0)">甲</span></p><p style="text-indent:-9999px">乙<br>丙</p>'
    assert blocks(page(body))[0] == ["甲", "乙", "丙"]


def test_only_a_rule_for_what_hides_it_may_show_an_element(page, blocks):
    rules = ".old,.more{max-height:0; overflow:hidden} .text .old{width:50%} .open.more{max-height:500px}"
    assert blocks(page(f'<style>{rules}</style><p class="old">旧</p><p class="more">更多</p>'))[0] == ["更多"]


def test_a_cell_that_is_moved_off_the_page_is_none_of_its_row(page):
    row = '<tr><td>甲</td><td style="position:absolute;left:-9999px">9.00</td><td>1.00</td></tr>'
    (table,) = (
        b for b in html.read(page(f"<table><tr><td>项目</td><td>金额</td></tr>{row}</table>")) if isinstance(b, Table)
    )
    assert texts(table)[1] == ["甲", "1.00"]


ROWS = [["项目", "金额", "其中"], ["甲", "", "1.00"], ["乙", "2.00", ""]]
DISPLAYS = (
    "<style>.t{display:table} div.r{display:table-row} .c{display:table-cell} .h{display:table-header-group}</style>"
)
GRID = "display:grid; grid-template-columns: 2fr repeat(2, minmax(3em, 1fr))"


def drawn(table: str, row: str, cell: str) -> str:
    """The rows in elements that begin so."""
    rows = (f"<{row}>" + "\n".join(f"<{cell}>{text}</{cell.split(maxsplit=1)[0]}>" for text in own) for own in ROWS)
    return (
        f"<p>上</p><{table}>"
        + "\n".join(f"{own}</{row.split(maxsplit=1)[0]}>" for own in rows)
        + f"</{table.split(maxsplit=1)[0]}>"
    )


@pytest.mark.parametrize(
    "body",
    [
        DISPLAYS + drawn("div class=t", 'div class="r x"', "div class=c colspan=2"),
        drawn(
            'span style="display:table"', 'span style="display:table-row"', 'span style="display: table-cell"'
        ),
        drawn("div role=table aria-colcount=3", "div role=row", "p role=cell"),
        drawn("ul role=grid", "li role=row", "span role=gridcell"),
        drawn("section", f'div style="{GRID}"', "div"),
        drawn(f'section style="{GRID}"', 'div style="display:contents"', "span"),
        drawn("section", "div", "div").replace("<section>", f'<section style="{GRID}">').replace(
            "<div><div>", '<div style="display:grid;grid-template-columns:subgrid;grid-column:1/-1"><div>'),
    ],
)  # fmt: skip
def test_what_is_shown_as_a_table_is_one(page, blocks, body):
    assert blocks(page(body)) == (["上"], [ROWS])


def test_a_drawn_table_has_its_heads_its_spans_and_the_styles_of_its_elements(page):
    body = f"""{DISPLAYS}<style>div{{color:red}} span{{text-decoration:line-through}}</style>
      <div class=t><div class=h><div class=r><div class=c>项目</div><div class=c>金额</div></div></div>
      <div class=r><div class=c>甲</div><div class=c><span>9.00</span>1.00</div></div></div>
      <div role=table><div role=caption>支出表</div><div role=row><b role=columnheader>项目</b><b role=columnheader aria-colspan=2>金额</b></div>
      <div role=row><b role=rowheader>乙</b><b role=cell>1.00</b><b role=cell>2.00</b></div></div>"""
    first, title, second, told = html.read(page(body))
    assert texts(first) == [["项目", "金额"], ["甲", "1.00"]]
    assert first.rows[1][1].origin.note == IN_RED and first.exact
    assert (title.text, second.rows[0][1].colspan) == ("支出表", 2)
    assert texts(second) == [["项目", "金额", ""], ["乙", "1.00", "2.00"]]
    assert told.origin.note == NOT_SHOWN


@pytest.mark.parametrize(
    "body",
    [
        drawn("div role=table aria-rowcount=90", "div role=row", "p role=cell"),
        drawn("div role=table", "div role=row", "p role=cell").replace("<p role=cell></p>", ""),
        drawn("div role=table", "div role=row", "p role=cell").replace("<p role=cell></p>", "<p role=cell aria-colindex=9></p>", 1),
        drawn("div role=table", "div role=row", "p role=cell aria-rowspan=2"),
        drawn("section", f'div style="{GRID}"', "div").replace("<div></div>", ""),
        drawn("section", f'div style="{GRID}"', 'div style="order:2"'),
        drawn("section", 'div style="display:grid;grid-template-columns:repeat(auto-fill, 9em)"', "div"),
        drawn("section", 'div style="display:flex"', "div"),
        drawn(f'section style="{GRID};grid-auto-flow:column"', 'div style="display:contents"', "span"),
        drawn('div style="display:table"', 'div style="display:table-row"', 'b style="display:table-cell;float:left"'),
        drawn('div style="display:table"', 'div style="display:table-row"', "b"),
        DISPLAYS + drawn("div class=t", "div class=r", "b class=c").replace("<b class=c></b>", "", 1),
        drawn('div style="display:table"', 'div style="display:table-row"', 'b style="display:table-cell"').replace("</b>", "</b>字", 1),
    ],
)  # fmt: skip
def test_what_does_not_tell_the_place_of_its_cells_is_no_table(page, blocks, body):
    assert blocks(page(body))[1] == []


SET = """支出总表
单位：万元
项目            合计      基本支出    项目支出
教育支出        30.00        10.00       20.00
卫生健康支出     5.00                     5.00
合计            35.00        10.00       25.00
"""


@pytest.mark.parametrize(
    "body",
    [
        f"<pre>\n{SET}</pre>",
        f"<pre>{SET}</pre>".replace("30.00", "<b>30.00</b>"),
        f'<div style="white-space: pre-wrap">{SET}</div>'.replace("\n", "<br>"),
        "<style>.w{white-space:pre}</style><div class=w>" + "".join(f"<div>{r}</div>" for r in SET.split("\n")) + "</div>",
        f"<pre>{SET}</pre>".replace(" ", "&nbsp;"),
    ],
)  # fmt: skip
def test_text_set_in_columns_is_a_table(page, blocks, body):
    path = page(body)
    assert blocks(path) == (
        ["支出总表", "单位：万元"],
        [
            [
                ["项目", "合计", "基本支出", "项目支出"],
                ["教育支出", "30.00", "10.00", "20.00"],
                ["卫生健康支出", "5.00", "", "5.00"],
                ["合计", "35.00", "10.00", "25.00"],
            ]
        ],
    )
    table = next(block for block in html.read(path) if isinstance(block, Table))
    at = table.rows[2][3].origin
    assert (at.reader, at.table_on_page, at.row, at.column, table.exact) == ("html", 1, 3, 4, False)


def test_tabs_in_text_that_is_shown_as_it_is_part_cells(page, blocks):
    rows = "\n".join("\t".join(row) for row in ROWS)
    assert blocks(page(f"<pre>{rows}</pre>"))[1] == [ROWS]
    assert blocks(page(f"<p>{rows}</p>"))[1] == []


@pytest.mark.parametrize("left_out", ["<s>10.00</s>", "<i hidden>10.00</i>", '<i style="color:#fff">10.00</i>'])
def test_text_set_in_columns_of_which_some_is_left_out_is_no_table(page, blocks, left_out):
    assert blocks(page(f"<pre>{SET.replace('10.00', left_out, 1)}</pre>"))[1] == []


def test_a_title_may_be_alone_in_the_row_of_a_drawn_table(page, blocks):
    body = drawn("div class=t", "div class=r", "b class=c").replace(
        "<div class=t>", "<div class=t><div class=r><b class=c>支出总表</b></div>"
    )
    assert blocks(page(DISPLAYS + body)) == (["上"], [[["支出总表", "", ""], *ROWS]])


def test_a_cell_of_a_role_that_nobody_sees_is_not_read(page):
    body = drawn("div role=table", "div role=row", "p role=cell").replace(
        "<p role=cell>1.00", '<p role=cell style="max-height:0;overflow:hidden">1.00'
    )
    (table,) = (block for block in html.read(page(body)) if isinstance(block, Table))
    assert texts(table)[1] == ["甲", "", ""]


def test_a_page_that_is_nested_deeply_is_read(page, blocks):
    assert blocks(page("<div style='display:table'>" * 390 + "甲"))[0] == ["甲"]
