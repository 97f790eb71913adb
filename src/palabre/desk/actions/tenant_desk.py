"""All live desks of one tenant: facts in, each one's changes out.

A fact costs what it touches, never the number of desks.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable

from palabre.desk.model.board import Board, Touched
from palabre.desk.model.entities import Pressure
from palabre.desk.model.messages import TOO_SLOW, Beat, Changed, Snapshot, Typing, encode, number_of, position
from palabre.desk.model.pressure import PRESSURE_SECONDS, pressure, same_word
from palabre.desk.model.screen import Changes, Screen
from palabre.desk.model.views import personal, wall, wall_part
from palabre.desk.ports import Link
from palabre.foundations.facts import Fact
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import now_ms
from palabre.plumbing.partition.follower import Follower

log = logging.getLogger("palabre.desk")

WALL_SECONDS = 0.3  # a supervisor's wall is gathered that long
BACKLOG_BYTES_MAX = 256 * 1024
KEPT_SECONDS = 120.0  # a view without sockets is kept for those who come back


class Socket:
    """One page: its link, its advisor's view and the wall it sees."""

    def __init__(self, link: Link, who: Scope) -> None:
        self.link, self.who = link, who
        self.own: Own | None = None
        self.wall: Wall | None = None

    def push(self, text: bytes) -> None:
        self.link.push(text)
        if self.link.backlog > BACKLOG_BYTES_MAX:
            self.link.hang_up(TOO_SLOW)


class Audience:
    """A view and those who see it."""

    def __init__(self) -> None:
        self.sockets: set[Socket] = set()
        self.left_at = 0.0

    screen: Screen


class Own(Audience):
    """An advisor's own desk."""

    def __init__(self, board: Board, advisor: str, told: Pressure) -> None:
        super().__init__()
        self.advisor, self.told = advisor, told
        self.screen = Screen(personal(board, advisor, told), board.world.number)


class Wall(Audience):
    """A supervisor's wall: the tenant's, or one partner's."""

    def __init__(self, board: Board, partner: str | None) -> None:
        super().__init__()
        self.partner = partner
        self.screen = Screen(wall(board, partner), board.world.number)
        self.queues: set[str] = set()
        self.advisors: set[str] = set()
        self.timer: asyncio.TimerHandle | None = None


class TenantDesk:
    """`heard`: called with each fact, for presence."""

    def __init__(self, follower: Follower, heard: Callable[[Fact], None]) -> None:
        self.follower, self._heard = follower, heard
        self.loop = asyncio.get_running_loop()
        self.board = Board(follower.world)
        self.owns: dict[str, Own] = {}
        self.walls: dict[str | None, Wall] = {}
        self._touched: set[str] = set()
        self._pressed = now_ms()
        self._leave = follower.subscribe(self._on_fact)

    def close(self) -> None:
        self._leave()

    @property
    def sockets(self) -> list[Socket]:
        return list({s for audience in self._audiences() for s in audience.sockets})

    def _audiences(self) -> Iterable[Audience]:
        return [*self.owns.values(), *self.walls.values()]

    # -- facts

    def _on_fact(self, number: int, fact: Fact) -> None:
        try:
            touched = self.board.follow(fact)
        except Exception:
            log.exception("indices renewed after a fault", extra={"number": number, "fact": type(fact).__name__})
            self.board.renew()
            touched = Touched(set(self.owns) | set(self.board.shares), set(self.board.world["routing"].queues), True)
        self._gather(touched)
        self._heard(fact)

    def _gather(self, touched: Touched) -> None:
        mine = [a for a in touched.advisors if a in self.owns]
        if mine and not self._touched:
            self.loop.call_soon(self._flush_owns)  # facts of one batch make one message
        self._touched.update(mine)
        for each in self.walls.values():
            if touched.queues or touched.advisors:
                each.queues |= touched.queues
                each.advisors |= touched.advisors
                if each.timer is None:
                    each.timer = self.loop.call_later(WALL_SECONDS, self._flush_wall, each)

    def _flush_owns(self) -> None:
        touched, self._touched = self._touched, set()
        for advisor in sorted(touched):
            if own := self.owns.get(advisor):
                self._flush_own(own)

    def _flush_own(self, own: Own) -> None:
        self._tell(own, own.screen.replace(personal(self.board, own.advisor, own.told), self.follower.number))

    def _flush_wall(self, each: Wall) -> None:
        if each.timer is not None:
            each.timer.cancel()
        queues, advisors, each.timer = each.queues, each.advisors, None
        each.queues, each.advisors = set(), set()
        part = wall_part(self.board, each.partner, sorted(queues), sorted(advisors))
        self._tell(each, each.screen.update(part, self.follower.number))

    def _tell(self, audience: Audience, changes: Changes) -> None:
        if not changes:
            return
        texts: dict[int, bytes] = {}  # the same bytes for all who are at the same place
        for socket in list(audience.sockets):
            number = self._number(socket)
            if number not in texts:
                texts[number] = encode(Changed(self._at(number), changes.set, changes.unset))
            socket.push(texts[number])

    def _number(self, socket: Socket) -> int:
        """Where it may resume from: its wall may be behind what it was told of its own."""
        return self.follower.number if socket.wall is None else socket.wall.screen.number

    def _at(self, number: int) -> str:
        return position(self.follower.partition, number)

    # -- sockets

    def attach(self, link: Link, who: Scope, resume: str) -> Socket:
        """Snapshot, or what was missed since `resume`; from now on it hears of changes."""
        socket = Socket(link, who)
        if "desk.answer" in who.permissions and who.person:
            socket.own = self._own(who.person)
        if "desk.supervise" in who.permissions:
            socket.wall = self._wall(who.partner)
        audiences = [a for a in (socket.own, socket.wall) if a is not None]
        socket.push(self._first(audiences, resume))
        for audience in audiences:
            audience.sockets.add(socket)
        return socket

    def _own(self, advisor: str) -> Own:
        own = self.owns.get(advisor)
        if own is None:
            own = self.owns[advisor] = Own(self.board, advisor, pressure(self.board, advisor, now_ms()))
        self._flush_own(own)
        return own

    def _wall(self, partner: str | None) -> Wall:
        each = self.walls.get(partner)
        if each is None:
            each = self.walls[partner] = Wall(self.board, partner)
        self._flush_wall(each)
        return each

    def _first(self, audiences: list[Audience], resume: str) -> bytes:
        known = number_of(resume, self.follower.partition)
        missed = [a.screen.since(known) for a in audiences] if known is not None else [None]
        at = self._at(self.follower.number)
        if any(m is None for m in missed):
            entities = {k: e for a in audiences for k, e in a.screen.entities.items()}
            return encode(Snapshot(at, now_ms(), entities))
        changes = {k: e for m in missed if m for k, e in m.set.items()}
        return encode(Changed(at, changes, [k for m in missed if m for k in m.unset]))

    def detach(self, socket: Socket) -> None:
        for audience in (socket.own, socket.wall):
            if audience is not None:
                audience.sockets.discard(socket)
                audience.left_at = self.loop.time()

    def lose_sites(self, sites: Iterable[str]) -> None:
        """The sites that are lost now: every wall says so at once."""
        if self.board.lose_sites(sites, now_ms()):
            for each in self.walls.values():
                self._flush_wall(each)

    # -- time

    def beat(self) -> None:
        for each in self.walls.values():
            self._flush_wall(each)
        text = encode(Beat(self._at(self.follower.number), now_ms()))
        for socket in self.sockets:
            socket.push(text)

    def sweep(self) -> None:
        """Words of pressure when it is time; views that nobody has looked at for long are let go."""
        now = now_ms()
        if now - self._pressed >= PRESSURE_SECONDS * 1000:
            self._pressed = now
            for own in self.owns.values():
                self._press(own, now)
        late = self.loop.time() - KEPT_SECONDS
        self.owns = {a: o for a, o in self.owns.items() if o.sockets or o.left_at > late}
        for partner, each in list(self.walls.items()):
            if not each.sockets and each.left_at <= late:
                if each.timer is not None:
                    each.timer.cancel()
                del self.walls[partner]

    def _press(self, own: Own, now: int) -> None:
        told = pressure(self.board, own.advisor, now)
        if own.sockets and not same_word(own.told, told):
            own.told = told
            self._flush_own(own)

    def typing(self, heard: Typing) -> None:
        """To those who hold the conversation, but to its author."""
        text = encode(heard)
        for advisor in self.board.holders.get(heard.conversation, ()):
            own = self.owns.get(advisor)
            if own is not None and advisor != heard.author:
                for socket in list(own.sockets):
                    socket.push(text)
