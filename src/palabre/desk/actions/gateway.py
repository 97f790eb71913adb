"""The gateway: every desk's socket of this process, tenant by tenant, with presence. One per process."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

import msgspec

from palabre.desk.actions.neighbours import NAMED_SECONDS, Neighbours
from palabre.desk.actions.presence import Presence
from palabre.desk.actions.tenant_desk import Socket, TenantDesk
from palabre.desk.model.messages import SESSION_ENDED, decode_desk, typing_from_bus
from palabre.desk.model.sites import Sites
from palabre.desk.ports import Link
from palabre.foundations.ids import AdvisorId, OfferId, TenantId
from palabre.foundations.problems import Problem
from palabre.foundations.scope import Scope
from palabre.plumbing.services import Services
from palabre.routing.commands import ShowOffer

log = logging.getLogger("palabre.desk")

LOST, BACK = (logging.CRITICAL, "a site is silent"), (logging.WARNING, "a site is back")
SWEEP_SECONDS = 1.0
BEAT_SECONDS = 5.0
SESSION_SECONDS = 60.0  # between two looks at the session behind an open socket

Leave = Callable[[], Awaitable[None]]
Verify = Callable[[], Awaitable[None]]  # raises the Problem that ends the session


class TenantGateway:
    """One tenant's desks and presence, with its typing and the other gateways heard from the bus."""

    def __init__(self, desk: TenantDesk, presence: Presence, neighbours: Neighbours, leave: Leave) -> None:
        self.desk, self.presence, self.neighbours, self._leave = desk, presence, neighbours, leave
        self.sites = Sites()

    def look_at_sites(self) -> None:
        """A site that fell silent is one alarm: a line of the log by one of the gateways, and a line of every wall."""
        for alarm in self.sites.look(self.desk.board.world["routing"].advisors.values()):
            if self.neighbours.speaks:
                known = {"tenant": self.presence.tenant, "site": alarm.site}
                counts = {"silent": alarm.silent, "signed_in": alarm.signed_in}
                log.log(*(LOST if alarm.gone else BACK), extra=known | counts)
        self.desk.lose_sites(self.sites.gone)

    async def leave(self) -> None:
        await self.neighbours.leave()
        await self._leave()


class Gateway:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._tenants: dict[TenantId, asyncio.Task[TenantGateway]] = {}
        self._verify: dict[Socket, tuple[float, Verify]] = {}
        self._tasks: list[asyncio.Task] = []

    async def start(self) -> None:
        """The loops, and the roll call of every tenant: advisors who were signed in before this process began."""
        self._tasks = [
            asyncio.create_task(self._every(seconds, work))
            for seconds, work in (
                (SWEEP_SECONDS, self._sweep),
                (BEAT_SECONDS, self._beat),
                (NAMED_SECONDS, self._name),
                (SESSION_SECONDS / 10, self._look_at_sessions),
            )
        ]
        self._tasks.append(asyncio.create_task(self._call_the_roll()))

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for each in self._running():
            each.desk.close()
            await each.leave()

    # -- tenants

    async def of(self, tenant: TenantId) -> TenantGateway:
        task = self._tenants.get(tenant)
        if task is None or (task.done() and (task.cancelled() or task.exception())):
            task = self._tenants[tenant] = asyncio.create_task(self._begin(tenant))
        return await asyncio.shield(task)

    async def _begin(self, tenant: TenantId) -> TenantGateway:
        follower = await self._services.followers.of(tenant)
        presence = Presence(tenant, self._services.commander)
        desk = TenantDesk(follower, presence.follow)
        presence.begin(desk)

        async def typing(message) -> None:
            try:
                desk.typing(typing_from_bus(message.data))
            except msgspec.MsgspecError:
                log.warning("typing not understood", extra={"tenant": tenant})

        neighbours = Neighbours(self._services.bus, presence)
        await neighbours.begin()
        leave = await self._services.bus.subscribe(f"live.{tenant}.typing", typing)
        return TenantGateway(desk, presence, neighbours, leave)

    def _running(self) -> list[TenantGateway]:
        return [t.result() for t in self._tenants.values() if t.done() and not t.cancelled() and not t.exception()]

    async def _call_the_roll(self) -> None:
        for tenant in await self._services.followers.tenants():
            try:
                await self.of(tenant)
            except Exception as error:
                log.warning("tenant not followed", extra={"tenant": tenant, "why": repr(error)[:300]})

    # -- sockets

    async def open(self, link: Link, who: Scope, resume: str, verify: Verify) -> Socket:
        """Attach a socket whose handshake is done. Ended by `closed`."""
        here = await self.of(who.tenant)
        socket = here.desk.attach(link, who, resume)
        self._verify[socket] = (asyncio.get_running_loop().time() + SESSION_SECONDS, verify)
        if socket.own is not None:
            advisor = socket.own.advisor
            link.on_pong = lambda: here.presence.ponged(advisor)
            here.presence.opened(advisor)
        return socket

    async def closed(self, socket: Socket) -> None:
        self._verify.pop(socket, None)
        here = await self.of(socket.who.tenant)
        socket.link.on_pong = None
        here.desk.detach(socket)
        if socket.own is not None:
            here.presence.closed(socket.own.advisor, socket.link.heard_at)

    async def heard(self, socket: Socket, text: str | bytes) -> None:
        """What a page said. Not understood: closed by the caller (msgspec.MsgspecError)."""
        said = decode_desk(text)
        if socket.own is None:
            return
        (await self.of(socket.who.tenant)).presence.spoke(socket.own.advisor)
        await self.show(socket.who.tenant, socket.own.advisor, said.shown)

    async def show(self, tenant: TenantId, advisor: str, offer: str) -> None:
        """ShowOffer, unless it is shown or over already: several tabs say it, and late is no fault of the page."""
        open_offer = (await self.of(tenant)).desk.board.world["routing"].offers.get(OfferId(offer))
        if open_offer is None or open_offer.shown or open_offer.advisor != advisor:
            return
        try:
            await self._services.commander.ask(tenant, ShowOffer(OfferId(offer), AdvisorId(advisor)), seconds_max=2.0)
        except Problem as problem:
            log.info("shown too late", extra={"why": problem.code})

    # -- time

    async def _every(self, seconds: float, work: Callable[[], Awaitable[None]]) -> None:
        while True:
            await asyncio.sleep(seconds)
            try:
                await work()
            except Exception:
                log.exception("a round of the gateway failed")

    async def _sweep(self) -> None:
        for here in self._running():
            here.presence.sweep()
            here.look_at_sites()
            here.desk.sweep()

    async def _name(self) -> None:
        for here in self._running():
            await here.neighbours.name()

    async def _beat(self) -> None:
        for here in self._running():
            here.desk.beat()

    async def _look_at_sessions(self) -> None:
        """One after the other: a look costs a statement, and nobody waits for it."""
        now = asyncio.get_running_loop().time()
        for socket, (due, verify) in list(self._verify.items()):
            if due > now:
                continue
            try:
                await verify()
            except Problem:
                socket.link.hang_up(SESSION_ENDED)
            except Exception as error:
                log.warning("session not looked at", extra={"why": repr(error)[:200]})
            if socket in self._verify:
                self._verify[socket] = (now + SESSION_SECONDS, verify)
