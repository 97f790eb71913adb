"""What the drafts would have done with yesterday's conversations: gathered in one transaction, played by a child.

Where yesterday held too few, the most recent day that held enough stands in for it, today so far among them: said in
the answer, and never where a day was named. Bounded in conversations, in seconds, and to one at a time in a process;
nothing is written.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from palabre.flows.actions.calendars import compiled_hours
from palabre.foundations import limits
from palabre.foundations.clock import Instant
from palabre.foundations.ids import PartnerId, SiteId, SkillId
from palabre.foundations.problems import Forbidden
from palabre.foundations.scope import Scope
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.services import Services
from palabre.reporting.actions.periods import civil_day, days, zone_of
from palabre.reporting.actions.spans import held_in, rows_between
from palabre.reporting.model.measures import THRESHOLD_SECONDS
from palabre.routing.actions.queues import all_queues
from palabre.routing.actions.rules import queues_in_force
from palabre.routing.actions.skills import AdvisorAbilities, list_abilities
from palabre.routing.facts import AdvisorConfigured, Capacity, QueueRules
from palabre.routing.model.drafts import Queue, rules_of
from palabre.simulation.model.preview import PreviewWork, Yesterday
from palabre.simulation.problems import PreviewBusy, PreviewFailed, PreviewTooLong
from palabre.tenants.actions.tenants import get_tenant

PERMISSION = "routing.queues.edit"
SOURCE = Path(__file__).parents[3]
LINE_BYTES_MAX = 8_000_000
ENOUGH = 20  # conversations of a day from which figures say something
DAYS_BACK = 30
HOURS_DAYS = 3  # from the day's beginning: it may have 25 hours, and customers wait into the next

_at_once = asyncio.Semaphore(1)


class Asked(msgspec.Struct, frozen=True):
    """`day`: null for yesterday in the tenant's time zone. The drafts are compared with the rules in force."""

    day: date | None = None
    seed: int = 1
    threshold_seconds: float = THRESHOLD_SECONDS


class About(msgspec.Struct, frozen=True):
    """Which day is played. `cut`: it had more conversations than are played. `instead_of`: yesterday, where it held
    fewer than `enough` and `day` stands in for it. `held`: conversations of `day`, counted up to `enough`."""

    cut: bool
    day: date
    instead_of: date | None
    held: int
    enough: int = ENOUGH


async def gather(services: Services, scope: Scope, asked: Asked, now: Instant) -> tuple[PreviewWork, About]:
    """Rules in force, drafts, rows of the day; advisors as they are now."""
    scope.require(PERMISSION)
    if scope.partner is not None:
        raise Forbidden(permission=PERMISSION)
    async with services.database.transaction(scope) as tx:
        zone = zone_of((await get_tenant(tx)).time_zone)
        yesterday = civil_day(zone, now) - timedelta(days=1)
        day, held = await _day_of(tx, zone, asked.day, yesterday)
        (whole,) = days(zone, day, day)
        span = await rows_between(tx, whole.begin, min(whole.end, now), limits.PREVIEW_CONVERSATIONS_MAX)
        before = await _rules(tx, await queues_in_force(tx), span.begin)
        after = await _rules(tx, [q for q in await all_queues(tx) if q.active], span.begin)
        able = (await list_abilities(tx, after="", limit=limits.ADVISORS_CHECKED_MAX)).rows
    home = {i.advisor: (i.site, i.partner) for i in span.intervals}
    advisors = [_configured(one, *home.get(one.person, (None, None))) for one in able]
    played = Yesterday(span.begin, span.end, span.contacts, span.intervals, advisors)
    about = About(span.cut, day, None if asked.day or day == yesterday else yesterday, held)
    return PreviewWork(before, after, played, asked.seed, asked.threshold_seconds), about


async def _day_of(tx: Transaction, zone: ZoneInfo, named: date | None, yesterday: date) -> tuple[date, int]:
    """The day named, or yesterday, or the best that stands in for it; and its conversations, counted up to ENOUGH."""
    first, last = (named, named) if named else (yesterday - timedelta(days=DAYS_BACK), yesterday + timedelta(days=1))
    counts = await held_in(tx, days(zone, first, last), ENOUGH)
    held = {first + timedelta(days=n): count for n, count in enumerate(counts)}
    if named:
        return named, held[named]
    return max(held.items(), key=lambda one: (one[1], one[0] == yesterday, one[0]))


async def _rules(tx: Transaction, queues: list[Queue], begin: Instant) -> list[QueueRules]:
    """With the hours of their calendars on that day and the one after, for those who wait then."""
    hours = {
        calendar: await compiled_hours(tx, calendar, begin=begin, days=HOURS_DAYS)
        for calendar in {queue.calendar for queue in queues if queue.calendar}
    }  # fmt: skip
    return [rules_of(queue, hours[queue.calendar] if queue.calendar else None) for queue in queues]


def _configured(one: AdvisorAbilities, site: str | None, partner: str | None) -> AdvisorConfigured:
    """Where she belonged on the day."""
    skills = tuple((SkillId(skill), level) for skill, level in sorted(one.skills.items()))
    capacities = tuple(Capacity(channel, most) for channel, most in sorted(one.capacities.items()))
    return AdvisorConfigured(
        0, one.person, skills, SiteId(site) if site else None, PartnerId(partner) if partner else None, capacities)


async def play(work: PreviewWork, about: About) -> AsyncIterator[dict]:
    """{"progress": 0 to 1} as it goes, and last {"preview": …} with what About says.

    Raises PreviewBusy at once where another one runs in this process, PreviewTooLong past PREVIEW_SECONDS_MAX.
    """
    if _at_once.locked():
        raise PreviewBusy()
    async with _at_once:
        pipe, nowhere = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
        command = (sys.executable, "-m", "palabre.simulation.jobs")
        child = await asyncio.create_subprocess_exec(
            *command, cwd=SOURCE, env={}, limit=LINE_BYTES_MAX, stdin=pipe, stdout=pipe, stderr=nowhere
        )
        try:
            async with asyncio.timeout(limits.PREVIEW_SECONDS_MAX):
                async for line in _lines(child, msgspec.msgpack.encode(work)):
                    yield line | (msgspec.to_builtins(about) if "preview" in line else {})
        except TimeoutError:
            raise PreviewTooLong(seconds=limits.PREVIEW_SECONDS_MAX) from None
        finally:
            with suppress(ProcessLookupError):
                child.kill()
            await child.wait()


async def _lines(child: asyncio.subprocess.Process, given: bytes) -> AsyncIterator[dict]:
    assert child.stdin is not None and child.stdout is not None
    with suppress(BrokenPipeError, ConnectionResetError):
        child.stdin.write(given)
        await child.stdin.drain()
        child.stdin.close()
    done = False
    async for line in child.stdout:
        told = msgspec.json.decode(line)
        done = done or "preview" in told
        yield told
    if not done:
        raise PreviewFailed()
