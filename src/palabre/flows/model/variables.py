"""Variables that a flow declares: what they may hold, and what publication says of those who use them otherwise."""
from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Annotated, Literal

import msgspec

from palabre.flows.model.faults import Fault

Kind = Literal["text", "number", "digits", "date", "time", "yes_no", "choice"]
VALUE_CHARACTERS_MAX = 2000
AS_IF = "_as_if"  # of a trial: the instant (ms) that its steps take for now
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_WHOLE = re.compile(r"\{([a-z][a-z0-9_]{0,39})\}")
SPOKEN_AS = {"number": ("number",), "digits": ("digits", "number"), "date": ("date",), "time": ("time",)}


class Declared(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One variable. `type`: text, number (decimal), digits, date (2026-10-25), time (14:05), yes_no, or a choice of
    `values`. `begins`: with what a run begins. `way`: its own, given by who runs the flow as a sub-flow, or returned to
    it. `about`: for people."""

    type: Kind = "text"
    begins: Annotated[str, msgspec.Meta(max_length=VALUE_CHARACTERS_MAX)] = ""
    values: Annotated[tuple[Annotated[str, msgspec.Meta(max_length=200)], ...], msgspec.Meta(max_length=100)] = ()
    way: Literal["own", "given", "returned"] = "own"
    about: Annotated[str, msgspec.Meta(max_length=500)] = ""


def fits(declared: Declared, value: str) -> bool:
    """Whether it may hold this; the empty text is «not yet» and always may."""
    if not value:
        return True
    match declared.type:
        case "number":
            return _is_number(value)
        case "digits":
            return value.isascii() and value.isdigit()
        case "date":
            return _is_date(value)
        case "time":
            return _TIME.fullmatch(value) is not None
        case "yes_no":
            return value in ("yes", "no")
        case "choice":
            return value in declared.values
    return True


def _is_number(value: str) -> bool:
    try:
        return Decimal(value).is_finite()
    except InvalidOperation:
        return False


def _is_date(value: str) -> bool:
    try:
        return len(value) == 10 and bool(datetime.date.fromisoformat(value))
    except ValueError:
        return False


def begins_with(declares: Mapping[str, Declared]) -> dict[str, str]:
    """What a run knows before its first step."""
    return {name: one.begins for name, one in declares.items() if one.begins}


def declaration_faults(declares: Mapping[str, Declared]) -> Iterator[Fault]:
    for name, one in declares.items():
        if one.type == "choice" and not one.values:
            yield Fault("variable_values_missing", "", name)
        elif not fits(one, one.begins):
            yield Fault("value_unfit", "", name)


def constant_fault(declares: Mapping[str, Declared], name: str, text: str) -> Fault | None:
    """A text that stands in the flow is given to a variable: {variables} in it are judged when it runs."""
    if name not in declares or "{" in text or fits(declares[name], text):
        return None
    return Fault("value_unfit", "", name)


def compared_fault(declares: Mapping[str, Declared], name: str, test: str, values: tuple[str, ...]) -> Fault | None:
    """`test` of a variable against texts that stand in the flow."""
    if name not in declares:
        return None
    if test in ("less", "at_most", "more", "at_least"):
        return None if declares[name].type in ("number", "digits") else Fault("variable_not_number", "", name)
    if test in ("equals", "one_of") and not all(fits(declares[name], value) for value in values):
        return Fault("value_unfit", "", name)
    return None


def spoken_fault(declares: Mapping[str, Declared], say: str, value: str) -> Fault | None:
    """One variable said as a number, digits, a date or a time must be one."""
    whole = _WHOLE.fullmatch(value)
    if whole is None or say not in SPOKEN_AS or whole[1] not in declares:
        return None
    kind = declares[whole[1]].type
    if kind in SPOKEN_AS[say] or (say == "number" and kind == "digits"):
        return None
    return Fault(f"variable_not_{say}", "", whole[1])
