"""Changes of many advisors at once: what is asked of whom, line by line, and what would become of each.

A sheet has a heading and a line per advisor. Its first columns are known by their names in three languages, every other
column is a skill. An empty cell changes nothing; `-` stands for none (no site, no partner, always, without the skill).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec import UNSET, UnsetType

from palabre.foundations.ids import PartnerId, PersonId, SiteId
from palabre.foundations.problems import Invalid
from palabre.routing.model.drafts import CONVERSATIONS_MAX
from palabre.routing.model.requirements import LEVEL_MAX

COLUMNS = {
    "who": ("e-mail", "e-mail", "البريد الإلكتروني", "email", "mail", "courriel", "id"),
    "name": ("nom", "name", "الاسم"),
    "site": ("site", "site", "الموقع"),
    "partner": ("partenaire", "partner", "الشريك"),
    "calendar": ("heures de contact", "contact hours", "ساعات التواصل", "heures", "horaires", "hours"),
    "voice": ("appels", "calls", "المكالمات", "voice"),
    "chat": ("tchats", "chats", "الدردشات", "chat"),
}
"""What a column may be called; the first three are what a sheet of ours says in fr, en, ar."""
LANGUAGES = ("fr", "en", "ar")
CAPACITIES = ("voice", "chat")
NONE = "-"
_NAMED = {name: column for column, names in COLUMNS.items() for name in names}


class AdvisorChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is left out stays. `site`, `partner`, `calendar`: null: none (of hours: always). `capacities`: by channel.
    `skills`: level 1-10 by skill, 0: without it."""

    site: SiteId | UnsetType | None = UNSET
    partner: PartnerId | UnsetType | None = UNSET
    calendar: str | UnsetType | None = UNSET
    capacities: dict[str, int] = {}
    skills: dict[str, int] = {}


class Standing(msgspec.Struct, frozen=True):
    """An advisor as she stands."""

    person: PersonId
    email: str
    roles: tuple[str, ...]
    site: SiteId | None
    partner: PartnerId | None
    calendar: str | None
    capacities: dict[str, int]
    skills: dict[str, int]


class Wanted(msgspec.Struct, frozen=True):
    """`who`: an id or an e-mail address, as written on `line` (0: from a list)."""

    line: int
    who: str
    change: AdvisorChange


class Refusal(msgspec.Struct, frozen=True):
    """A line that is left out. `reason`: person_unknown, person_twice, site_unknown, partner_unknown,
    calendar_unknown, level_out_of_bounds, capacity_out_of_bounds, not_for_a_partner, more_than_you."""

    line: int
    who: str
    reason: str
    what: str = ""


class Changed(msgspec.Struct, frozen=True):
    """Only what differs, both ways."""

    person: PersonId
    before: AdvisorChange
    after: AdvisorChange


class Known(msgspec.Struct, frozen=True):
    """What exists: folded name -> id."""

    sites: Mapping[str, str]
    partners: Mapping[str, str]
    calendars: Mapping[str, str]
    skills: Mapping[str, str]


class Plan(msgspec.Struct, frozen=True):
    changed: list[Changed]
    refused: list[Refusal]
    unchanged: int


def folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def is_id(text: str) -> bool:
    """Written as our ids are."""
    return len(text) == 36 and text.count("-") == 4 and set(text) <= set("0123456789abcdef-")


def read_sheet(text: str, known: Known, lines_max: int) -> tuple[list[Wanted], list[Refusal]]:
    """Raises Invalid where the sheet as a whole is not understood: not_a_sheet, nobody_named, column_unknown,
    column_twice, too_many_lines."""
    rows = _rows(text.removeprefix("\ufeff").lstrip())
    columns = [_column(name, known) for name in next(rows, (0, []))[1]]
    if "who" not in columns:
        raise Invalid(field="csv", reason="nobody_named")
    if twice := [c for c in columns if c and columns.count(c) > 1]:
        raise Invalid(field="csv", reason="column_twice", what=twice[0])
    wanted, refused = [], []
    for line, cells in rows:
        if line > lines_max + 1:
            raise Invalid(field="csv", reason="too_many_lines", lines_max=lines_max)
        written = {c: cell.strip() for c, cell in zip(columns, cells, strict=False) if cell.strip()}
        if not written:
            continue
        try:
            wanted.append(Wanted(line, written.get("who", ""), _change(written, known)))
        except _Line as fault:
            refused.append(Refusal(line, written.get("who", ""), fault.reason, fault.what))
    return wanted, refused


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each with its line, parted by whatever parts the heading."""
    heading = text.split("\n", 1)[0]
    try:
        yield from enumerate(csv.reader(text.splitlines(keepends=True), delimiter=max(";,\t", key=heading.count)), 1)
    except csv.Error:
        raise Invalid(field="csv", reason="not_a_sheet") from None


class _Line(Exception):
    def __init__(self, reason: str, what: str) -> None:
        super().__init__(reason)
        self.reason, self.what = reason, what


def _column(name: str, known: Known) -> str:
    key = folded(name)
    if not key:
        return ""
    if found := _NAMED.get(key):
        return found
    if skill := known.skills.get(key):
        return f"skill {skill}"
    raise Invalid(field="csv", reason="column_unknown", what=name.strip()[:100])


def _change(written: Mapping[str, str], known: Known) -> AdvisorChange:
    skills = {c[6:]: _number(v, LEVEL_MAX, "level_out_of_bounds") for c, v in written.items() if c.startswith("skill ")}
    capacities = {
        c: _number(written[c], CONVERSATIONS_MAX, "capacity_out_of_bounds") for c in CAPACITIES if c in written
    }
    return AdvisorChange(
        _named(written, "site", known.sites),
        _named(written, "partner", known.partners),
        _named(written, "calendar", known.calendars),
        capacities,
        skills,
    )


def _number(cell: str, most: int, reason: str) -> int:
    if cell == NONE:
        return 0
    if not cell.isdecimal() or len(cell) > 3 or int(cell) > most:
        raise _Line(reason, cell[:100])
    return int(cell)


def _named(written: Mapping[str, str], column: str, known: Mapping[str, str]) -> str | UnsetType | None:
    if (cell := written.get(column)) is None:
        return UNSET
    if cell == NONE:
        return None
    if (found := known.get(folded(cell))) is None:
        raise _Line(f"{column}_unknown", cell[:100])
    return found


def plan(wanted: Sequence[Wanted], refused: Sequence[Refusal], standing: Sequence[Standing]) -> Plan:
    """What becomes of each who is named; in the order of the lines."""
    found = {key: one for one in standing for key in (one.person, folded(one.email)) if key}
    changed, left, unchanged, seen = [], list(refused), 0, set()
    for one in wanted:
        who = found.get(folded(one.who))
        if who is None or who.person in seen:
            left.append(Refusal(one.line, one.who, "person_twice" if who else "person_unknown"))
            continue
        seen.add(who.person)
        before, after = difference(who, one.change)
        if after == AdvisorChange():
            unchanged += 1
        else:
            changed.append(Changed(who.person, before, after))
    return Plan(changed, sorted(left, key=lambda r: (r.line, r.who)), unchanged)


def difference(one: Standing, change: AdvisorChange) -> tuple[AdvisorChange, AdvisorChange]:
    """What of the change differs from what she has: before, after."""
    places = [f for f in ("site", "partner", "calendar") if getattr(change, f) not in (UNSET, getattr(one, f))]
    capacities = {c: n for c, n in change.capacities.items() if one.capacities.get(c, 0) != n}
    skills = {s: level for s, level in change.skills.items() if one.skills.get(s, 0) != level}
    before = AdvisorChange(
        **{f: getattr(one, f) for f in places},
        capacities={c: one.capacities.get(c, 0) for c in capacities},
        skills={s: one.skills.get(s, 0) for s in skills},
    )
    after = AdvisorChange(**{f: getattr(change, f) for f in places}, capacities=capacities, skills=skills)
    return before, after


def undoing(changed: Sequence[Changed], standing: Sequence[Standing]) -> list[Changed]:
    """Back to what each had, of those who still have what the change gave them."""
    now = {one.person: one for one in standing}
    still = (c for c in changed if c.person in now and difference(now[c.person], c.after)[1] == AdvisorChange())
    return [Changed(c.person, c.after, c.before) for c in still]


def sheet_of(language: str, rows: Sequence[tuple[str, Standing]], known: Known, names: Mapping[str, str]) -> str:
    """`rows`: name and standing. `names`: of skills, sites, partners and calendars, by id. What is read back changes
    nothing."""
    place = LANGUAGES.index(language) if language in LANGUAGES else 0
    skills = sorted(known.skills.values(), key=lambda id: folded(names[id]))
    out = _Lines()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([*(names[place] for names in COLUMNS.values()), *(_cell(names[s]) for s in skills)])
    for name, one in rows:
        writer.writerow([_cell(c) for c in _cells(name, one, skills, names)])
    return "\ufeff" + "".join(out)


class _Lines(list[str]):
    write = list.append


def _cells(name: str, one: Standing, skills: Sequence[str], names: Mapping[str, str]) -> Iterator[str]:
    yield from (one.email or one.person, name)
    yield from (names.get(id or "", "") for id in (one.site, one.partner, one.calendar))
    yield from (str(one.capacities.get(c, 0)) for c in CAPACITIES)
    yield from (str(one.skills.get(skill) or "") for skill in skills)


def _cell(text: str) -> str:
    """A sheet must not take a name for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
