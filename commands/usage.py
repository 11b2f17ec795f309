"""What the library says in English alone, in Chinese and in English: the help, and what is wrong with a call."""

from __future__ import annotations

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup

from .help_page import HelpPage

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
_QUOTED, _BEHIND = re.compile("'([^']*)'"), re.compile(r"\((.*)\)")


class Command(TyperCommand):
    """A command whose help is Chinese first."""

    def get_help(self, ctx: Any) -> str:
        return _help_of(self, ctx)


class Group(TyperGroup):
    """The commands together, whose help is Chinese first."""

    def get_help(self, ctx: Any) -> str:
        return _help_of(self, ctx)


def _help_of(command: TyperCommand | TyperGroup, ctx: Any) -> str:
    page: Any = HelpPage()  # it has what the library's own formatter is asked for
    command.format_help(ctx, page)
    return page.getvalue().rstrip("\n")


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
