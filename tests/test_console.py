"""What a terminal is told: file names may hold any byte, and none of them commands it."""

from __future__ import annotations

import pytest
from yusuan.console import Console, printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2024年预算　公开.pdf", "2024年预算　公开.pdf"),
        ("👩‍💻.txt", "👩‍💻.txt"),
        ("a\nb\tc.txt", r"a\nb\tc.txt"),
        ("\x1b[31m.txt", r"\x1b[31m.txt"),
        ("\udcff.txt", r"\udcff.txt"),
    ],
)
def test_a_name_is_one_line_of_text(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_lines_of_progress_and_errors_are_such_lines(capsys: pytest.CaptureFixture[str]) -> None:
    console = Console(color=False)
    with console.progress(1) as step:
        step("a\nb")
    console.error("c\x1bd")
    assert capsys.readouterr().err.splitlines() == [r"[1/1] a\nb", r"错误 c\x1bd"]
