"""Emergency announcements, said before a flow begins and before a queue is waited in."""

from __future__ import annotations

import logging

from palabre.channels.ports import CustomerGone, Line, Prompt
from palabre.flows.actions.patience import UNAVAILABLE, stored
from palabre.flows.actions.visit import RunOver
from palabre.flows.ports import Announced, announced
from palabre.foundations.clock import SECOND, Instant
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import now_ms
from palabre.plumbing.services import Services

log = logging.getLogger("palabre.flows")

PLACES_MAX = 10_000
_LATELY: dict[tuple[str, ...], tuple[Instant, Announced]] = {}  # what stands where people wait


async def looked_up(services: Services, scope: Scope, target: str, subject: str, languages: list[str]) -> Announced:
    """None of them where the database cannot be asked: the call goes on."""

    async def read() -> Announced:
        async with services.database.single(scope) as tx:
            return await announced(tx, target, subject, languages)

    try:
        return await stored(read)
    except UNAVAILABLE:
        log.error("announcements not looked up", extra={"tenant": scope.tenant, "target": target})
        return Announced()


async def lately_announced(
    services: Services, scope: Scope, places: list[tuple[str, str]], languages: list[str], since: Instant,
    seconds: float,
) -> list[tuple[str, Prompt]]:
    """Announcements made after `since` at any of these (target, subject), by their ids. Read once in `seconds` for all
    who wait at the same place."""
    found: dict[str, Prompt] = {}
    for target, subject in places:
        key = (scope.tenant, target, subject, *languages)
        read_at, told = _LATELY.get(key, (0, Announced()))
        if now_ms() - read_at >= seconds * SECOND:
            _LATELY[key] = (now_ms(), told)  # whoever comes by meanwhile takes the former
            told = await looked_up(services, scope, target, subject, languages)
            _LATELY[key] = (now_ms(), told)
        made = zip(told.ids, told.prompts, told.begins, strict=True)
        found |= {id: prompt for id, prompt, begins in made if begins > since}
    while len(_LATELY) > PLACES_MAX:
        _LATELY.pop(next(iter(_LATELY)))
    return list(found.items())


async def say_announcements(
    services: Services, scope: Scope, line: Line, target: str, subject: str, languages: list[str],
    found: Announced | None = None,
) -> tuple[str, ...]:
    """Whole, whatever is typed over it; their ids. Raises RunOver where nobody is taken further, CustomerGone.
    `found`: where they were read just now."""
    found = found or await looked_up(services, scope, target, subject, languages)
    if not found.prompts:
        return ()
    try:
        await line.say(found.prompts, language=languages[0], interruptible=False)
    except CustomerGone:
        raise
    except Exception as error:
        log.error("announcement not said", extra={"tenant": scope.tenant, "why": type(error).__name__})
    if found.hangs_up:
        await line.hang_up("announcement")
        raise RunOver("hung_up")
    return found.ids
