"""What ``yusuan validate`` tells people: a package is judged, the mistakes of its document are told as the document's."""

from __future__ import annotations

from pathlib import Path

from yusuan.commands.validation import validate
from yusuan.console import Console
from yusuan.outcomes import EXIT


def test_the_mistakes_of_a_document_are_told_as_its_own_in_both_languages(example_build: Path) -> None:
    result = validate(example_build / "packages" / "420100-157003-2024-budget", Console(quiet=True))
    assert result.exit_code == EXIT["done"]
    state, zh, en = result.as_text().splitlines()
    assert state.endswith("✓ 合格 valid")
    assert "文档疑点：错误 2" in zh
    assert "its findings: 2 errors" in en
