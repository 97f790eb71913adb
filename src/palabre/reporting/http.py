"""Figures of the day, with their definitions."""

from __future__ import annotations

from litestar import MediaType, Response, Router, get

from palabre.foundations.scope import Scope
from palabre.plumbing.identity import now_ms
from palabre.plumbing.services import Services
from palabre.reporting import actions
from palabre.reporting.actions import Report
from palabre.reporting.model.definitions import described
from palabre.reporting.model.measures import THRESHOLD_SECONDS

PERMISSION = "reporting.view"


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
def get_definitions(who: Scope) -> list[dict]:
    """Every measure: unit, population, cohort, name and definition by language."""
    return described()


async def _today(services: Services, who: Scope, queue: str | None, tz: str | None, seconds: float) -> Report:
    return await actions.today(
        services.database, who, now=now_ms(), time_zone=tz, queue=queue, threshold_seconds=seconds
    )


routes: list = [
    Router("/api/reporting", route_handlers=[get_today, get_today_csv, get_definitions], tags=["reporting"])
]
