"""Figures of the day and standard reports, with their definitions."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from litestar import MediaType, Response, Router, get
from litestar.di import Provide
from litestar.params import Parameter
from litestar.response import Stream

from palabre.foundations import limits
from palabre.foundations.ids import is_uuid
from palabre.foundations.problems import Invalid
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import now_ms
from palabre.plumbing.services import Services
from palabre.plumbing.web.pages import Cursor, Limit
from palabre.reporting.actions import exports, reports
from palabre.reporting.actions import today as actions
from palabre.reporting.actions.periods import civil_day, zone_of
from palabre.reporting.actions.reports import Asked, ReportTable
from palabre.reporting.actions.today import Report
from palabre.reporting.model.definitions import Described, described
from palabre.reporting.model.histogram import BOUNDS
from palabre.reporting.model.measures import THRESHOLD_SECONDS
from palabre.tenants.actions.tenants import get_tenant

PERMISSION = "reporting.view"

By = Literal["time", "queue", "channel", "advisor", "site", "partner"]
Each = Literal["period", "day", "interval"]
Day = Annotated[date | None, Parameter(description="A civil day; by default today.")]
Id = Annotated[str | None, Parameter(max_length=40, description="Only of this one.")]
Channel = Annotated[str | None, Parameter(max_length=20, description="Only of this channel's queues.")]
Zone = Annotated[str, Parameter(max_length=60, description="By default the tenant's.")]
Seconds = Annotated[float, Parameter(description="X of the service levels: a bound of the histogram.")]


@get("/today")
async def get_today(
    services: Services, who: Scope, queue: str | None = None, tz: str | None = None, seconds: float = THRESHOLD_SECONDS
) -> Report:
    """Measures of the day so far: contacts that entered their queue since midnight in `tz` (by default the tenant's."""
    who.require(PERMISSION)
    return await _today(services, who, queue, tz, seconds)


@get("/today.csv", media_type=MediaType.TEXT)
async def get_today_csv(
    services: Services, who: Scope, queue: str | None = None, tz: str | None = None, seconds: float = THRESHOLD_SECONDS
) -> Response[str]:
    """The same as a file, names and definitions in the reader's language."""
    who.require(PERMISSION)
    report = await _today(services, who, queue, tz, seconds)
    return Response(
        actions.as_csv(report, who.language),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="palabre-today.csv"'},
    )


@get("/definitions", sync_to_thread=False)
def get_definitions(who: Scope) -> list[Described]:
    """Every measure: unit, population, cohort, name and definition by language."""
    return described()


@get("/thresholds", sync_to_thread=False)
def get_thresholds(who: Scope) -> list[float]:
    """Seconds for which a report's service levels are exact: the bounds of the histograms."""
    return list(BOUNDS)


async def provide_asked(
    services: Services,
    who: Scope,
    by: By,
    each: Each = "period",
    first: Day = None,
    last: Day = None,
    queue: Id = None,
    channel: Channel = None,
    site: Id = None,
    partner: Id = None,
    advisor: Id = None,
    tz: Zone = "",
    seconds: Seconds = THRESHOLD_SECONDS,
) -> Asked:
    """Of both forms of a report. Raises Invalid, UnknownTimeZone."""
    chosen = {"queue": queue, "channel": channel, "site": site, "partner": partner, "advisor": advisor}
    for field in ("queue", "site", "partner", "advisor"):
        if chosen[field] and not is_uuid(chosen[field] or ""):
            raise Invalid(field=field, reason="not_an_id")
    if not tz or not (first and last):
        async with services.database.transaction(who) as tx:
            tz = tz or (await get_tenant(tx)).time_zone
    today = civil_day(zone_of(tz), now_ms())
    last = last or (max(first, today) if first else today)
    return Asked(by, each, first or last, last, tz, **chosen, threshold_seconds=seconds)


ASKED = {"asked": Provide(provide_asked)}


@get("/reports/{by:str}", dependencies=ASKED)
async def get_report(
    services: Services, who: Scope, asked: Asked, limit: Limit = limits.PAGE_ROWS, after: Cursor = ""
) -> ReportTable:
    """Rows by what each is of, for each day, quarter of an hour or the whole period, in the order of names and time.

    An advisor gets her own figures; a partner's supervisor those of her company's people.
    """
    return await reports.make_report(services, who, asked, now=now_ms(), after=after, limit=limit)


@get("/reports/{by:str}/export", media_type="application/octet-stream", dependencies=ASKED)
async def export_report(
    services: Services,
    who: Scope,
    asked: Asked,
    format: Literal["csv", "definitions", "xlsx", "parquet"] = "csv",
    decimal: Annotated[str, Parameter(pattern="^(|comma|point)$", description="In CSV; by default the reader's")] = "",
) -> Stream:
    """The whole report as a file with its definitions; nothing in it is a formula. It is put on record (audit)."""
    comma = decimal == "comma" or (not decimal and who.language == "fr")
    file = await exports.export(services, who, asked, now=now_ms(), kind=format, comma=comma)
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return Stream(file.chunks, media_type=file.content_type, headers=headers)


async def _today(services: Services, who: Scope, queue: str | None, tz: str | None, seconds: float) -> Report:
    return await actions.today(
        services.database, who, now=now_ms(), time_zone=tz, queue=queue, threshold_seconds=seconds
    )


routes: list = [
    Router(
        "/api/reporting",
        route_handlers=[get_today, get_today_csv, get_definitions, get_thresholds, get_report, export_report],
        tags=["reporting"],
    )
]
