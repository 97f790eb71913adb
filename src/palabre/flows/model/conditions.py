"""Conditions as data: small enough to be read, drawn and checked; nothing is ever evaluated as code."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Annotated, Literal

import msgspec

CONDITION_DEPTH_MAX = 8

Test = Literal[
    "equals", "one_of", "less", "at_most", "more", "at_least", "starts_with", "is_empty", "all", "any", "not"
]


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`test` of one `variable` against `value` (`one_of`: `values`), or of the conditions in `of`.

    less, at_most, more and at_least compare decimal numbers; what is not a number fits none of them.
    `not`: none of `of`. A variable never set is the empty text.
    """

    test: Test
    variable: Annotated[str, msgspec.Meta(max_length=40)] = ""
    value: Annotated[str, msgspec.Meta(max_length=500)] = ""
    values: Annotated[tuple[str, ...], msgspec.Meta(max_length=100)] = ()
    of: Annotated[tuple[Condition, ...], msgspec.Meta(max_length=20)] = ()


def holds(condition: Condition, variables: Mapping[str, str]) -> bool:
    parts = (holds(part, variables) for part in condition.of)
    match condition.test:
        case "all":
            return all(parts)
        case "any":
            return any(parts)
        case "not":
            return not any(parts)
    text = variables.get(condition.variable, "")
    match condition.test:
        case "equals":
            return text == condition.value
        case "one_of":
            return text in condition.values
        case "starts_with":
            return text.startswith(condition.value)
        case "is_empty":
            return text == ""
    return _compare(condition.test, _number(text), _number(condition.value))


def _compare(test: str, left: Decimal | None, right: Decimal | None) -> bool:
    if left is None or right is None:
        return False
    return {"less": left < right, "at_most": left <= right, "more": left > right, "at_least": left >= right}[test]


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def variables_of(condition: Condition) -> Iterator[str]:
    """Every variable it looks at."""
    if condition.variable:
        yield condition.variable
    for part in condition.of:
        yield from variables_of(part)


def compared_in(condition: Condition) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(variable, test, texts) of each comparison."""
    if condition.variable:
        texts = condition.values if condition.test == "one_of" else (condition.value,)
        yield condition.variable, condition.test, texts
    for part in condition.of:
        yield from compared_in(part)


def condition_fault(condition: Condition, depth: int = 1) -> str:
    """'' or what is wrong: too_deep, variable_missing, parts_missing."""
    if depth > CONDITION_DEPTH_MAX:
        return "condition_too_deep"
    if condition.test in ("all", "any", "not"):
        found = [fault for part in condition.of if (fault := condition_fault(part, depth + 1))]
        return found[0] if found else ("" if condition.of else "condition_parts_missing")
    return "" if condition.variable else "condition_variable_missing"
