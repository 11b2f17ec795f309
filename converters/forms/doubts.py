"""What a table prints and does not say for certain, as doubts."""

from __future__ import annotations

from collections.abc import Sequence

from ...datapackage.model import Origin
from ..codes import undo_spaces
from ..table import Cell, Table
from .reading import Amount, Doubt

Row = tuple[Cell, ...]


def no_heading(table: Table) -> Doubt:
    """A continued grid without headings whose columns are not those of the page before."""
    return Doubt(
        "columns-undecided",
        "续表没有表头，栏数又与前页不同，整段未发布",
        "a continued grid has no heading and another number of columns; it is held back",
        table.origin,
    )


def counted(row: Row, cell: Cell) -> Doubt:
    """A row of people, cars or visits."""
    printed = _printed(row)
    return Doubt(
        "not-money",
        f"这一行是数量，不是金额，只保留原文：{printed}",
        f"this row counts something and is no money; kept as printed: {printed}",
        cell.origin,
        found=printed,
        severity="info",
    )


def shared(cell: Cell, label: str) -> Doubt:
    """An amount in a cell that is merged over several rows or columns, or one of several beside a merged name."""
    return Doubt(
        "unread-amount",
        f"“{label}”一行的“{cell.text}”与合并的格不是一行对一行，不知道是哪一行哪一栏的，未发布",
        f"{cell.text!r} in the row {label!r}: cells are merged, of which row or column it is, is not told; held back",
        cell.origin,
        label=label,
        found=cell.text.strip(),
    )


def cut_code(code: str, amounts: Sequence[Amount]) -> Doubt:
    """A row of a project whose code is not as long as the others of its table: it lost digits, or took others."""
    return Doubt(
        "code-cut",
        f"项目编码“{code}”与同表其他项目编码的长度不同，可能丢了或多了字符，该行未发布",
        f"the project code {code} is not as long as the table's others: it may be cut; the row is held back",
        amounts[0].cell,
        label=amounts[0].label,
        found=" | ".join([code, *(a.printed for a in amounts)]),
    )


def doubted_code(code: str, amounts: Sequence[Amount]) -> Doubt:
    """A row of a picture whose code was read in a way that its name or the rows around it contradict."""
    label = amounts[0].label
    return Doubt(
        "code-doubted",
        f"“{label}”的编码读作 {code}，与名称、上级或其他表不符，可能认错了一位，该行未发布",
        f"the code of {label!r} was read as {code}, against its name, the rows above it or other tables;"
        " the row is held back",
        amounts[0].cell,
        label=label,
        found=" | ".join([code, label, *(a.printed for a in amounts)]),
    )


def padding(cell: Cell) -> Doubt:
    """Zeros that only pad the table."""
    return Doubt(
        "unlabelled-zero",
        "没有编码和名称的行里印了零，只是填满表格，不作观测值发布",
        "zeros are printed in rows without code or name: they pad the table and are no observations",
        cell.origin,
        found=cell.text.strip(),
        severity="info",
    )


def nameless(row: Row) -> Doubt:
    """A second row without a name."""
    printed = _printed(row)
    return Doubt(
        "unknown-row",
        f"没有名称的行不止一行，这一行未发布：{printed}",
        f"more than one row has no name; this one is held back: {printed}",
        row[0].origin,
        found=printed,
    )


def unknown_row(row: Row, cell: Cell, sums: str = "") -> Doubt:
    """A row that stands for nothing that is known: where only its name tells, as ``sums`` do not come to the total."""
    printed = _printed(row)
    return Doubt(
        "unknown-row",
        f"不知道这一行是什么，未发布：{printed}" + (f"（各行之和与合计不等：{sums}）" if sums else ""),
        f"it is not known what this row stands for; held back: {printed}"
        + (f" (the rows do not add up to the total: {sums})" if sums else ""),
        cell.origin,
        found=printed,
    )


def subtotal(row: Row, cell: Cell) -> Doubt:
    """A row that sums up those above or below it, whose kind no list of lines knows."""
    printed = _printed(row)
    return Doubt(
        "subtotal-row",
        f"这一行是其上（下）各行的小计，不另取数：{printed}",
        f"this row sums up those beside it; nothing is taken from it: {printed}",
        cell.origin,
        found=printed,
        severity="info",
    )


def of_nobody(row: Row, origin: Origin) -> Doubt:
    """A row without a unit in a list that prints units."""
    printed = _printed(row)
    return Doubt(
        "owner-unknown",
        f"没有写是哪个单位的，是上面那个单位的还是各单位合计的，分不清，未发布：{printed}",
        f"no unit is told: whether the row is of the unit above or of all of them is not told; held back: {printed}",
        origin,
        found=printed,
    )


def cut_row(row: Row) -> Doubt:
    """A part of a row that a page break cut, whose numbers are not whole."""
    printed = _printed(row)
    return Doubt(
        "unread-amount",
        f"这一行被分页切断，拼不回完整的数，未发布：{printed}",
        f"a page break cut this row, and its numbers could not be made whole; held back: {printed}",
        next((cell for cell in row if cell.text.strip()), row[0]).origin,
        found=printed,
    )


def contradiction(cell: Cell, label: str, heading: str) -> Doubt:
    """A heading and a row that exclude each other."""
    return Doubt(
        "heading-against-row",
        f"表头“{heading}”与项目“{label}”说的不是一回事，未发布",
        f"the heading {heading!r} and the row {label!r} contradict each other; held back",
        cell.origin,
        label=label,
        found=cell.text.strip(),
    )


def unread(cell: Cell, label: str) -> Doubt:
    """A cell whose text is not one number for certain."""
    text = " ".join(undo_spaces(line) for line in cell.text.splitlines())
    return Doubt(
        "unread-amount",
        f"“{label}”一格的文字“{text}”读不出唯一的数，未发布",
        f"the text {text!r} is not one number for certain; held back",
        cell.origin,
        label=label,
        found=text,
    )


def remnant(amount: Amount) -> Doubt:
    """A whole number among amounts that all have decimals."""
    return Doubt(
        "unread-amount",
        f"“{amount.label}”的 {amount.printed} 没有小数，别的数都有：可能是行次、一个数剩下的一截，或丢了小数点，未发布",
        f"{amount.printed} of {amount.label!r} has no decimals as all others have: a row counter, a part of a number"
        " or without its point; held back",
        amount.cell,
        label=amount.label,
        found=amount.printed,
    )


def lone_total(amount: Amount) -> Doubt:
    """A total of a column that is blank in every other row."""
    return Doubt(
        "unread-amount",
        f"“{amount.label}”的 {amount.printed} 那一栏其他各行都没有数，可能是别的栏的，未发布",
        f"no other row prints anything in the column of {amount.printed} of {amount.label!r}: it may be of another;"
        " held back",
        amount.cell,
        label=amount.label,
        found=amount.printed,
    )


def one_meaning(cell: Cell, heading: str, count: int) -> Doubt:
    """Columns that would mean the same and do not print the same: all of their amounts are held back, not one."""
    return Doubt(
        "columns-undecided",
        f"{count} 栏按表头（“{heading}”等）是一个意思，数却不同，分不清，未发布",
        f"{count} columns ({heading!r} and others) would mean the same and print different amounts; held back",
        cell.origin,
        label=heading,
    )


def totals_of_blocks(totals: Sequence[Amount]) -> Doubt:
    """Totals of blocks that divide the same money and come to different sums."""
    printed = [undo_spaces(total.printed) for total in totals]
    return Doubt(
        "totals-of-blocks-differ",
        f"并排的各栏是同一笔钱的不同分类，合计却不同（{'、'.join(printed)}），哪个对不能断定，合计未发布",
        f"blocks beside each other divide the same money, and their totals differ ({', '.join(printed)}); held back",
        totals[-1].cell,
        label="合计",
        found=printed[-1],
    )


def beside_another(cells: Sequence[Cell], heading: str) -> Doubt:
    """The amounts of a table without a title beside another one, whose rows are other things."""
    return Doubt(
        "columns-undecided",
        f"“{heading}”起的 {len(cells)} 个数在各单位的行里，左边的行是科目：是并排的另一张表，没有题目，未发布",
        f"from {heading!r} on {len(cells)} amounts stand in rows of units, beside rows of codes: another table without"
        " a title; held back",
        cells[0].origin,
        label=heading,
        found=cells[0].text.strip(),
    )


def two_tables(amounts: Sequence[Amount]) -> Doubt:
    """Blocks of codes beside each other below one title, which are two tables."""
    return Doubt(
        "columns-undecided",
        f"并排的两栏科目各有各的数和合计，是两张表，只有一个题目，{len(amounts)} 个数都未发布",
        f"blocks of codes beside each other have amounts and totals of their own: two tables below one title; "
        f"amounts held back: {len(amounts)}",
        amounts[-1].cell,
        label=amounts[-1].label,
        found=amounts[-1].printed.strip(),
    )


def printed_with_code(row: Row) -> Doubt:
    """A unit's row without its code, which the next row prints again with it."""
    name = next(undo_spaces(c.text) for c in row if c.text.strip())
    return Doubt(
        "row-printed-twice",
        f"“{name}”一行没有编码，下一行带着编码又印了一次，各栏相同，只取一次",
        f"the row of {name!r} has no code; the next one prints it again with its code and the same amounts: taken once",
        row[0].origin,
        severity="info",
    )


def told_twice(amounts: Sequence[Amount]) -> Doubt:
    """Rows of a statement that say the same by their words and are given different amounts."""
    printed = "、".join(a.printed.strip() for a in amounts)
    label = amounts[0].label
    return Doubt(
        "unknown-line",
        f"“{label}”在这张表里有 {len(amounts)} 行，数不同（{printed}），分不清是本年的、结转的还是一部分，都未发布",
        f"{len(amounts)} rows mean {label!r} and have different amounts ({printed}): of which year, or parts of what,"
        " is not certain; held back",
        amounts[0].cell,
        label=label,
        found=printed,
    )


def classes_told_again(contested: Sequence[Sequence[Amount]]) -> Doubt:
    """Classes that a list prints again, with other amounts and without saying whose they are."""
    labels = tuple(dict.fromkeys(same[0].label or same[0].code for same in contested))
    printed = "、".join(a.printed.strip() for a in contested[0])
    return Doubt(
        "unknown-line",
        f"“{labels[0]}”等 {len(labels)} 个科目印了几次，数不同（{printed}），分不清各是谁的，各科目都未发布",
        f"{len(labels)} classes ({labels[0]!r}) are printed again with other amounts ({printed}): whose they are is not"
        " certain; all classes are held back",
        contested[0][0].cell,
        label=labels[0],
        found=printed,
    )


def other_of_no_class(amounts: Sequence[Amount]) -> Doubt:
    """其他支出 in a statement that has no other functional class, and rows that are not known."""
    first = amounts[0]
    return Doubt(
        "unknown-line",
        f"“{first.label}”旁边没有一行是功能科目，是功能科目还是别的分类，分不清，{len(amounts)} 个数未发布",
        f"no row beside {first.label!r} is a functional class: whether it is one is open; {len(amounts)} held back",
        first.cell,
        label=first.label,
        found=first.printed.strip(),
    )


def row_printed_twice(row: Row) -> Doubt:
    """A row that a recognition read twice."""
    return Doubt(
        "row-printed-twice",
        "这一行与上一行完全相同，认作重复识别，只取一次",
        "this row repeats the one before it and was taken once",
        row[0].origin,
        severity="info",
    )


def _printed(row: Row) -> str:
    return " | ".join(undo_spaces(c.text) for c in row if c.text.strip())
