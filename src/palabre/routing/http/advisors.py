"""Advisors for those who plan, changes of many with their preview, account managers and attained shares by HTTP."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, Router, get, post, put
from litestar.params import Parameter

from palabre.foundations import limits
from palabre.foundations.ids import CustomerId, PersonId, QueueId
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import now_ms
from palabre.plumbing.services import Services
from palabre.plumbing.web.given import UNSET, Unset
from palabre.plumbing.web.pages import Cursor, Limit, Page
from palabre.routing.actions import advisors, bulk
from palabre.routing.model import views
from palabre.routing.model.bulk import AdvisorChange
from palabre.routing.model.drafts import CONVERSATIONS_MAX
from palabre.routing.model.shares import Attained

Most = Annotated[int, msgspec.Meta(ge=0, le=CONVERSATIONS_MAX)]
Level = Annotated[int, msgspec.Meta(ge=0, le=10)]


class Change(msgspec.Struct):
    """What is left out stays. `site`, `partner`, `calendar`: null: none. `skills`: 0: without it."""

    site: UUID | Unset | None = UNSET
    partner: UUID | Unset | None = UNSET
    calendar: UUID | Unset | None = UNSET
    capacities: Annotated[dict[str, Most], msgspec.Meta(max_length=10)] = {}
    skills: Annotated[dict[UUID, Level], msgspec.Meta(max_length=200)] = {}


class ManyAdvisors(msgspec.Struct):
    """Either `csv`, a line per advisor, or one `change` of `people`."""

    csv: Annotated[str, msgspec.Meta(max_length=limits.BODY_BYTES_MAX)] = ""
    people: Annotated[list[UUID], msgspec.Meta(max_length=limits.BULK_LINES_MAX)] = []
    change: Change | None = None


class PreviewedChange(ManyAdvisors):
    """`token`: of the preview."""

    token: str = ""


class AccountManager(msgspec.Struct):
    """`person`: null: nobody in particular."""

    person: UUID | None


class QueueShares(msgspec.Struct):
    """A queue in force with shares. `n`: offers within `window_seconds`."""

    queue: QueueId
    window_seconds: float
    n: int
    shares: list[Attained]


def _change(data: Change | None) -> AdvisorChange | None:
    if data is None:
        return None
    sent = {f: getattr(data, f) for f in ("site", "partner", "calendar")}
    places = {f: str(v) if isinstance(v, UUID) else v for f, v in sent.items()}
    return AdvisorChange(**places, capacities=data.capacities, skills={str(s): n for s, n in data.skills.items()})


@get("/routing/advisors")
async def list_advisors(
    services: Services,
    who: Scope,
    q: Annotated[str, Parameter(max_length=200)] = "",
    site: UUID | None = None,
    partner: UUID | None = None,
    limit: Limit = limits.PAGE_ROWS,
    after: Cursor = "",
) -> Page[advisors.Advisor]:
    """Active advisors with their place, contact hours and what they take."""
    async with services.database.transaction(who) as tx:
        return await advisors.list_advisors(
            tx,
            q=q,
            site=str(site) if site else None,
            partner=str(partner) if partner else None,
            after=after,
            limit=limit,
        )


@get("/routing/advisors.csv", media_type="text/csv")
async def advisors_sheet(
    services: Services, who: Scope, language: Annotated[str, Parameter(pattern="^(fr|en|ar)$")] = "fr"
) -> Response[str]:
    """The same as a sheet, which may be changed and given back."""
    async with services.database.transaction(who) as tx:
        text = await advisors.sheet(tx, language)
    headers = {"Content-Disposition": 'attachment; filename="advisors.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


@post("/routing/bulk-changes/preview", status_code=200)
async def preview_change(data: ManyAdvisors, services: Services, who: Scope) -> bulk.Preview:
    """What would change for whom, and which lines are refused, why."""
    async with services.database.transaction(who) as tx:
        return await bulk.preview(tx, data.csv, [str(p) for p in data.people], _change(data.change))


@post("/routing/bulk-changes")
async def change_many(data: PreviewedChange, services: Services, who: Scope) -> bulk.BulkChange:
    """Do what was previewed. Refused with `routing.bulk_changed_meanwhile` where it would be something else now."""
    async with services.database.transaction(who) as tx:
        return await bulk.change_many(
            tx, data.csv, [str(p) for p in data.people], _change(data.change), data.token
        )


@get("/routing/bulk-changes")
async def list_bulk_changes(
    services: Services, who: Scope, limit: Limit = limits.PAGE_ROWS, after: Cursor = ""
) -> Page[bulk.BulkChange]:
    """Changes of many, the latest first."""
    async with services.database.transaction(who) as tx:
        return await bulk.list_changes(tx, after=after, limit=limit)


@post("/routing/bulk-changes/{change:uuid}/undo", status_code=200)
async def undo_change(change: UUID, services: Services, who: Scope) -> bulk.BulkChange:
    """Each has again what she had; who was changed since is left as she is."""
    async with services.database.transaction(who) as tx:
        return await bulk.undo(tx, str(change))


@get("/routing/shares")
async def list_shares(services: Services, who: Scope) -> list[QueueShares]:
    """Every queue in force that has shares: asked, attained and attainable within its window."""
    who.require("routing.view")
    state = (await services.followers.of(who.tenant)).world["routing"]
    found = []
    for queue, rules in sorted(state.queues.items()):
        if rules.shares:
            shares = views.shares(state, queue, now_ms())
            found.append(QueueShares(queue, rules.share_window_seconds, shares[0].n, shares))
    return found


@get("/customers/{customer:uuid}/account-manager")
async def get_account_manager(customer: UUID, services: Services, who: Scope) -> AccountManager:
    """Whom her flows may ask for first."""
    async with services.database.transaction(who) as tx:
        found = await advisors.get_account_manager(tx, CustomerId(str(customer)))
    return AccountManager(UUID(found) if found else None)


@put("/customers/{customer:uuid}/account-manager")
async def set_account_manager(
    customer: UUID, data: AccountManager, services: Services, who: Scope
) -> AccountManager:
    """The advisor who looks after this customer."""
    person = PersonId(str(data.person)) if data.person else None
    async with services.database.transaction(who) as tx:
        await advisors.set_account_manager(tx, CustomerId(str(customer)), person)
    return data


handlers = [
    list_advisors,
    advisors_sheet,
    preview_change,
    change_many,
    list_bulk_changes,
    undo_change,
    list_shares,
    get_account_manager,
    set_account_manager,
]
routes = [Router("/api", tags=["routing"], route_handlers=handlers)]
