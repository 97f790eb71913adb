"""From a ringing line to a conversation: who is called, rows written, answered, its flow begun."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from palabre.channels.ports import CustomerGone
from palabre.channels.voice.actions import calls as call_actions
from palabre.channels.voice.actions.numbers import called_number, find_number
from palabre.channels.voice.drivers import words
from palabre.channels.voice.drivers.ari import AriError, AriGone, AriSilent, Event
from palabre.channels.voice.drivers.calls import Call
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.drivers.line import VoiceLine
from palabre.channels.voice.problems import NumberInvalid
from palabre.foundations.ids import ConversationId, TenantId
from palabre.plumbing.identity import now_ms

log = logging.getLogger("palabre.voice")

OURS = ("leg-", "far-", "snoop-", "back-", "sup-", "ear-", "inner-", "heard-", "robot-", "take-")
BUS_LOOK_SECONDS = 0.1
WRITE_SECONDS_MAX = 4.0  # beyond it the dial plan's apology and rescue number serve the caller better


class Arrivals:
    def __init__(self, node: Driver) -> None:
        self._node = node
        self.coming: set[str] = set()  # lines whose rows are being written
        self._told: set[str] = set()  # lines that came and are not known as calls yet
        self._ended: set[str] = set()  # of those, who has left: gone back to an old system, she must not be hung up

    def on_start(self, event: Event) -> None:
        """Every channel that enters our application; those we made ourselves are awaited elsewhere."""
        channel = event["channel"]
        if not channel["id"].startswith(OURS):
            self._told.add(channel["id"])
            self._node.spawn(self.arrive(channel, again="again" in event.get("args", ())))

    def on_end(self, line: str) -> None:
        """It left our application and is no call of ours, or not yet."""
        if line in self._told:
            self._ended.add(line)

    async def arrive(self, channel: dict[str, Any], *, again: bool = False) -> None:
        """`again`: the dial plan has apologised once already."""
        try:
            await self._arrive(channel, again)
        finally:
            for lines in (self._told, self._ended):
                lines.discard(channel["id"])

    async def _arrive(self, channel: dict[str, Any], again: bool) -> None:
        line = channel["id"]
        if line in self.coming or line in self._ended or self._node.calls.of_channel(line):
            return
        self._node.moving.arrives(channel)
        if self._node.nodes.draining and not again:
            return await self._node.nodes.refuse(line)
        self.coming.add(line)
        try:
            async with asyncio.timeout(WRITE_SECONDS_MAX):
                call, flow = await self._written(channel)
        except AriGone:
            return
        except Exception as error:
            log.error("call not taken", extra={"line": line, "why": repr(error)[:200]})
            return await self._give_back(channel, again)
        finally:
            self.coming.discard(line)
        if call is None:
            return await self._refuse(channel)
        if line in self._ended:
            return await self._node.customer_left(call, "cut")
        self._node.counted["taken"] += 1
        call.run = self._node.spawn(self._answer(call, flow))

    async def _written(self, channel: dict[str, Any]) -> tuple[Call | None, str | None]:
        """The call with its rows and facts committed, and the flow its number names."""
        node, line = self._node, channel["id"]
        entry = await self._entry(channel)
        if entry is None:
            return None, None
        while not node.services.bus.connected:  # no owner can hear of her: promise nothing, or be cut off at the limit
            await asyncio.sleep(BUS_LOOK_SECONDS)
        tenant, conversation = TenantId(str(entry["tenant"])), call_actions.new_conversation()
        call = Call(tenant, conversation, line, entry["number"], entry["language"], now_ms())
        call.free = entry["free"] and not node.phones.of_channel(channel["name"])
        node.calls.add(call)
        try:
            await node.follow(tenant)
            await call_actions.open_call(
                node.services.database,
                tenant,
                conversation=conversation,
                node=node.place.name,
                line=line,
                number=entry["number"],
                caller=self._caller(channel),
            )
        except BaseException:
            node.calls.drop(call)
            raise
        return call, str(entry["flow"]) if entry["flow"] else None

    async def _entry(self, channel: dict[str, Any]) -> dict | None:
        """The number called: by a trunk the one it says; by a web caller the only one her telephone may reach."""
        phone = self._node.phones.of_channel(channel["name"])
        trunk = self._node.trunks.of_channel(channel["name"])
        try:
            if phone and phone.kind in ("caller", "robot"):
                number = phone.number or ""
            elif phone:
                return None  # advisors do not call customers yet
            else:
                country = self._node.trunks.country_of(trunk)
                number = called_number(channel["dialplan"]["exten"], country)
        except NumberInvalid:
            return None
        found = await find_number(self._node.services.database, number)
        if found and trunk and str(found["tenant"]) not in self._node.trunks.tenants_of(trunk):
            log.warning("a number of another tenant was called by this trunk", extra={"trunk": trunk})
            return None
        return found

    def _caller(self, channel: dict[str, Any]) -> str:
        return "" if self._node.phones.of_channel(channel["name"]) else channel.get("caller", {}).get("number", "")

    async def _answer(self, call: Call, flow: str | None) -> None:
        node = self._node
        try:
            if call.free:
                await node.early.begin(call)
            else:
                await node.ari.ask("POST", "channels", call.line, "answer")
                await node.recorder.answered(call)
            await node.flows.begin(call.tenant, call.conversation, flow, VoiceLine(node, call))
        except (CustomerGone, AriGone):
            pass
        except AriError as error:
            if error.status != 404:
                return await self._give_up(call, error)
            await node.customer_left(call, "hung_up")  # perhaps while her number was looked up: nobody knew her line
        except Exception as error:
            await self._give_up(call, error)

    async def resume(self, call: Call, *, begins: bool = True) -> None:
        """After our restart: the step is entered again. `begins`: as of Flows."""
        try:
            await self._node.flows.resume(
                call.tenant, call.conversation, VoiceLine(self._node, call), begins=begins)  # fmt: skip
        except (CustomerGone, AriGone):
            pass
        except Exception as error:
            await self._give_up(call, error)

    async def _give_up(self, call: Call, error: Exception) -> None:
        log.error("flow failed", extra={"conversation": call.conversation, "why": repr(error)[:300]})
        try:
            await self._node.say(call, words.CANNOT_GO_ON, last=True)
        except (CustomerGone, AriError, AriGone, AriSilent):
            pass
        await self._node.hang_up_customer(call, "cut")

    async def _refuse(self, channel: dict[str, Any]) -> None:
        """Nobody has this number: said politely, counted, hung up."""
        node = self._node
        node.counted["unknown_number"] += 1
        call = Call(TenantId(""), ConversationId(""), channel["id"], "", "fr")
        try:
            await node.ari.ask("POST", "channels", call.line, "answer")
            async with asyncio.timeout(15.0):
                await node.say(call, words.NOBODY_ANSWERS_THIS, last=True)
        except (CustomerGone, AriError, AriGone, AriSilent, TimeoutError):
            pass
        await node.ari.try_ask("DELETE", "channels", call.line)

    async def _give_back(self, channel: dict[str, Any], again: bool) -> None:
        """To the dial plan: its apology first, the second time the tenant's rescue number."""
        self._node.counted["given_back"] += 1
        where = {"context": "rescue" if again else "nobody", "extension": channel["dialplan"]["exten"], "priority": "1"}
        await self._node.ari.try_ask("POST", "channels", channel["id"], "continue", **where)
