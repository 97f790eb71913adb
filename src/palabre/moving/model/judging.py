"""A row of a file beside what is there: new, changed, same or refused. Pure.

A thing is text by column, in one way of writing (`cells`); so is what is there, as the hands read it. An empty cell is
not in `fields`: it leaves what there is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

import msgspec

from palabre.customers.model import normalise_address
from palabre.moving.model import cells
from palabre.moving.model.cells import Unfit
from palabre.moving.model.kinds import Kind
from palabre.tenants.model.words import fold

MORE = "more:"
ADDRESSES_MAX = 20
MORE_MAX, MORE_CHARACTERS_MAX = 30, 500
TEXT_MAX = 10_000
ADVISOR_LEVEL, QUEUE_LEVEL = 5, 1

Cells = Mapping[str, Sequence[str]]


class About(msgspec.Struct, frozen=True):
    """Of the tenant: where a number without country code is dialled from, what is taken where a file says nothing."""

    country: str
    zone: str
    language: str


class Thing(msgspec.Struct):
    """Something that is there. `fields`: all of its columns, '' where it has none. `used`: since it was made."""

    id: str
    fields: dict[str, str]
    active: bool = True


class Judged(msgspec.Struct):
    """`state`: new, changed, same, refused. `before`: of the fields that would change. A refusal: `field`, `reason`,
    `what`."""

    state: str
    fields: dict[str, str]
    before: dict[str, str] = {}
    thing: str = ""
    field: str = ""
    reason: str = ""
    what: str = ""


def refused(fields: dict[str, str], field: str, reason: str, what: str = "") -> Judged:
    return Judged("refused", fields, field=field, reason=reason, what=what[:200])


def cleaned(kind: Kind, row: Cells, about: About) -> dict[str, str]:
    """The fields of a row in our way of writing. Raises Unfit, told of which column by `at`."""
    fields: dict[str, str] = {}
    for column in kind.columns:
        given = [one for one in row.get(column.name, ()) if one]
        if given:
            fields[column.name] = _cleaned(kind, column.name, given, about)
    _joined_name(fields)
    if kind.more:
        fields |= _more(row)
    return fields


def _cleaned(kind: Kind, column: str, given: Sequence[str], about: About) -> str:
    try:
        clean = CLEAN.get((kind.name, column)) or CLEAN.get(("", column)) or _line
        return clean("; ".join(given) if column in SEVERAL else given[0], about)
    except Unfit as unfit:
        raise At(column, unfit.reason, unfit.what) from None


class At(Exception):
    """A cell that does not fit."""

    def __init__(self, column: str, reason: str, what: str) -> None:
        super().__init__(column, reason, what)
        self.column, self.reason, self.what = column, reason, what


def _joined_name(fields: dict[str, str]) -> None:
    if first := fields.pop("first_name", ""):
        fields["name"] = f"{first} {fields.get('name', '')}".strip()


def _more(row: Cells) -> dict[str, str]:
    own = {name: given[0][:MORE_CHARACTERS_MAX] for name, given in row.items() if name.startswith(MORE) and given[0]}
    return dict(list(own.items())[:MORE_MAX])


def key_of(kind: Kind, fields: Mapping[str, str]) -> str:
    """What it is known by; '' where that is not said."""
    if kind.name == "customers":
        found = addresses(fields)
        return found[0] if found else ""
    parts = [fold(fields.get(name, "")) if name == "name" else fields.get(name, "").casefold() for name in kind.key]
    return "/".join(parts) if all(parts) else ""


def addresses(fields: Mapping[str, str]) -> list[str]:
    """Of a customer: `phone:+33…`, `email:…`."""
    return [f"{name[:-1]}:{one}" for name in ("phones", "emails") for one in cells.parts(fields.get(name, ""))]


def judge(kind: Kind, fields: dict[str, str], there: Thing | None) -> Judged:
    """`fields` as `cleaned`; names that it leans on have been looked for already."""
    if there is None:
        missing = next((c.name for c in kind.columns if c.needed and not fields.get(c.name)), None)
        return refused(fields, missing, "needed") if missing else Judged("new", fields)
    after = merged(kind, fields, there)
    before = {name: there.fields.get(name, "") for name, value in after.items() if value != there.fields.get(name, "")}
    if not there.active:
        before["active"] = "no"
    return Judged("changed" if before else "same", {**fields, **{n: after[n] for n in before if n in after}}, before,
                  there.id)  # fmt: skip


def merged(kind: Kind, fields: Mapping[str, str], there: Thing) -> dict[str, str]:
    """What the named fields come to: a customer's addresses are added to, never taken away by a file."""
    after = {name: value for name, value in fields.items() if name != "active"}
    for name in ("phones", "emails") if kind.name == "customers" else ():
        if name in after:
            own = cells.parts(there.fields.get(name, ""))
            after[name] = "; ".join([*own, *(one for one in cells.parts(after[name]) if one not in own)])
    if kind.name in ("skills", "advisors", "queues", "hours", "prompts", "numbers"):
        # named as it is there: a difference of case alone is none
        for name in kind.key:
            if fold(after.get(name, "")) == fold(there.fields.get(name, "")):
                after.pop(name, None)
    return after


def leans_on(kind: Kind, fields: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """(column, kind of thing, name) of all that must be there or come with it."""
    found = [(column, of, fields[column]) for column, of in LEANS.get(kind.name, ()) if fields.get(column, "-") != "-"]
    if "skills" in fields and kind.name in ("queues", "advisors") and not fields["skills"].startswith("["):
        found += [("skills", "skills", name) for name in cells.read_skills(fields["skills"])]
    return found


def missing(kind: Kind, fields: Mapping[str, str], known: Callable[[str], Collection[str]]) -> Judged | None:
    """A name that is neither there nor in what is moved in with it. `known`: folded names by kind of thing."""
    for column, of, name in leans_on(kind, fields):
        if fold(name) not in known(of):
            return refused(dict(fields), column, f"no_such_{of}", name)
    return None


LEANS = {
    "queues": (("hours", "hours"), ("overflow", "queues")),
    "numbers": (("flow", "flows"),),
    "advisors": (("site", "sites"), ("partner", "partners")),
}
SEVERAL = ("phones", "emails", "skills")


def _line(text: str, about: About) -> str:
    joined = " ".join(text.split())
    if len(joined) > 200:
        raise Unfit("too_long", joined[:40])
    return joined


def _text(text: str, about: About) -> str:
    if len(text) > TEXT_MAX:
        raise Unfit("too_long", text[:40])
    return text


def _phone(text: str, about: About) -> str:
    plain = text.lstrip("'\u200e\u202a").rstrip("\u202c").translate(_DIGITS).replace("\u00a0", " ").strip()
    address = normalise_address("phone", plain, about.country)
    if not address.joins:
        raise Unfit("not_a_number", text)
    return address.value


def _phones(text: str, about: About) -> str:
    found = dict.fromkeys(_phone(one, about) for one in cells.re.split(r"[;,|/\n]", text) if one.strip())
    if len(found) > ADDRESSES_MAX:
        raise Unfit("too_many", str(ADDRESSES_MAX))
    return "; ".join(found)


def _email(text: str, about: About) -> str:
    address = normalise_address("email", text, about.country)
    if not address.joins:
        raise Unfit("not_an_email", text)
    return address.value


def _emails(text: str, about: About) -> str:
    return "; ".join(dict.fromkeys(_email(one, about) for one in cells.parts(text)))


def _identifier(text: str, about: About) -> str:
    """A prompt's name, as flows call it."""
    found = "_".join(fold(text.rsplit(".", 1)[0] if text.lower().endswith((".wav", ".mp3")) else text)
                     .replace("-", "_").replace("'", "_").split())  # fmt: skip
    if not cells.re.fullmatch(r"[a-z][a-z0-9_]{0,39}", found):
        raise Unfit("not_an_identifier", text)
    return found


_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
_CHOICES: dict[tuple[str, str], Callable[[str], str]] = {
    ("skills", "kind"): cells.skill_kind, ("queues", "channel"): cells.channel, ("hours", "days"): cells.days,
    ("numbers", "free_until_answered"): cells.yes_or_no, ("advisors", "roles"): cells.roles,
    ("advisors", "language"): cells.desk_language, ("", "language"): cells.language,
    ("advisors", "skills"): lambda text: cells.skills(text, ADVISOR_LEVEL),
    ("queues", "skills"): lambda text: text if text.startswith("[") else cells.skills(text, QUEUE_LEVEL),
    ("queues", "target_seconds"): lambda text: cells.number(text, 1, 604_800),
    ("queues", "wrap_up_seconds"): lambda text: cells.number(text, 0, 3_600),
    ("advisors", "calls"): lambda text: cells.number(text, 0, 20),
    ("advisors", "chats"): lambda text: cells.number(text, 0, 20),
    **{("hours", day): cells.hours for day in
       ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")},
}  # fmt: skip
CLEAN: dict[tuple[str, str], Callable[[str, About], str]] = {
    ("numbers", "number"): _phone, ("numbers", "rescue_number"): _phone, ("do_not_call", "number"): _phone,
    ("advisors", "email"): _email, ("customers", "phones"): _phones, ("customers", "emails"): _emails,
    ("customers", "note"): _text, ("prompts", "text"): _text, ("prompts", "name"): _identifier,
    **{where: (lambda text, about, choose=choose: choose(text)) for where, choose in _CHOICES.items()},
}  # fmt: skip
