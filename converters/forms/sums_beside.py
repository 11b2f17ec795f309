"""Rows whose sum stands beside that of the whole table: “三公”经费, 会议费, 培训费 and the 合计 of all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from ...datapackage.frozen import changed
from .form import Form, Means, fold, fold_label
from .reading import Amount


def told_from_the_whole(form: Form, amounts: Sequence[Amount]) -> list[Amount]:
    """The amounts, a row that ``form.beside`` names told from the total where both are printed and are not the same."""
    own = {fold(name): means for name, means in form.beside.items()}
    sums = [a for a in amounts if own and a.means.get("line") == "total"]
    whole = {_column_of(a): a.value for a in sums if fold_label(a.label) not in own}
    return list(_told(amounts, own, whole)) if whole else list(amounts)


def _told(
    amounts: Iterable[Amount], own: dict[str, Means], whole: dict[tuple[object, ...], Decimal | None]
) -> Iterable[Amount]:
    for amount in amounts:
        means = own.get(fold_label(amount.label)) if amount.means.get("line") == "total" else None
        is_other = means is not None and whole.get(_column_of(amount), amount.value) != amount.value
        yield changed(amount, means={**amount.means, **means}) if means and is_other else amount


def _column_of(amount: Amount) -> tuple[object, ...]:
    return (amount.year, amount.unit_name, amount.unit_code, *sorted(amount.means.items()))
