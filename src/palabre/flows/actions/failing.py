"""A run that cannot go on: what the customer is told, and whoever keeps the installation."""

from __future__ import annotations

import asyncio
import logging
import traceback

from palabre.channels.ports import CustomerGone, Line
from palabre.flows.actions import prompts
from palabre.flows.store import runs as store
from palabre.flows.store.runs import Run
from palabre.foundations.problems import Problem
from palabre.foundations.scope import Scope
from palabre.plumbing.services import Services

log = logging.getLogger("palabre.flows")

APOLOGY_SECONDS_MAX = 30.0


def code_of(error: BaseException) -> str:
    """What may be logged of an error: a problem's code, else its class; texts may hold what a customer typed."""
    return error.code if isinstance(error, Problem) else type(error).__name__


def tell_failure(scope: Scope, run: Run, why: Exception) -> None:
    where = traceback.extract_tb(why.__cause__.__traceback__)[-1] if why.__cause__ else None
    log.error("a step failed", extra={
        "tenant": scope.tenant, "run": run.id, "step": run.step, "why": str(why),
        "where": f"{where.filename.rsplit('/', 1)[-1]}:{where.lineno}" if where else ""})  # fmt: skip


async def apologise(services: Services, scope: Scope, line: Line, language: str) -> None:
    """Say so and hang up; nothing here may keep the customer."""
    try:
        async with asyncio.timeout(APOLOGY_SECONDS_MAX):
            await line.say(await _apology(services, scope, language), language=language, interruptible=False)
    except CustomerGone:
        return
    except Exception as error:
        log.error("apology not said", extra={"tenant": scope.tenant, "why": code_of(error)})
    try:
        async with asyncio.timeout(APOLOGY_SECONDS_MAX):
            await line.hang_up("failed")
    except CustomerGone:
        return
    except Exception as error:
        log.error("line not hung up", extra={"tenant": scope.tenant, "why": code_of(error)})


async def _apology(services: Services, scope: Scope, language: str) -> list:
    try:
        async with services.database.transaction(scope) as tx:
            return await prompts.apology(tx, language)
    except store.UNAVAILABLE:
        return prompts.built_in_apology(language)
