"""What the library says in English alone, in Chinese and in English: the help, and what is wrong with a call."""

from __future__ import annotations

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup

#: The library's errors of usage by their names, which its versions keep while they move the classes.
_TOLD = {
    "NoSuchOption": "没有这个选项：{option_name}",
    "NoSuchCommand": "没有这个命令：{quoted}",
    "MissingParameter": "缺少{what} {name}",
    "BadParameter": "{name} 的值不能用",
    "BadOptionUsage": "选项 {option_name} 的用法不对",
    "BadArgumentUsage": "参数的用法不对",
    "FileError": "打不开文件：{quoted}",
}
#: What only the words of an error of usage in general tell.
_BY_WORDS = (
    (re.compile("No such command"), "没有这个命令：{quoted}"),
    (re.compile("unexpected extra argument"), "多了参数：{behind}"),
)
_WHAT = {"option": "选项", "argument": "参数"}
#: What the help says in the library's own words, each a whole line or the beginning or end of one.
_OF_HELP = (
    (re.compile(r"^Usage:"), "用法 Usage:"),
    (re.compile(r"^Arguments:$", re.M), "参数 Arguments:"),
    (re.compile(r"^Options:$", re.M), "选项 Options:"),
    (re.compile(r"^Commands:$", re.M), "命令 Commands:"),
    (re.compile(r"\[required\]$", re.M), "[必填 required]"),
    (re.compile(r"Show this message and exit\.$", re.M), "显示这段说明 / show this message"),
    (re.compile(r"<list\[str\]>"), "<str> ...  "),  # as long as before, so that the columns stay
)
_QUOTED, _BEHIND = re.compile("'([^']*)'"), re.compile(r"\((.*)\)")


class Command(TyperCommand):
    """A command whose help is Chinese first."""

    def get_help(self, ctx: Any) -> str:
        return _chinese_first(super().get_help(ctx))


class Group(TyperGroup):
    """The commands together, whose help is Chinese first."""

    def get_help(self, ctx: Any) -> str:
        return _chinese_first(super().get_help(ctx))


def _chinese_first(text: str) -> str:
    for words, both in _OF_HELP:
        text = words.sub(both, text)
    return text


def is_wrong_usage(error: BaseException) -> bool:
    """Whether the library raised ``error`` as it found the command called wrongly."""
    return any(kind.__name__ == "ClickException" for kind in type(error).__mro__)


def told(error: Any) -> str:
    """One line of what is wrong and where help is: Chinese first, then the library's own words."""
    said = str(error.format_message()).strip().rstrip(".")
    chinese = _TOLD.get(type(error).__name__) or next((zh for words, zh in _BY_WORDS if words.search(said)), "用法不对")
    words = {
        "option_name": getattr(error, "option_name", ""),
        "name": _name(error),
        "what": _WHAT.get(getattr(getattr(error, "param", None), "param_type_name", ""), "参数"),
        "quoted": _found(_QUOTED, said),
        "behind": _found(_BEHIND, said),
    }
    context = getattr(error, "ctx", None)
    help_at = f"{context.command_path} -h" if context else "yusuan -h"
    return f"{chinese.format_map(words)}；用法见 {help_at} / {said}; see {help_at}"


def _name(error: Any) -> str:
    """The parameter that an error is about: its option, else what stands for it in the usage."""
    parameter = getattr(error, "param", None)
    if parameter is None:
        return str(getattr(error, "param_hint", None) or "")
    options = [str(option) for option in getattr(parameter, "opts", ()) if str(option).startswith("-")]
    return options[0] if options else str(parameter.name)


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[1] if match else ""
