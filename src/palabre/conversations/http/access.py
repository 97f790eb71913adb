"""Who may see and write what: all by permission, one's own by taking part, a partner's by its people."""

from __future__ import annotations

from palabre.conversations.problems import NotTakingPart
from palabre.conversations.store import conversations
from palabre.foundations import limits
from palabre.foundations.decision import World
from palabre.foundations.ids import ConversationId
from palabre.foundations.problems import NotFound
from palabre.foundations.scope import Scope
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.services import Services
from palabre.tenants.actions.people import list_people

ADVISORS_KINDS = frozenset({"ring", "talk", "hold", "consult", "wrap_up"})
WRITING_KINDS = frozenset({"talk", "hold", "consult"})
CATCH_UP_SECONDS = 0.5  # our copy of the stream may be a moment behind the answer she just had
PARTNER_PAGES_MAX = 20


def takes_part(world: World, conversation: ConversationId, person: str | None, kinds: frozenset[str]) -> bool:
    alive = world["conversations"].conversations.get(conversation)
    return alive is not None and any(s.owner == person and s.kind in kinds for s in alive.segments.values())


async def people_seen(tx: Transaction, who: Scope) -> list[str] | None:
    """Whose conversations she may read: None for everybody's, her partner's people, or herself."""
    if "conversations.view" not in who.permissions:
        who.require("conversations.view_own")
        return [str(who.person)]
    return await _partner_people(tx, who) if who.partner else None


async def _partner_people(tx: Transaction, who: Scope) -> list[str]:
    found, after = [str(who.person)], ""
    for _ in range(PARTNER_PAGES_MAX):
        page = await list_people(tx, partner=who.partner, active=None, after=after, limit=limits.PAGE_ROWS_MAX)
        found += [p.id for p in page.rows]
        if page.next is None:
            break
        after = page.next
    return found


async def check_read(services: Services, tx: Transaction, who: Scope, conversation: ConversationId) -> None:
    """Raises NotTakingPart, and NotFound for what is not this tenant's."""
    people = await people_seen(tx, who)
    if people is None:
        if await conversations.get(tx, conversation) is None:
            raise NotFound(what="conversation")
        return
    if await conversations.took_part(tx, conversation, people):
        return
    world = (await services.followers.of(who.tenant)).world
    if any(takes_part(world, conversation, p, ADVISORS_KINDS) for p in people):
        return
    await _soon(services, who, conversation, ADVISORS_KINDS)


async def check_write(services: Services, who: Scope, conversation: ConversationId) -> None:
    """To speak with the customer: the permission for all, or one's own talk, open now. Raises NotTakingPart."""
    if "conversations.write" in who.permissions and not who.partner:
        return
    who.require("conversations.write_own")
    await _soon(services, who, conversation, WRITING_KINDS)


async def _soon(services: Services, who: Scope, conversation: ConversationId, kinds: frozenset[str]) -> None:
    follower = await services.followers.of(who.tenant)
    try:
        await follower.until(lambda world: takes_part(world, conversation, who.person, kinds), CATCH_UP_SECONDS)
    except TimeoutError:
        raise NotTakingPart(conversation=conversation) from None
