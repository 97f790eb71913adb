"""Several Asterisks, each with its voice process: who is there, who is being emptied, what one that is lost leaves.

Each says every two seconds that it drives its Asterisk. Emptied, it takes no new call: the line is given back as
congestion, and the balancer before it tries the next one; calls in progress end when they end. Silent for
12 s, it is lost: the others end its calls in the partitions, so that nobody waits for who is gone.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import psycopg
from psycopg_pool import PoolTimeout

from palabre.channels.voice.actions import dialling, outbound
from palabre.channels.voice.actions import nodes as node_actions
from palabre.channels.voice.commands import EndInternalCall, ReportEffect
from palabre.channels.voice.drivers.ari import AriError, AriSilent
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.facts import DialRequested, DisconnectRequested, InternalCallEnded
from palabre.conversations.commands import CustomerLeaves
from palabre.foundations.ids import ConversationId, TenantId
from palabre.plumbing.engines.asterisk_dialplan import EMPTIED

log = logging.getLogger("palabre.voice")

BEAT_SECONDS = 2.0
BETWEEN = "voice_nodes"  # what their password among themselves is bound to
CONGESTION = "42"  # Q.850: SIP 503, by which a balancer tries the next one


class Nodes:
    def __init__(self, node: Driver) -> None:
        self._node = node
        self.draining = False
        self.others = False  # is somebody else there who serves?
        self._ended: dict[ConversationId, TenantId] = {}  # calls of lost Asterisks, until all of them is over
        self._pushed: dict[str, tuple[str, int]] = {}  # the other Asterisks that ours knows
        self._told = ""  # what its dial plan was told last of our being emptied

    async def begin(self) -> None:
        place = self._node.place
        await node_actions.arrive(self._node.services.database, place.name, place.ari_url, place.sip)
        self._pushed.clear()
        self._told = ""

    async def run(self) -> None:
        """While we drive our Asterisk."""
        while True:
            try:
                await self._beat()
            except (psycopg.OperationalError, PoolTimeout, OSError, AriError, AriSilent) as error:
                log.warning("other nodes not seen", extra={"why": repr(error)[:200]})
            await asyncio.sleep(BEAT_SECONDS)

    async def _beat(self) -> None:
        place, database = self._node.place, self._node.services.database
        known = await node_actions.beat(database, place.name, await self._up())
        mine = next((n for n in known if n.name == place.name), None)
        self.draining = bool(mine) and mine.state == node_actions.DRAINING
        self.others = any(n.state == node_actions.SERVING for n in known if n.name != place.name)
        for other in (n for n in known if n.name != place.name):
            if other.state == node_actions.LOST:
                self._node.phones.forget_node(other.name)
                await self._end(other.name)
            elif self._pushed.get(other.name) != other.sip:
                await self._meet(other.name, other.sip)
        await self._tell()
        await self._node.calling.look()

    async def _up(self) -> int:
        """Conversations and advisors' own calls; being emptied also what the dial plan carries without us (callers of
        the old system, telephones here that another Asterisk rings), for its machine may be stopped at none."""
        mine = self._node.place.name
        own = sum(one.node == mine for _, world in self._node.worlds() for one in world["voice"].internals.values())
        if not self.draining:
            return len(self._node.calls) + own
        channels = await self._node.ari.ask("GET", "channels")
        return len(self._node.calls) + own + sum(c["dialplan"]["app_name"] == "Dial" for c in channels)

    async def _tell(self) -> None:
        """Its dial plan gives new calls to numbers that move back to the balancer, as `refuse` does with all others. Of
        the last that serves it goes on: the old system need not do without its callers."""
        wanted = "1" if self.draining and self.others else "0"
        if self._told != wanted:
            await self._node.ari.ask("POST", "asterisk", "variable", variable=EMPTIED, value=wanted)
            self._told = wanted

    async def _meet(self, name: str, sip: tuple[str, int]) -> None:
        """Our Asterisk learns how to ring a telephone that is registered at the other, and to be asked so by it.

        Each says its name and proves it by digest. Known by its address, it would be taken for the browsers that a
        front on the same machine relays from there, and they for it.
        """
        host, port = sip
        id, own, push = f"node-{name}", f"node-{self._node.place.name}", self._node.ari.push
        password = self._node.services.secrets.shared(BETWEEN)
        for known in (id, own):
            await push("auth", known, auth_type="userpass", username=known, password=password)
        # a place that it had before would stay beside the new one, and be rung first
        await self._node.ari.try_ask("DELETE", "asterisk", "config", "dynamic", "res_pjsip", "aor", id)
        await push("aor", id, contact=f"sip:{host}:{port}")
        await push("endpoint", id, transport="udp", context="from-node", disallow="all", allow="alaw,ulaw", aors=id,
                   identify_by="username", auth=id, outbound_auth=own, from_user=own, trust_id_inbound="yes",
                   send_pai="yes", direct_media="no", rtp_symmetric="yes", dtmf_mode="rfc4733", allow_transfer="no",
                   allow_subscribe="no", **self._bound())  # fmt: skip
        self._pushed[name] = sip

    def _bound(self) -> dict[str, str]:
        address = self._node.place.sip_address
        return {"media_address": address, "bind_rtp_to_media_address": "yes"} if address else {}

    def takes(self, effect: Any, node: str | None) -> bool:
        """Is this effect ours? `node`: of its call, None where it has none yet."""
        if node is None:
            return not (isinstance(effect, DialRequested) and self.draining and self.others)
        return node == self._node.place.name

    async def refuse(self, channel: str) -> None:
        """A new call while we are being emptied."""
        self._node.counted["given_to_another"] += 1
        await self._node.ari.try_ask("DELETE", "channels", channel, reason_code=CONGESTION)

    async def _end(self, name: str) -> None:
        """Its calls are over. Whoever else does the same is refused by the owner, who has ended them already."""
        for tenant, world in self._node.worlds():
            for conversation in [c for c, call in world["voice"].calls.items() if call.node == name]:
                self._ended[conversation] = tenant
                if world["voice"].calls[conversation].present:
                    log.warning("a call ended with its node", extra={"conversation": conversation, "node": name})
                    self._node.counted["lost_with_node"] += 1
                    await self._node.insist(tenant, CustomerLeaves(conversation, "cut"))
            for effect in [e for e in world["voice"].effects.values() if e.conversation in self._ended]:
                outcome = "done" if isinstance(effect, DisconnectRequested) else "gone"
                await self._node.insist(tenant, ReportEffect(effect.effect, outcome))
        await self._end_internals(name)
        await self._in_doubt(name)
        if self._ended:
            await self._abandon()
        for up in await node_actions.dialled_on(self._node.services.database, name):
            await dialling.ended(self._node.services.database, up.tenant, up.channel)

    async def _end_internals(self, name: str) -> None:
        """Advisors' calls that it had, and what was asked of it for them."""
        for tenant, world in self._node.worlds():
            for call in [c for c, one in world["voice"].internals.items() if one.node == name]:
                await self._node.insist(tenant, EndInternalCall(call, None, "cut"))
                for effect in [e for e in world["voice"].effects.values() if e.conversation == call]:
                    outcome = "done" if isinstance(effect, InternalCallEnded) else "gone"
                    await self._node.insist(tenant, ReportEffect(effect.effect, outcome))

    async def _in_doubt(self, name: str) -> None:
        """Whom it was calling: nobody can tell any more whether she was called."""
        database = self._node.services.database
        for tenant, world in self._node.worlds():
            for effect in [e for e in world["voice"].effects.values() if isinstance(e, DialRequested)]:
                if await outbound.begun_by(database, tenant, effect.effect) == name:
                    await self._node.insist(tenant, ReportEffect(effect.effect, "failed", "in_doubt"))

    async def _abandon(self) -> None:
        """Runs of those calls wait for nobody; one that is closed with all that is outstanding is done with."""
        for tenant, run, conversation in await self._node.flows.unfinished("voice"):
            if conversation in self._ended:
                await self._node.flows.abandon(tenant, run)
        for tenant, world in self._node.worlds():
            closed = world["conversations"].closed
            for conversation in [c for c, t in self._ended.items() if t == tenant and c in closed]:
                del self._ended[conversation]
