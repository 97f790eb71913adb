"""Is it alive, is it ready, what does it measure."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
from litestar import MediaType, Request, Response, get

from palabre.foundations.ids import TenantId
from palabre.foundations.problems import NotFound
from palabre.foundations.scope import Scope
from palabre.plumbing.services import Services
from palabre.plumbing.web.metrics import exposition, look_at_parked
from palabre.plumbing.web.networks import client_address, within
from palabre.plumbing.web.options import WebOptions

READY_SECONDS_MAX = 2.0


class Readiness(msgspec.Struct):
    """`parts`: each part and whether it answers; shown to the operator's networks only."""

    ready: bool
    parts: dict[str, bool] | None = None


@get("/healthz", opt={"public": True}, security=[], tags=["operations"], media_type=MediaType.TEXT)
async def healthz() -> str:
    """The process runs its loop."""
    return "alive"


@get("/readyz", opt={"public": True}, security=[], tags=["operations"])
async def readyz(request: Request, services: Services, options: WebOptions) -> Response[Readiness]:
    """503 while a part that requests need does not answer."""
    parts = {"database": await _answers(_ask_database(services)), "bus": await services.bus.echoes(READY_SECONDS_MAX)}
    shown = parts if _is_operator(request, options) else None
    ready = all(parts.values())
    return Response(Readiness(ready, shown), status_code=200 if ready else 503)


@get("/metrics", opt={"public": True}, include_in_schema=False)
async def metrics(request: Request, services: Services, options: WebOptions) -> Response[bytes]:
    """Prometheus text, for the operator's networks; others find nothing here."""
    if not _is_operator(request, options):
        raise NotFound()
    await look_at_parked(services.database)
    return Response(exposition(), media_type="text/plain; version=0.0.4; charset=utf-8")


def _is_operator(request: Request, options: WebOptions) -> bool:
    # through a proxy that is not declared, everybody seems to come from its own address: then nobody is an operator
    if "x-forwarded-for" in request.headers and not options.trusted_proxies:
        return False
    return within(client_address(request, options.trusted_proxies), options.metrics_networks)


async def _answers(question: Any) -> bool:
    try:
        async with asyncio.timeout(READY_SECONDS_MAX):
            await question
    except Exception:
        return False
    return True


async def _ask_database(services: Services) -> None:
    async with services.database.transaction(Scope(TenantId(""))) as tx:
        await tx.one("select 1 as one")
