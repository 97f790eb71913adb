"""Robots that call us: a line of our own Asterisk that calls its own SIP port as a telephone, sound and keys by RTP.

It hears as people do: a key is pressed once what was said has been over for a moment. What it hears is told by Asterisk
(TALK_DETECT) as sounds' begin and end. Nothing of it is kept here beyond some minutes; a restart ends it, and who asked
finds that nobody has the call.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from typing import Any

import msgspec
from nats.aio.msg import Msg

from palabre.channels.voice.drivers.ari import AriError, AriGone, AriSilent
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.drivers.phone import Phone
from palabre.channels.voice.model.robots import Heard, RobotCall
from palabre.foundations.ids import TenantId
from palabre.plumbing.identity import now_ms

log = logging.getLogger("palabre.voice")

CALL_SUBJECT, LOOK_SUBJECT, STOP_SUBJECT = "live.*.robot_call", "live.*.robot_look", "live.*.robot_stop"
PREFIX = "robot-"
AT_ONCE_MAX = 5
SECONDS_MAX = 300
ANSWER_SECONDS = 10.0
QUIET_MS, LEVEL = 300, 64       # about -54 dBFS: below is the noise of a codec, above is anything meant to be heard
PAUSE_SECONDS = 0.9             # between two sentences a voice rests for less
ENDLESS_SECONDS, WORDLESS_SECONDS = 12.0, 4.0  # something asked that is said for ever, or not at all: pressed anyhow
HEARING_SECONDS_MAX = 12.0      # for a first sound, where the greeting alone is to be heard
ENOUGH_SECONDS = 2.0            # of sound, for who hears the greeting alone
SOUNDS_MAX = 400
REMEMBERED_SECONDS = 180.0
KEY_MS = 140
LOOK_EVERY_SECONDS = 0.1


class Robot:
    """One call. Times are the loop's."""

    def __init__(self, tenant: TenantId, asked: RobotCall) -> None:
        self.tenant, self.asked, self.heard = tenant, asked, Heard()
        self.line, self.phone = f"{PREFIX}{asked.id}", f"p{secrets.token_hex(8)}"
        self.began = self.answered = _now()
        self.sounding = False
        self.changed = self.began       # when sound last began or ended
        self.task: asyncio.Task | None = None

    def sounds(self, on: bool) -> None:
        now = _now()
        if on == self.sounding:
            return
        self.sounding, at = on, round((now - self.answered) * 1000)
        if on:
            self.changed = now
            self.heard.sounds.append((at, at))
            del self.heard.sounds[:-SOUNDS_MAX]
        else:
            self.changed = now - QUIET_MS / 1000  # so long ago it was over
            self.heard.sounds[-1] = self.heard.sounds[-1][0], at - QUIET_MS

    def told(self) -> Heard:
        """As of now."""
        sounds, talked = list(self.heard.sounds), self.heard.talked_ms
        if self.heard.state == "talking":
            talked = round((_now() - self.answered) * 1000)
            if self.sounding:
                sounds[-1] = sounds[-1][0], talked
        return msgspec.structs.replace(self.heard, sounds=sounds, talked_ms=talked)


class Robots:
    def __init__(self, node: Driver) -> None:
        self._node, self._ari = node, node.ari
        self._robots: dict[str, Robot] = {}

    async def listen(self) -> None:
        """One of the voice processes takes a call; it alone answers for it."""
        bus = self._node.services.bus
        await bus.subscribe(CALL_SUBJECT, self._on_call, queue="robot_call")
        await bus.subscribe(LOOK_SUBJECT, self._on_look)
        await bus.subscribe(STOP_SUBJECT, self._on_stop)

    def is_ours(self, line: str) -> bool:
        return any(r.line == line for r in self._robots.values())

    def on_event(self, event: dict[str, Any]) -> None:
        id = event["channel"]["id"]
        if id.startswith(PREFIX) and (robot := self._robots.get(id.removeprefix(PREFIX))):
            robot.sounds(event["type"] == "ChannelTalkingStarted")

    # -- asked

    async def _on_call(self, message: Msg) -> None:
        tenant, asked = TenantId(message.subject.split(".")[1]), msgspec.json.decode(message.data, type=RobotCall)
        going = [r for r in self._robots.values() if r.heard.state != "ended"]
        if asked.id not in self._robots:
            if not self._ari.connected:
                return await message.respond(b"unavailable")
            if len(going) >= AT_ONCE_MAX:
                return await message.respond(b"busy")
            robot = self._robots[asked.id] = Robot(tenant, asked)
            robot.task = self._node.spawn(self._call(robot))
        await message.respond(b"ok")

    async def _on_look(self, message: Msg) -> None:
        if robot := self._of(message):
            await message.respond(msgspec.json.encode(robot.told()))

    async def _on_stop(self, message: Msg) -> None:
        if robot := self._of(message):
            await self._ari.try_ask("DELETE", "channels", robot.line)

    def _of(self, message: Msg) -> Robot | None:
        robot = self._robots.get(message.data.decode())
        return robot if robot and robot.tenant == message.subject.split(".")[1] else None

    # -- a call

    async def _call(self, robot: Robot) -> None:
        try:
            async with asyncio.timeout(min(robot.asked.seconds_max, SECONDS_MAX)):
                await self._talk(robot)
        except TimeoutError:
            self._over(robot, "too_long")
        except (AriError, AriGone, AriSilent) as error:
            log.warning("a robot's call broke", extra={"why": repr(error)[:200]})
            self._over(robot, "broken")
        finally:
            self._over(robot, "broken")
            await self._clear(robot)
        await asyncio.sleep(REMEMBERED_SECONDS)
        self._robots.pop(robot.asked.id, None)

    async def _talk(self, robot: Robot) -> None:
        answered = self._ari.expect("StasisStart", robot.line)
        gone = self._ari.expect(("ChannelDestroyed", "StasisEnd"), robot.line)
        try:
            await self._dial(robot)
            await asyncio.wait({answered, gone}, return_when=asyncio.FIRST_COMPLETED, timeout=ANSWER_SECONDS)
            if not answered.done():
                robot.heard.cause = gone.result().get("cause", 0) if gone.done() else 0
                return self._over(robot, "refused")
            robot.answered = robot.changed = _now()
            robot.heard.answered_ms = round((robot.answered - robot.began) * 1000)
            robot.heard.state = "talking"
            await self._ari.ask("POST", "channels", robot.line, "variable", variable="TALK_DETECT(set)",
                                value=f"{QUIET_MS},{LEVEL}")  # fmt: skip
            await self._ari.ask("POST", "channels", robot.line, "silence")  # a telephone's microphone is never shut
            await self._converse(robot, gone)
        finally:
            answered.cancel()
            gone.cancel()

    async def _converse(self, robot: Robot, gone: asyncio.Future) -> None:
        keys = list(robot.asked.keys)
        while not gone.done():
            if robot.asked.greeting_only and self._heard_enough(robot):
                return self._over(robot, "robot")
            if keys and self._his_turn(robot):
                await self._press(robot, keys.pop(0))
            await asyncio.wait({gone}, timeout=LOOK_EVERY_SECONDS)
        self._over(robot, "far")

    def _heard_enough(self, robot: Robot) -> bool:
        sound = sum(end - begin for begin, end in robot.told().sounds)
        return sound >= ENOUGH_SECONDS * 1000 or _now() - robot.answered > HEARING_SECONDS_MAX

    def _his_turn(self, robot: Robot) -> bool:
        """Something is asked, it was said and that is over; or it is asked without a word, or said without an end."""
        asked_at = max((c.asked_at for c in self._node.calls if c.entry == robot.asked.entry), default=0.0)
        if not asked_at:
            return False  # a key would answer another question than it was meant for
        if not robot.sounding and robot.changed > asked_at:
            return _now() - robot.changed > PAUSE_SECONDS
        patience = ENDLESS_SECONDS if robot.sounding else WORDLESS_SECONDS
        return _now() - max(robot.changed, asked_at) > patience

    async def _press(self, robot: Robot, key: str) -> None:
        await self._ari.ask("POST", "channels", robot.line, "dtmf", dtmf=key, duration=KEY_MS)
        robot.heard.pressed.append((round((_now() - robot.answered) * 1000), key))
        robot.changed = _now()  # the next one after what is said to this one, or after a pause as between two digits

    async def _dial(self, robot: Robot) -> None:
        """A telephone of a minute, and the line that calls with its name and password."""
        await self._node.phones.lend(self._phone(robot), password := secrets.token_urlsafe(18))
        push, name = self._ari.push, robot.line
        host, port = self._node.place.sip
        host = host if host and host not in ("0.0.0.0", "::") else "127.0.0.1"
        bound = self._node.place.sip_address
        media = {"media_address": bound, "bind_rtp_to_media_address": "yes"} if bound else {}
        await push("auth", name, auth_type="userpass", username=robot.phone, password=password)
        await push("aor", name, contact=f"sip:call@{host}:{port}")
        await push("endpoint", name, aors=name, outbound_auth=name, from_user=robot.phone, transport="udp",
                   disallow="all", allow="alaw", direct_media="no", dtmf_mode="rfc4733", rtp_keepalive="5",
                   rtp_symmetric="yes", context="nobody", **media)  # fmt: skip
        await self._ari.ask("POST", "channels", endpoint=f"PJSIP/{name}", app=self._ari.app, appArgs="robot",
                            channelId=name, timeout=int(ANSWER_SECONDS))  # fmt: skip

    def _phone(self, robot: Robot) -> Phone:
        until = now_ms() + (SECONDS_MAX + 60) * 1000
        return Phone(robot.tenant, robot.phone, "robot", None, robot.asked.entry, "", until)

    def _over(self, robot: Robot, how: str) -> None:
        """What was said first stands."""
        if robot.heard.state == "ended":
            return
        if robot.sounding:
            robot.heard.sounds = robot.told().sounds
        robot.heard.talked_ms = robot.told().talked_ms
        robot.heard.state, robot.heard.ended = "ended", how

    async def _clear(self, robot: Robot) -> None:
        """Its line, its telephone and what Asterisk knew of both."""
        if self._ari.connected:
            await self._ari.try_ask("DELETE", "channels", robot.line)
            for kind in ("endpoint", "aor", "auth"):
                await self._ari.try_ask("DELETE", "asterisk", "config", "dynamic", "res_pjsip", kind, robot.line)
        await self._node.phones.take_back(robot.phone)


def _now() -> float:
    return asyncio.get_running_loop().time()
