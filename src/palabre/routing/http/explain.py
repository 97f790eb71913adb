"""Explanations by HTTP."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from litestar import Router, get
from litestar.params import Parameter

from palabre.foundations import limits
from palabre.foundations.ids import AdvisorId, ConversationId, OfferId, QueueId, WorkItemId
from palabre.foundations.scope import Scope
from palabre.plumbing.services import Services
from palabre.plumbing.web.pages import Limit
from palabre.routing.actions import explain, story
from palabre.routing.model.explain import WhyHer, WhyNotHer

At = Annotated[int | None, Parameter(ge=0, le=2**53, description="Milliseconds since 1970.")]
Born = Annotated[str, Parameter(max_length=40)]


@get("/routing/waiting")
async def list_waiting(
    services: Services, who: Scope, queue: UUID | None = None, limit: Limit = limits.PAGE_ROWS
) -> list[explain.InLine]:
    """Who waits now, the longest first, of one queue or of all; an advisor is told of what she could be offered."""
    wanted = QueueId(str(queue)) if queue else None
    return await explain.list_waiting(services, who, queue=wanted, limit=limit)


@get("/routing/items/{item:str}/why")
async def why_waiting(item: Born, services: Services, who: Scope) -> explain.Waiting:
    """Why it still waits: who could take it, what keeps each, what happens next and when; the estimated wait."""
    return await explain.why_waiting(services, who, WorkItemId(item))


@get("/routing/items/{item:str}/why-not/{advisor:uuid}")
async def why_not_given(item: Born, advisor: UUID, services: Services, who: Scope) -> WhyNotHer:
    """What keeps this advisor from an item that waits; advisors ask it of themselves."""
    return await explain.why_not(services, who, AdvisorId(str(advisor)), item=WorkItemId(item))


@get("/routing/offers/{offer:str}/why")
async def why_her(offer: Born, services: Services, who: Scope) -> WhyHer:
    """Why this advisor was offered it: what put her before the next, and why this one of what she could have taken."""
    return await explain.why_her(services, who, OfferId(offer))


@get("/routing/offers/{offer:str}/why-not/{advisor:uuid}")
async def why_not_offered(offer: Born, advisor: UUID, services: Services, who: Scope) -> WhyNotHer:
    """Why another was offered it."""
    return await explain.why_not(services, who, AdvisorId(str(advisor)), offer=OfferId(offer))


@get("/routing/conversations/{conversation:uuid}/story")
async def story_of(conversation: UUID, services: Services, who: Scope) -> list[story.Sought]:
    """Where it waited and whom it rang at, in progress or ended; an advisor asks it of what she had part in."""
    return await story.story_of(services, who, ConversationId(str(conversation)))


@get("/routing/items/{item:str}/waited")
async def why_waited(item: Born, services: Services, who: Scope, at: At = None) -> explain.Waiting:
    """Why it waited when it had just come into its queue, or at the instant `at`; also when it is long over."""
    return await story.why_waited(services, who, WorkItemId(item), at)


handlers = [list_waiting, why_waiting, why_waited, story_of, why_not_given, why_her, why_not_offered]
routes = [Router("/api", tags=["routing"], route_handlers=handlers)]
