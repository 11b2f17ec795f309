"""Commands that are called wrongly: what is wrong, in Chinese and in English, and exit code 2."""

from __future__ import annotations

import sys

import pytest
from yusuan import cli
from yusuan.console import width
from yusuan.outcomes import EXIT


def called(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["yusuan", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(str(ended.value.code))


@pytest.mark.parametrize(
    ("arguments", "chinese", "english"),
    [
        (("build", "--nosuch"), "没有这个选项：--nosuch", "No such option: --nosuch"),
        (("where",), "缺少参数 observation", "Missing argument"),
        (("nosuch",), "没有这个命令：nosuch", "No such command"),
        (("doctor", "a", "b"), "多了参数", "unexpected extra argument"),
        (("build", "a", "--jobs", "many"), "--jobs 的值不能用", "Invalid value"),
        (("serve", "out", "--port", "99999"), "--port 的值不能用", "Invalid value"),
        (("check", "."), "是文件夹，请给出一份文档的文件", "a folder"),
        (("inspect", "."), "是文件夹，请给出一份文档的文件", "a folder"),
        (("check", "/dev/null"), "不是普通文件", "no regular file"),
        (("check", "nosuch.pdf"), "文件不存在", "there is no such file"),
        (("query", "nosuch.rq"), "没有查询文件 nosuch.rq", "there is no such query file"),
        (("run", "a", "--policy", "nosuch.toml"), "没有这个策略文件", "there is no such policy"),
        (("build", "a", "--out"), "选项 --out 的用法不对", "requires an argument"),
    ],
)
def test_what_is_wrong_is_told_in_both_languages(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], chinese: str, english: str
) -> None:  # fmt: skip
    assert called(monkeypatch, *arguments) == EXIT["usage"]
    printed = capsys.readouterr().err
    assert chinese in printed
    assert english in printed
    assert printed.startswith("错误 ")
    assert len(printed.splitlines()) == 1


@pytest.mark.parametrize(
    "name", ["", *(str(c.name or c.callback.__name__) for c in cli.app.registered_commands if c.callback)]
)
def test_the_help_of_every_command_is_chinese_first(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert called(monkeypatch, *filter(None, [name, "--help"])) == EXIT["done"]
    printed = capsys.readouterr().out
    assert printed.startswith("用法 Usage: ")
    headings = [line for line in printed.splitlines() if line.endswith(":") and not line.startswith(" ")]
    assert headings
    assert not [line for line in headings if line.isascii()]
    assert "Show this message" not in printed
    assert "list[" not in printed


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize("name", ["", "build", "query", "serve", "publish", "load"])
def test_help_keeps_to_the_columns_of_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    assert called(monkeypatch, *filter(None, [name, "--help"])) == EXIT["done"]
    lines = capsys.readouterr().out.splitlines()
    assert max(map(width, lines)) <= columns
    assert not [line for line in lines if line.lstrip().startswith(("，", "、", "/ "))]


def test_help_is_the_answer_to_nothing_and_no_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert called(monkeypatch, "--help") == EXIT["done"]
    assert "build" in capsys.readouterr().out
    assert called(monkeypatch) == EXIT["usage"]
    said = capsys.readouterr()
    assert "build" in said.out + said.err
    assert "错误" not in said.err


def test_a_command_keeps_its_own_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    assert called(monkeypatch, "build", "/nonexistent/a.pdf", "--out", "/nonexistent/out") not in (0, EXIT["internal"])
