"""Lines of columns: what a line says of the column that an amount stands in, beside rows with codes."""

#: How the line of a column begins that is headed with an economic class.
ECONOMIC_LINE = "economic-"
#: A kind of non-tax revenue by its code: non-tax-10304.
_NON_TAX_LINE = "non-tax-"
#: How it ends where a column is of one source of a fund, or of one kind of projects.
_PART_LINES = ("-appropriation", "-projects")


def is_of_column(line: str) -> bool:
    """Whether a line is of a column beside coded rows: an economic class, a source of a fund, a kind of projects."""
    return line.startswith((ECONOMIC_LINE, _NON_TAX_LINE)) or line.endswith(_PART_LINES)
