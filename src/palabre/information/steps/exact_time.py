"""Tell the exact time of a place, as the speaking clock does: at the third stroke."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Iterable
from typing import ClassVar

from palabre.channels.ports import SPEECH, Prompt
from palabre.flows.actions.calendars import offset_at
from palabre.flows.actions.visit import Visit
from palabre.flows.model.step import Prompts, Said, Step, Words, step
from palabre.flows.model.text import variables_in
from palabre.flows.problems import ZoneUnknown
from palabre.foundations.clock import SECOND, Instant
from palabre.information.model import words
from palabre.information.model.speaking_clock import STROKES, first_stroke, instant_told
from palabre.plumbing.identity import now_ms
from palabre.tenants.actions.tenants import get_tenant

TRIES_MAX = 3


@step
class ExactTime(Step, tag="exact_time", frozen=True, kw_only=True):
    """`zone`: an IANA name, which may be made of variables ('' the tenant's own).

    `strokes`: three short tones, one a second; the third begins at the instant told. `prompts` are said before the
    time, in place of our own words. {time} and {date} are bound. `unknown`: there is no such zone.
    """

    zone: Words = ""
    strokes: bool = True
    prompts: Prompts = ()

    exits: ClassVar[tuple[str, ...]] = ("done", "unknown")
    own_names: ClassVar[tuple[str, ...]] = ("time", "date")

    def said(self) -> Iterable[Said]:
        return self.prompts

    def looks_at(self) -> Iterable[str]:
        return variables_in(self.zone)

    def binds(self) -> Iterable[str]:
        return ("time", "date")

    async def run(self, visit: Visit) -> str:
        zone = visit.fill(self.zone).strip() or await self._own_zone(visit)
        try:
            offset_at(zone, now_ms())
        except ZoneUnknown:
            return "unknown"
        if self.strokes and SPEECH in visit.line.capabilities:
            await self._tell_by_strokes(visit, zone)
        else:
            await self._say_before(visit, words.IT_IS)
            await self._tell(visit, zone, now_ms(), seconds=False)
        return "done"

    async def _own_zone(self, visit: Visit) -> str:
        async with visit.services.database.transaction(visit.scope) as tx:
            return (await get_tenant(tx)).time_zone

    async def _tell_by_strokes(self, visit: Visit, zone: str) -> None:
        """A time that took longer to say than thought is said again for a later instant, rather than a wrong stroke."""
        await self._say_before(visit, words.STROKES)
        longest = 0.0
        for _ in range(TRIES_MAX):
            if visit.typed:
                return
            began = now_ms()
            told = instant_told(began, longest + 1) if longest else instant_told(began)
            await self._tell(visit, zone, told, seconds=True)
            longest = (now_ms() - began) / SECOND
            if not visit.typed and (ahead := first_stroke(told) - now_ms()) >= 0:
                await asyncio.sleep(ahead / SECOND)
                strokes = Prompt("strokes", str(STROKES))
                visit.typed += await visit.line.say([strokes], language=visit.language, interruptible=True)
                return

    async def _say_before(self, visit: Visit, sentence: dict[str, str]) -> None:
        text = words.in_language(sentence, visit.language)
        before = await visit.prompts(self.prompts) if self.prompts else [Prompt("text", text, text)]
        visit.typed += await visit.line.say(before, language=visit.language, interruptible=True)

    async def _tell(self, visit: Visit, zone: str, at: Instant, *, seconds: bool) -> None:
        local = datetime.datetime.fromtimestamp(at // SECOND + offset_at(zone, at), datetime.UTC)
        time = f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"
        visit.bind("time", time)
        visit.bind("date", f"{local:%Y-%m-%d}")
        visit.typed += await visit.line.say(
            [Prompt("time", time, time)], language=visit.language, interruptible=True)
