"""Many advisors changed in one gesture: shown first, then written with what was before, undone in one gesture."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from hashlib import sha256

import msgspec
from msgspec import UNSET

from palabre.foundations import limits
from palabre.foundations.clock import Instant
from palabre.foundations.ids import PersonId
from palabre.foundations.problems import Invalid, NotFound
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.web.pages import Page, key_of, page_of
from palabre.routing import ports
from palabre.routing.actions.skills import abilities_of, configure_advisors, list_skills
from palabre.routing.model import bulk as model
from palabre.routing.model.bulk import AdvisorChange, Changed, Known, Plan, Refusal, Standing, Wanted, folded
from palabre.routing.problems import BulkChangedMeanwhile
from palabre.routing.store import bulk as store
from palabre.tenants.actions.audit import record
from palabre.tenants.actions.people import place_people
from palabre.tenants.actions.places import list_partners, list_sites
from palabre.tenants.model.people import check_roles
from palabre.tenants.problems import RolesNotGranted

PLACES = ("site", "partner")


class Preview(msgspec.Struct, frozen=True):
    """What would change. `changes` and `refusals`: the first BULK_SHOWN_MAX. `token`: names this plan; given back, it
    is done only as it was shown."""

    changed: int
    unchanged: int
    refused: int
    changes: list[Changed]
    refusals: list[Refusal]
    token: str


class BulkChange(msgspec.Struct, frozen=True):
    """`left_alone`: advisors whom the undoing left as they were, changed by somebody since."""

    id: str
    advisors: int
    changed_at: Instant
    changed_by: PersonId | None
    undone_at: Instant | None = None
    left_alone: int = 0


async def preview(tx: Transaction, csv: str, people: Sequence[str], change: AdvisorChange | None) -> Preview:
    """Of a sheet, or of one change of these people."""
    plan, _ = await _plan(tx, csv, people, change)
    shown = limits.BULK_SHOWN_MAX
    return Preview(
        len(plan.changed), plan.unchanged, len(plan.refused), plan.changed[:shown], plan.refused[:shown], _token(plan)
    )


async def change_many(
    tx: Transaction, csv: str, people: Sequence[str], change: AdvisorChange | None, token: str
) -> BulkChange:
    """As previewed, refused lines left out. Raises BulkChangedMeanwhile where it would not be the same any more."""
    plan, standing = await _plan(tx, csv, people, change, lock=True)
    if token != _token(plan):
        raise BulkChangedMeanwhile(changed=len(plan.changed), refused=len(plan.refused))
    if not plan.changed:
        raise Invalid(field="change", reason="nothing")
    made = BulkChange(new_id(), len(plan.changed), now_ms(), tx.scope.person)
    await _write(tx, plan.changed, standing)
    row = {"id": made.id, "now": made.changed_at, "person": made.changed_by}
    await store.insert(tx, {**row, "changes": msgspec.json.encode(plan.changed).decode()})
    await record(tx, "routing.change_many", f"bulk:{made.id}", advisors=made.advisors, refused=len(plan.refused))
    return made


async def undo(tx: Transaction, id: str) -> BulkChange:
    """Each has again what she had, but for those whom somebody has changed since."""
    tx.scope.require("routing.advisors.edit")
    row = await store.find(tx, id)
    if row is None or row["undone_at"]:
        raise NotFound(what="change")
    changed = msgspec.convert(row["changes"], list[Changed])
    people = [c.person for c in changed]
    await store.lock_people(tx, people)
    standing = await _standing(tx, people)
    back = model.undoing(changed, standing)
    await _write(tx, back, standing)
    await store.undone(tx, id, now_ms(), len(changed) - len(back))
    await record(tx, "routing.undo_change_many", f"bulk:{id}", advisors=len(back))
    return _change_of((await store.page(tx, None, 1, only=id))[0])


async def list_changes(tx: Transaction, *, after: str, limit: int) -> Page[BulkChange]:
    """The latest first."""
    tx.scope.require("routing.view")
    key = key_of(after, tuple[str])
    return page_of(await store.page(tx, key and key[0], limit + 1), limit, _change_of, "id")


def _change_of(row: dict) -> BulkChange:
    return BulkChange(**row)


async def _plan(
    tx: Transaction, csv: str, people: Sequence[str], change: AdvisorChange | None, *, lock: bool = False
) -> tuple[Plan, list[Standing]]:
    """And those who are named, as they stand."""
    tx.scope.require("routing.advisors.edit")
    if bool(csv) == bool(people) or bool(people) != bool(change):
        raise Invalid(field="csv", reason="one_of_two")
    known, refused = await known_names(tx), []
    if csv:
        wanted, refused = model.read_sheet(csv, known, limits.BULK_LINES_MAX)
    else:
        wanted = [Wanted(0, person, _checked(change, known)) for person in people]  # type: ignore[arg-type]
    ids = await _people(tx, [one.who for one in wanted])
    if lock:
        await store.lock_people(tx, ids)
    standing = await _standing(tx, ids)
    return _permitted(tx, model.plan(wanted, refused, standing), standing, wanted), standing


def _permitted(tx: Transaction, plan: Plan, standing: Sequence[Standing], wanted: Sequence[Wanted]) -> Plan:
    """Who may not be moved is refused: a partner's person is an advisor and no more, and nobody moves her betters."""
    moved = [c for c in plan.changed if any(getattr(c.after, f) is not UNSET for f in PLACES)]
    if not moved:
        return plan
    tx.scope.require("people.edit")
    at, lines = {one.person: one for one in standing}, {folded(one.who): one for one in wanted}
    out: dict[str, Refusal] = {}
    for change in moved:
        her = at[change.person]
        line = lines.get(her.person) or lines[folded(her.email)]
        try:
            check_roles(tx.scope, her.roles, her.partner if change.after.partner is UNSET else change.after.partner)
        except Invalid:
            out[her.person] = Refusal(line.line, line.who, "not_for_a_partner")
        except RolesNotGranted:
            out[her.person] = Refusal(line.line, line.who, "more_than_you")
    refused = sorted([*plan.refused, *out.values()], key=lambda r: (r.line, r.who))
    return Plan([c for c in plan.changed if c.person not in out], refused, plan.unchanged)


async def _people(tx: Transaction, who: Sequence[str]) -> list[str]:
    named = [key for one in who if "@" in (key := folded(one))]
    found = await store.people_of_addresses(tx, named, limits.BULK_LINES_MAX)
    return sorted({*found, *(one for one in map(folded, who) if model.is_id(one))})


def _checked(change: AdvisorChange, known: Known) -> AdvisorChange:
    if change.site and change.site not in known.sites.values():
        raise Invalid(field="site", reason="unknown")
    if change.partner and change.partner not in known.partners.values():
        raise Invalid(field="partner", reason="unknown")
    if change.calendar and change.calendar not in known.calendars.values():
        raise Invalid(field="calendar", reason="unknown")
    if unknown := set(change.skills) - set(known.skills.values()):
        raise Invalid(field="skills", reason="unknown", skills=sorted(unknown))
    return change


async def _standing(tx: Transaction, people: Sequence[str]) -> list[Standing]:
    rows = await store.standing(tx, people, limits.BULK_LINES_MAX)
    return [standing_of(row) for row in rows]


def standing_of(row: dict) -> Standing:
    shown = abilities_of(row)
    return Standing(
        row["person"], row["email"], tuple(row["roles"]), row["site"], row["partner"], row["calendar"],
        shown.capacities, shown.skills,
    )  # fmt: skip


async def known_names(tx: Transaction) -> Known:
    async def of(pages: Callable[..., Awaitable[Page]]) -> dict[str, str]:
        found, after = [], ""
        while True:
            page = await pages(tx, after=after, limit=limits.PAGE_ROWS_MAX)
            found += [row for row in page.rows if getattr(row, "active", True)]
            if not (after := page.next or ""):
                return {folded(row.name): row.id for row in found}

    calendars = {folded(name): id for id, name in (await ports.calendar_names(tx)).items()}
    return Known(await of(list_sites), await of(list_partners), calendars, await of(list_skills))


async def _write(tx: Transaction, changed: Sequence[Changed], standing: Sequence[Standing]) -> None:
    """`standing`: read since they were locked."""
    now = {one.person: one for one in standing}
    after = {c.person: c.after for c in changed}
    places = {
        p: tuple(getattr(now[p] if getattr(a, f) is UNSET else a, f) for f in PLACES)
        for p, a in after.items()
        if any(getattr(a, f) is not UNSET for f in PLACES)
    }
    if places:
        await place_people(tx, places)  # type: ignore[arg-type]
    await store.set_skills(tx, [(p, skill, level) for p, a in after.items() for skill, level in a.skills.items()])
    await store.set_capacities(tx, {p: now[p].capacities | a.capacities for p, a in after.items() if a.capacities})
    await store.set_calendars(tx, {p: a.calendar for p, a in after.items() if a.calendar is not UNSET})
    await configure_advisors(tx, list(after))


def _token(plan: Plan) -> str:
    return sha256(msgspec.json.encode(plan)).hexdigest()
