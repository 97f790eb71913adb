"""Objectives, requirements and what-if over HTTP."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import get, post, put

from palabre.foundations import limits
from palabre.foundations.problems import Invalid
from palabre.foundations.scope import Scope
from palabre.plumbing.services import Services
from palabre.workforce.actions import requirements
from palabre.workforce.actions.queues import VIEW, queue_of
from palabre.workforce.actions.requirements import KeptObjective, Requirement, WhatIfAnswer
from palabre.workforce.model.requirement import Objective

Times = Annotated[float, msgspec.Meta(ge=0, le=5)]


class Question(msgspec.Struct, forbid_unknown_fields=True):
    """`volume`, `handle`: 1.1 is a tenth more. `objective` None: the queue's own."""

    day: date
    volume: Times = 1.0
    handle: Annotated[float, msgspec.Meta(ge=0.1, le=5)] = 1.0
    objective: Objective | None = None


@get("/workforce/queues/{queue:uuid}/objective")
async def get_objective(services: Services, who: Scope, queue: UUID) -> KeptObjective:
    who.require(VIEW)
    async with services.database.transaction(who) as tx:
        await queue_of(tx, str(queue))
        return await requirements.objective_of(tx, str(queue))


@put("/workforce/queues/{queue:uuid}/objective")
async def put_objective(services: Services, who: Scope, queue: UUID, data: KeptObjective) -> KeptObjective:
    """`version`: the one that was read; requirements of the days to come follow at once."""
    async with services.database.transaction(who) as tx:
        return await requirements.put_objective(tx, str(queue), data.objective, data.version)


@get("/workforce/queues/{queue:uuid}/requirements")
async def list_requirements(services: Services, who: Scope, queue: UUID, first: date, last: date) -> list[Requirement]:
    """Of the days from `first` to `last`, both included."""
    if not 0 <= (last - first).days < limits.WORKFORCE_EVENT_DAYS_MAX:
        raise Invalid(field="last", reason="too_long")
    async with services.database.transaction(who) as tx:
        return await requirements.list_requirements(tx, str(queue), first, last)


@post("/workforce/queues/{queue:uuid}/what-if", status_code=200)
async def what_if(services: Services, who: Scope, queue: UUID, data: Question) -> WhatIfAnswer:
    """Nothing is kept."""
    async with services.database.transaction(who) as tx:
        day, objective = await requirements.loads(tx, str(queue), data.day)
    then = data.objective or objective
    return await asyncio.to_thread(requirements.what_if, day, objective, then, data.volume, data.handle)


routes = [get_objective, put_objective, list_requirements, what_if]
