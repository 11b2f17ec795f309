"""What became of codes: carried in ``correspondences.csv`` and the changes of the code lists, and added by users."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from ..datapackage.classification import fold_name, load
from ..datapackage.model import format_decimal
from .question import QueryError

Relation = Literal["renamed", "moved", "split", "merged"]
_FILE = Path(__file__).with_name("correspondences.csv")
_COLUMNS = ("scheme", "from_code", "to_code", "year", "relation", "share", "confidence", "source")


@dataclass(frozen=True, slots=True)
class Correspondence:
    """From ``year`` on, what was under ``from_code`` is under ``to_code``; ``share`` of it (0 to 1) where known."""

    scheme: str  # function, economic or project
    from_code: str
    to_code: str
    year: int
    relation: Relation
    share: Decimal | None
    confidence: str
    source: str

    @property
    def zh(self) -> str:
        words = {"renamed": "编码改换", "moved": "移到新编码", "split": "拆分", "merged": "合并"}
        share = "" if self.share is None else f"，占 {format_decimal(self.share * 100)}%"
        unknown = "，份额未知" if self.relation in ("split", "merged") and self.share is None else ""
        return f"{self.year} 年起{words[self.relation]}：{self.from_code} → {self.to_code}{share}{unknown}"

    @property
    def en(self) -> str:
        share = "" if self.share is None else f", {format_decimal(self.share * 100)} % of it"
        unknown = ", share unknown" if self.relation in ("split", "merged") and self.share is None else ""
        return f"{self.relation} in {self.year}: {self.from_code} to {self.to_code}{share}{unknown}"


@cache
def carried() -> tuple[Correspondence, ...]:
    """The correspondences that the project carries."""
    return tuple(read_correspondences(_FILE))


def read_correspondences(path: Path) -> list[Correspondence]:
    """The correspondences of a CSV with the columns of ``correspondences.csv``; share, confidence, source may be empty.

    Raises:
        QueryError: the file cannot be read; the message names the row.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise QueryError(f"对应表 {path} 读不了: {error}", "the table of correspondences cannot be read") from error
    return [_correspondence(row, path, number) for number, row in enumerate(rows, 2)]


def _correspondence(row: dict[str, str], path: Path, number: int) -> Correspondence:
    try:
        said = {name: (row.get(name) or "").strip() for name in _COLUMNS}
        share = Decimal(said["share"]) if said["share"] else None
        if said["relation"] not in get_args(Relation) or not (said["from_code"] and said["to_code"]):
            raise ValueError(f"relation {said['relation']}")
        if share is not None and not 0 < share <= 1:
            raise ValueError(f"share {share}")
        relation = cast("Relation", said["relation"])
        return Correspondence(
            said["scheme"], said["from_code"], said["to_code"], int(said["year"]), relation, share,
            said["confidence"], said["source"],
        )  # fmt: skip
    except (ValueError, InvalidOperation) as error:
        raise QueryError(
            f"对应表 {path} 第 {number} 行: {error}", f"row {number} of the table of correspondences is faulty"
        ) from error


def linked(scheme: str, code: str, known: Iterable[Correspondence]) -> list[Correspondence]:
    """All correspondences that lead to or from ``code``, however many steps away, in the order of years."""
    found: dict[Correspondence, None] = {}
    codes, todo = {code}, [code]
    listed = [each for each in known if each.scheme == scheme]
    while todo:
        now = todo.pop()
        for each in listed:
            if now in (each.from_code, each.to_code):
                found.setdefault(each)
                for other in {each.from_code, each.to_code} - codes:
                    codes.add(other)
                    todo.append(other)
    return sorted(found, key=lambda each: (each.year, each.from_code, each.to_code))


def renaming(code: str, before: str, after: str) -> str:
    """The year in which a code list says that ``code`` changed from one name to the other; "" where none does."""
    for row in load("changes"):
        names = fold_name(row["old_name"]), fold_name(row["new_name"])
        if row["code"] == code and row["change"] == "rename" and names == (fold_name(before), fold_name(after)):
            return row["year_to"]
    return ""
