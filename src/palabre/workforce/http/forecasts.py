"""Demand, events and forecasts over HTTP."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import MediaType, Request, Response, delete, get, post, put
from litestar.params import QueryParameter

from palabre.foundations import limits
from palabre.foundations.scope import Scope
from palabre.plumbing.services import Services
from palabre.workforce.actions import demand, demand_file, events, forecasts, intraday
from palabre.workforce.actions.demand import QueueDemand
from palabre.workforce.actions.demand_file import HistoryImport, HistoryReport
from palabre.workforce.actions.events import EventWanted, KeptEvent
from palabre.workforce.actions.forecasts import Accuracy, Asked, Forecast
from palabre.workforce.actions.intraday import Today
from palabre.workforce.actions.queues import EDIT, VIEW, clock_of
from palabre.workforce.problems import HistoryFileUnreadable

FileName = Annotated[str, QueryParameter(max_length=200)]
OfQueue = Annotated[UUID | None, QueryParameter(description="Of rows that name no queue.")]


class HistoryUndone(msgspec.Struct):
    """`removed`: half-hours."""

    removed: int


@get("/workforce/demand")
async def list_demand(services: Services, who: Scope) -> list[QueueDemand]:
    """Every queue: what is known of it, and how its last forecast stands."""
    who.require(VIEW)
    async with services.database.transaction(who) as tx:
        return await demand.list_demand(tx)


@get("/workforce/demand/imports")
async def list_history_imports(services: Services, who: Scope) -> list[HistoryImport]:
    """Newest first."""
    async with services.database.transaction(who) as tx:
        return await demand_file.list_imports(tx)


@post("/workforce/demand/imports", request_max_body_size=limits.WORKFORCE_FILE_BYTES_MAX + 1, status_code=200)
async def import_history(
    request: Request, services: Services, who: Scope, queue: OfQueue = None, name: FileName = "", dry: bool = True
) -> HistoryReport:
    """The body is the file (CSV, UTF-8). `dry`: only looked at; so it is unless said otherwise."""
    who.require(EDIT)
    data = await _bounded(request.stream())
    of_queue = str(queue) if queue else None
    async with services.database.transaction(who) as tx:
        if dry:
            return (await demand_file.look_at(tx, data, of_queue))[0]
        return await demand_file.import_file(tx, data, of_queue, name)


@delete("/workforce/demand/imports/{imported:uuid}", status_code=200)
async def undo_history_import(services: Services, who: Scope, imported: UUID) -> HistoryUndone:
    """Its half-hours go; forecasts made with them stay as they were told."""
    async with services.database.transaction(who) as tx:
        return HistoryUndone(await demand_file.undo_import(tx, str(imported)))


@get("/workforce/events")
async def list_events(services: Services, who: Scope) -> list[KeptEvent]:
    """The latest first."""
    async with services.database.transaction(who) as tx:
        return await events.list_events(tx)


@post("/workforce/events")
async def add_event(services: Services, who: Scope, data: EventWanted) -> KeptEvent:
    """Forecasts that it concerns are made anew."""
    async with services.database.transaction(who) as tx:
        return await events.put_event(tx, data)


@put("/workforce/events/{event:uuid}")
async def change_event(services: Services, who: Scope, event: UUID, data: EventWanted) -> KeptEvent:
    async with services.database.transaction(who) as tx:
        return await events.put_event(tx, data, str(event))


@delete("/workforce/events/{event:uuid}")
async def remove_event(services: Services, who: Scope, event: UUID) -> None:
    async with services.database.transaction(who) as tx:
        await events.remove_event(tx, str(event))


@post("/workforce/queues/{queue:uuid}/forecasts", status_code=202)
async def ask_forecast(services: Services, who: Scope, queue: UUID) -> Asked:
    """Made by the worker within seconds: look at the run."""
    async with services.database.transaction(who) as tx:
        return await forecasts.ask_forecast(tx, str(queue))


@get("/workforce/runs/{run:uuid}")
async def get_forecast_run(services: Services, who: Scope, run: UUID) -> Asked:
    async with services.database.transaction(who) as tx:
        return await forecasts.get_run(tx, str(run))


@get("/workforce/queues/{queue:uuid}/forecast")
async def get_forecast(services: Services, who: Scope, queue: UUID) -> Forecast:
    """The newest, and what came of late."""
    async with services.database.transaction(who) as tx:
        return await forecasts.newest(tx, str(queue))


@get("/workforce/queues/{queue:uuid}/forecast.csv", media_type=MediaType.TEXT)
async def export_forecast(services: Services, who: Scope, queue: UUID) -> Response[str]:
    """A row a half-hour, by the tenant's clock."""
    async with services.database.transaction(who) as tx:
        found, clock = await forecasts.newest(tx, str(queue)), await clock_of(tx)
    text = io.StringIO()
    writer = csv.writer(text)
    names = [name for name in forecasts.ForecastRow.__struct_fields__ if name != "start"]
    writer.writerow(["start", *names])
    for row in found.rows:
        start = clock.local(row.start).isoformat(timespec="minutes")
        writer.writerow([start, *(getattr(row, name) for name in names)])
    return Response(
        text.getvalue(), media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="palabre-forecast.csv"'},
    )  # fmt: skip


@get("/workforce/queues/{queue:uuid}/accuracy")
async def get_accuracy(services: Services, who: Scope, queue: UUID) -> Accuracy:
    """Each published forecast beside what came."""
    async with services.database.transaction(who) as tx:
        return await forecasts.accuracy(tx, str(queue))


@get("/workforce/queues/{queue:uuid}/today")
async def get_today_forecast(services: Services, who: Scope, queue: UUID) -> Today:
    """The rest of the day, told anew every quarter of an hour."""
    async with services.database.transaction(who) as tx:
        return await intraday.today_of(tx, str(queue))


async def _bounded(chunks: AsyncIterator[bytes]) -> bytes:
    whole = bytearray()
    async for chunk in chunks:
        whole += chunk
        if len(whole) > limits.WORKFORCE_FILE_BYTES_MAX:
            raise HistoryFileUnreadable(reason="too_long", most=limits.WORKFORCE_FILE_BYTES_MAX)
    return bytes(whole)


routes = [
    list_demand, list_history_imports, import_history, undo_history_import, list_events, add_event, change_event,
    remove_event, ask_forecast, get_forecast_run, get_forecast, export_forecast, get_accuracy, get_today_forecast,
]  # fmt: skip
