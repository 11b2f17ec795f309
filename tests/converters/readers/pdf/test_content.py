"""The tokens of a content stream are those of the parser's own reader, or it is left to that."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import KWD, LIT, PSEOF
from yusuan.converters.readers.pdf.content import OddError, operands_and_operators


def _of_parser(*streams: bytes) -> list[Any]:
    found: list[Any] = []
    try:
        parser = PDFContentParser([PDFStream({}, data) for data in streams])
        while True:
            found.append(parser.nextobject()[1])
    except PSEOF:
        return found


def _kinds(objects: list[Any]) -> list[Any]:
    """With the type of each, as 1, 1.0 and True are equal."""
    return [(type(each), _kinds(each) if isinstance(each, list) else each) for each in objects]


def test_what_programs_write_is_read_in_one_pass() -> None:
    assert operands_and_operators([rb"q 1 0 0 -1 .5 -12.50 cm /F1 9 Tf (\(1\)\050\\) Tj <48 65> Tj T* % note"]) == [
        *(KWD(b"q"), 1, 0, 0, -1, 0.5, -12.5, KWD(b"cm")),
        *(LIT("F1"), 9, KWD(b"Tf"), b"(1)(\\", KWD(b"Tj"), b"He", KWD(b"Tj"), KWD(b"T*")),
    ]


@pytest.mark.parametrize(
    "data",
    [
        rb"[(ab) -120 (c) [1 2] true] TJ /OC <</MCID 0 /Lang (zh) /On false>> BDC EMC",
        rb"(two) ' 1 2 (three) " + b'"' + rb" 0 0 m 1 1 l S f* W* n",
        b"1. +.5 -3 12abc 7Tj\x00 null R\r\n%c\r/N\xff\xfe/\xe5\x90\x8d gs<>Tj<414>Tj (\r\n)Tj",
    ],
)
def test_it_reads_what_the_parser_reads(data: bytes) -> None:
    assert _kinds(operands_and_operators([data])) == _kinds(_of_parser(data))


@pytest.mark.parametrize(
    "data",
    [
        rb"/A#42 gs",
        rb"(a(b)c) Tj",
        rb"(a\q) Tj",
        rb"(\777) Tj",
        rb"(open",
        rb"[1 2",
        rb"1 ] 2",
        rb"<</A>> BDC",
        rb"<41>>",
        rb"1 - 2",
        rb"{1} d",
        rb"BI /W 1 /H 1 ID x EI Q",
    ],
)
def test_what_is_not_plain_is_left_to_the_parser(data: bytes) -> None:
    with pytest.raises(OddError):
        operands_and_operators([data])


_PIECES = st.lists(
    st.sampled_from(
        [
            *("1", "-2.5", ".5", "-", ".", "12ab", "Tj", "T*", "'", '"', "true", "null", "/A", "/B#4", "/", "(ab)"),
            *(
                "(a\\n\\051)",
                "(",
                "((",
                ")",
                "\\",
                "\\1",
                "\\18",
                "\\400",
                "[",
                "]",
                "<<",
                ">>",
                ">",
                "<",
                "<4a",
                "4b>",
            ),
            *("<4>", "BI", "ID", "EI", "%c", "{", "}", "\n", "\r", "\t", "\0"),
        ]
    ),
    max_size=12,
)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.lists(_PIECES, min_size=1, max_size=3), st.sampled_from(["", " "]))
def test_whatever_it_reads_the_parser_reads_too(streams: list[list[str]], between: str) -> None:
    given_ = [between.join(pieces).encode() for pieces in streams]
    try:
        told = operands_and_operators(given_)
    except OddError:
        return
    assert _kinds(told) == _kinds(_of_parser(*given_))
