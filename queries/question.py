"""Questions: one SPARQL file each, with a ``#+`` header in YAML that says what is asked and what comes back.

A question runs as it stands, with its example values in ``VALUES ?parameter { ... }``; binding a parameter
replaces the rows of that block, and a parameter that is not given takes the block away.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

from .sparql import XSD, Term, render, replace_values

FOLDER = Path(__file__).parent
ParameterType = Literal["string", "name", "code", "subject", "year", "iri", "integer"]
Value = str | int
#: What a parameter can be given: a value, or several of which any will do.
Given = Value | tuple[Value, ...]


class QueryError(Exception):
    """A question cannot be answered; ``message`` says why in Chinese, ``message_en`` in English."""

    def __init__(self, message: str, message_en: str) -> None:
        super().__init__(f"{message} / {message_en}")
        self.message = message
        self.message_en = message_en


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a question takes. ``default`` is None where there is none."""

    name: str
    type: ParameterType
    zh: str
    en: str
    example: Value
    default: Value | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the answer; ``unit`` is CNY (yuan), percent or "" for what is no measure."""

    name: str
    zh: str
    en: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its text. ``level`` says at which level it sums; a text without header has none of it.

    ``well_designed`` is known of the library: each optional part shares only bound variables with what is around it.
    """

    name: str
    text: str
    zh: str = ""
    en: str = ""
    parameters: tuple[Parameter, ...] = ()
    returns: tuple[Column, ...] = ()
    level_zh: str = ""
    level_en: str = ""
    keywords: tuple[str, ...] = ()
    shards: str | Mapping[str, str] = ""  # how answers of shards become one, see merging.py
    well_designed: bool = False

    @property
    def examples(self) -> dict[str, Value]:
        """The example value of each parameter that has one in use: required ones, and those without default."""
        return {p.name: p.example for p in self.parameters if p.required or p.default is None}


@dataclass(frozen=True, slots=True)
class _Type:
    pattern: re.Pattern[str]
    term: Callable[[str], Term]
    zh: str
    en: str


_TYPES: dict[str, _Type] = {
    "string": _Type(re.compile(r"[^\ud800-\udfff]*", re.S), lambda v: Term("literal", v), "文字", "text"),
    "name": _Type(re.compile(r"[^\ud800-\udfff]*", re.S), lambda v: Term("literal", v, "", "zh"), "中文名称", "a name"),
    "code": _Type(re.compile(r"[0-9A-Za-z][0-9A-Za-z-]*"), lambda v: Term("literal", v), "编码", "a code"),
    "subject": _Type(
        re.compile(r"[0-9]{3}(?:[0-9]{2}){0,2}"),
        lambda v: Term("literal", v),
        "三、五或七位科目编码",
        "a code of 3, 5 or 7 digits",
    ),
    "year": _Type(
        re.compile(r"[12][0-9]{3}"), lambda v: Term("literal", v, XSD + "gYear"), "四位年份", "a year of four digits"
    ),
    "iri": _Type(
        re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20\x7f<>\"{}|^`\\\ud800-\udfff]+"),
        lambda v: Term("iri", v),
        "完整的 IRI",
        "an absolute IRI",
    ),
    "integer": _Type(
        re.compile(r"[+-]?[0-9]{1,18}"), lambda v: Term("literal", str(int(v)), XSD + "integer"), "整数", "an integer"
    ),
}


def parse_question(text: str, name: str = "") -> Question:
    """The question of ``text``; without a ``#+`` header it has no parameters and no described columns.

    Raises:
        QueryError: the header is no YAML of the form that questions have.
    """
    header = "\n".join(line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+"))
    if not header.strip():
        return Question(name, text)
    import yaml

    try:
        said = cast("dict[str, Any]", yaml.load(header, getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
        return Question(
            name,
            text,
            zh=str(said["question"]["zh"]),
            en=str(said["question"]["en"]),
            parameters=tuple(_parameter(entry) for entry in said.get("parameters") or ()),
            returns=tuple(Column(**entry) for entry in said.get("returns") or ()),
            level_zh=str(said["level"]["zh"]),
            level_en=str(said["level"]["en"]),
            keywords=tuple(str(word) for word in said.get("keywords") or ()),
            shards=said.get("shards") or "",
        )
    except (yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise QueryError(
            f"问题 {name or '(文本)'} 的 #+ 说明读不懂: {error}", f"the #+ header of {name or 'the text'} is not valid"
        ) from error


def _parameter(entry: Mapping[str, Any]) -> Parameter:
    if entry["type"] not in _TYPES:
        raise ValueError(f"type {entry['type']}")
    return Parameter(**entry)


@cache
def question_names() -> tuple[str, ...]:
    """The names of all questions, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.rq")))


def load_questions() -> list[Question]:
    """All questions, by name."""
    return [load_question(name) for name in question_names()]


def load_question(name: str) -> Question:
    """The question of that name.

    Raises:
        QueryError: there is none; the message names the nearest ones.
    """
    names = question_names()
    if name not in names:
        near = get_close_matches(name, names, n=3, cutoff=0.5) or [n for n in names if name and name in n][:3]
        hint, hint_en = (f"，是否指 {'、'.join(near)}？", f"; did you mean {', '.join(near)}?") if near else ("", "")
        raise QueryError(f"没有名为 {name!r} 的问题{hint}", f"no question is named {name!r}{hint_en}")
    return _carried(name)


@cache
def _carried(name: str) -> Question:
    return replace(parse_question((FOLDER / f"{name}.rq").read_text("utf-8"), name), well_designed=True)


def find_question(given: str | Path) -> Question:
    """The question that ``given`` means: the path of a file, a text (it holds a brace or white space), or a name.

    Raises:
        QueryError: no such question, or the file cannot be read.
    """
    if isinstance(given, str) and re.search(r"[\s{]", given):
        return parse_question(given)
    if isinstance(given, str) and not given.endswith(".rq") and "/" not in given:
        return load_question(given)
    path = Path(given)
    try:
        return parse_question(path.read_text("utf-8"), path.stem)
    except FileNotFoundError as error:
        raise QueryError(f"没有查询文件 {path}", "there is no such query file") from error
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"查询文件 {path} 读不了: {error}", "the query file cannot be read") from error


def bind(question: Question, given: Mapping[str, Given]) -> str:
    """The text of ``question`` with its parameters bound as typed terms; a value never becomes structure.

    Raises:
        QueryError: a parameter is unknown, missing or of the wrong type, or the text has no place for it.
    """
    known = {parameter.name for parameter in question.parameters}
    if unknown := sorted(set(given) - known):
        has, has_en = ("、".join(sorted(known)), ", ".join(sorted(known))) if known else ("（无）", "none")
        raise QueryError(
            f"问题 {question.name or '(文本)'} 没有参数 {'、'.join(unknown)}；它的参数: {has}",
            f"unknown parameter {', '.join(unknown)}; it takes {has_en}",
        )
    written = {parameter.name: _written(parameter, given.get(parameter.name)) for parameter in question.parameters}
    text, found = replace_values(question.text, written)
    if lost := sorted(known - found):
        raise QueryError(
            f"查询里没有参数 {'、'.join(lost)} 的 VALUES ?{lost[0]} {{ }}",
            f"the query has no VALUES block for {', '.join(lost)}",
        )
    return text


def _written(parameter: Parameter, value: Given | None) -> str:
    chosen = parameter.default if value is None else value
    if chosen is None:
        if parameter.required:
            raise QueryError(
                f"缺少参数 {parameter.name}（{parameter.zh}），例如 {parameter.name}={parameter.example}",
                f"parameter {parameter.name} is missing ({parameter.en}), for example {parameter.example}",
            )
        return ""
    several = chosen if isinstance(chosen, tuple) else (chosen,)
    return " ".join(render(term_of(parameter, each)) for each in several)


def term_of(parameter: Parameter, value: Value) -> Term:
    """``value`` as the RDF term that the parameter's type asks for.

    Raises:
        QueryError: the value is not of that type.
    """
    wanted = _TYPES[parameter.type]
    text = value if isinstance(value, str) else str(value)
    if isinstance(value, bool) or not wanted.pattern.fullmatch(text):
        raise QueryError(
            f"参数 {parameter.name} 应为{wanted.zh}，不能是 {text[:80]!r}",
            f"parameter {parameter.name} has to be {wanted.en}",
        )
    return wanted.term(text)
