"""Skills, queues, advisors' abilities and the rules by HTTP."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get, patch, post, put

from palabre.foundations import limits
from palabre.foundations.ids import PersonId, QueueId, SkillId
from palabre.foundations.scope import Scope
from palabre.plumbing.services import Services
from palabre.plumbing.web.given import UNSET, Unset, given
from palabre.plumbing.web.pages import Cursor, Limit, Page
from palabre.routing.actions import queues, rules, skills
from palabre.routing.model.drafts import Queue, QueueOptions, RingDraft

NOT_KEPT = UUID(int=0)
Rings = Annotated[tuple[RingDraft, ...], msgspec.Meta(max_length=20)]


class NewSkill(msgspec.Struct):
    """`kind`: skill or language."""

    name: str
    kind: str = "skill"


class SkillChanges(msgspec.Struct):
    version: int
    name: str | Unset = UNSET
    kind: str | Unset = UNSET
    active: bool | Unset = UNSET


class WholeQueue(msgspec.Struct):
    name: str
    channel: str
    rings: Rings
    options: QueueOptions = QueueOptions()


class NewQueue(WholeQueue):
    """`calendar`: its hours; null: always open. `options` left out take their defaults."""

    calendar: UUID | None = None


class DraftQueue(WholeQueue):
    """As it stands in the editor. `id`: null: not kept yet."""

    id: UUID | None = None


class QueueChanges(msgspec.Struct):
    version: int
    name: str | Unset = UNSET
    rings: Rings | Unset = UNSET
    options: QueueOptions | Unset = UNSET
    calendar: UUID | Unset | None = UNSET
    active: bool | Unset = UNSET


class Abilities(msgspec.Struct):
    """`skills`: level (1-10) by skill. `capacities`: conversations at once by channel; none named: the usual ones."""

    skills: Annotated[dict[UUID, int], msgspec.Meta(max_length=200)]
    capacities: Annotated[dict[str, int], msgspec.Meta(max_length=10)] = {}


@get("/skills")
async def list_skills(
    services: Services, who: Scope, limit: Limit = limits.PAGE_ROWS, after: Cursor = ""
) -> Page[skills.Skill]:
    """Skills and languages."""
    async with services.database.transaction(who) as tx:
        return await skills.list_skills(tx, after=after, limit=limit)


@post("/skills")
async def create_skill(data: NewSkill, services: Services, who: Scope) -> skills.Skill:
    """A new skill."""
    async with services.database.transaction(who) as tx:
        return await skills.create_skill(tx, name=data.name, kind=data.kind)


@patch("/skills/{skill:uuid}")
async def edit_skill(skill: UUID, data: SkillChanges, services: Services, who: Scope) -> skills.Skill:
    """Change a skill; it cannot be closed while an active queue asks for it."""
    async with services.database.transaction(who) as tx:
        asking = await queues.queues_asking(tx, str(skill))
        return await skills.edit_skill(tx, SkillId(str(skill)), data.version, asking, **given(data))


@get("/queues")
async def list_queues(
    services: Services, who: Scope, active: bool | None = None, limit: Limit = limits.PAGE_ROWS, after: Cursor = ""
) -> Page[Queue]:
    """Queues as they are written, published or not."""
    async with services.database.transaction(who) as tx:
        return await queues.list_queues(tx, active=active, after=after, limit=limit)


@post("/queues")
async def create_queue(data: NewQueue, services: Services, who: Scope) -> Queue:
    """A new queue, in force once the rules are published."""
    async with services.database.transaction(who) as tx:
        return await queues.create_queue(
            tx,
            name=data.name,
            channel=data.channel,
            rings=data.rings,
            options=data.options,
            calendar=str(data.calendar) if data.calendar else None,
        )


@get("/queues/{queue:uuid}")
async def get_queue(queue: UUID, services: Services, who: Scope) -> Queue:
    """One queue."""
    async with services.database.transaction(who) as tx:
        return await queues.get_queue(tx, QueueId(str(queue)))


@patch("/queues/{queue:uuid}")
async def edit_queue(queue: UUID, data: QueueChanges, services: Services, who: Scope) -> Queue:
    """Change a queue's draft."""
    async with services.database.transaction(who) as tx:
        return await queues.edit_queue(tx, QueueId(str(queue)), data.version, **given(data))


@get("/people/{person:uuid}/abilities")
async def get_abilities(person: UUID, services: Services, who: Scope) -> skills.AdvisorAbilities:
    """What somebody can take."""
    async with services.database.transaction(who) as tx:
        return await skills.get_abilities(tx, PersonId(str(person)))


@put("/people/{person:uuid}/abilities")
async def set_abilities(person: UUID, data: Abilities, services: Services, who: Scope) -> skills.AdvisorAbilities:
    """The whole of what somebody can take; it counts at once."""
    async with services.database.transaction(who) as tx:
        return await skills.set_abilities(
            tx, PersonId(str(person)), skills={str(k): v for k, v in data.skills.items()}, capacities=data.capacities
        )


@get("/routing/abilities")
async def list_abilities(
    services: Services, who: Scope, limit: Limit = limits.PAGE_ROWS, after: Cursor = ""
) -> Page[skills.AdvisorAbilities]:
    """What each active advisor can take."""
    async with services.database.transaction(who) as tx:
        return await skills.list_abilities(tx, after=after, limit=limit)


@get("/routing/check")
async def check_rules(services: Services, who: Scope) -> rules.Checked:
    """What publishing now would refuse and warn about."""
    async with services.database.transaction(who) as tx:
        return await rules.check(tx)


@post("/routing/check", status_code=200)
async def check_draft(data: DraftQueue, services: Services, who: Scope) -> rules.DraftChecked:
    """A queue as it is being written: what would be refused or warned of, and how many advisors each ring admits."""
    queue = Queue(QueueId(str(data.id or NOT_KEPT)), data.name, data.channel, data.rings, data.options)
    async with services.database.transaction(who) as tx:
        return await rules.check_draft(tx, queue)


@post("/routing/publish", status_code=200)
async def publish_rules(services: Services, who: Scope) -> rules.Published:
    """Put the drafts in force. Refused with `routing.rules_contradictory`, its queue and reason."""
    async with services.database.transaction(who) as tx:
        return await rules.publish_rules(tx)


@post("/routing/undo", status_code=200)
async def undo_publish(services: Services, who: Scope) -> rules.Published:
    """Put in force again what stood before."""
    async with services.database.transaction(who) as tx:
        return await rules.undo_publish(tx)


@get("/routing/versions")
async def list_versions(
    services: Services, who: Scope, limit: Limit = limits.PAGE_ROWS, after: Cursor = ""
) -> Page[rules.RulesVersion]:
    """What was published, when and by whom; the latest first."""
    async with services.database.transaction(who) as tx:
        return await rules.list_versions(tx, after=after, limit=limit)


router = Router(
    "/api",
    tags=["routing"],
    route_handlers=[
        list_skills,
        create_skill,
        edit_skill,
        list_queues,
        create_queue,
        get_queue,
        edit_queue,
        get_abilities,
        set_abilities,
        list_abilities,
        check_rules,
        check_draft,
        publish_rules,
        undo_publish,
        list_versions,
    ],
)
routes = [router]
