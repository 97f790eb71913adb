"""Recording of a conversation: two snoops of the customer's channel, merged in two channels once she has left.

Left is what she says, right what she hears: whoever talks with her, one after the other or together. Nothing of a
consultation or of a whisper can be in it. Where nothing may be kept (the flow, music, a pause, a secret) both sides are
muted, never paused, for a pause would shift what follows.

Beside the two files Asterisk writes stands a note of ours (`rec-….json`): what they are of and when each began.
With it a recording survives us and Asterisk: the sweep at start merges what a crash left behind.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from palabre.channels.voice.actions import recording_rules, recordings
from palabre.channels.voice.commands import ReportRecording
from palabre.channels.voice.drivers import stereo
from palabre.channels.voice.drivers.ari import AriError, AriGone, AriSilent, Event
from palabre.channels.voice.drivers.calls import Call
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.drivers.room_to_record import RoomToRecord
from palabre.channels.voice.model.recording import Rule, allows
from palabre.channels.voice.model.state import Call as Known
from palabre.foundations import limits
from palabre.plumbing.identity import now_ms

log = logging.getLogger("palabre.voice")

START_SECONDS_MAX = 5.0
FINISH_SECONDS_MAX = 3.0
LEAVING_SECONDS_MAX = 3.0  # a file that ended by itself: because she hung up, or because it could not be written
SIDES = {"left": "in", "right": "out"}  # of the customer's channel
ALONE, HOLD, PAUSE, SECRET, CONSULT, RULE = "alone", "hold", "pause", "secret", "consult", "rule"
REASONS = (ALONE, HOLD, PAUSE, SECRET, CONSULT, RULE)  # why nothing may be kept just now
Change = tuple[int, list[str]]


class Note(msgspec.Struct):
    """What is being recorded. `began`: instant of each side's first sample, ms; 0 until Asterisk said so.

    `changes`: from when on, ms, nothing is kept, and why; without a reason all is. The last one holds now.
    """

    tenant: str
    conversation: str
    effect: str
    began: dict[str, int]
    changes: list[Change] = []

    @property
    def silent(self) -> list[str]:
        return self.changes[-1][1] if self.changes else []

    def name(self, side: str) -> str:
        return f"rec-{self.effect}-{side}"

    def snoop(self, side: str) -> str:
        return f"snoop-{self.effect}-{side}"


class Recorder:
    def __init__(self, node: Driver) -> None:
        self._node, self._ari = node, node.ari
        self._keeping: set[str] = set()  # effects whose recording is being finished or merged
        self._folder, self._notes = node.place.recordings, node.place.state / "recordings"
        self._ended: dict[str, int] = {}  # name of a file: when, ms
        self.room = RoomToRecord(node)

    # -- during a call. All of it may be said twice

    async def answered(self, call: Call) -> None:
        """She hears us, or has just been asked: some rules want her flow and her wait recorded too."""
        rule = await self._rule(call)
        if rule.whole and self._allowed(call, rule):
            call.recorded_whole = True
            await self._start(call)
            await self._follow(call)

    async def talk_begins(self, call: Call) -> None:
        """She talks with somebody: recorded from here on where rule and consent allow it."""
        call.unrecorded.discard(ALONE)
        if self._allowed(call, await self._rule(call)):
            call.unrecorded.discard(RULE)
            await self._start(call)
        else:
            call.unrecorded.add(RULE)
        await self._follow(call)

    async def silence(self, call: Call, why: str) -> None:
        """Nothing is kept of what follows, until no reason is left. `why`: one of REASONS."""
        call.unrecorded.add(why)
        await self._follow(call)

    async def sound_again(self, call: Call, why: str) -> None:
        call.unrecorded.discard(why)
        await self._follow(call)

    async def _rule(self, call: Call) -> Rule:
        return await recording_rules.rule_of_call(self._node.services, call.tenant, call.conversation, call.entry)

    def _allowed(self, call: Call, rule: Rule) -> bool:
        worlds = dict(self._node.worlds())
        known = worlds[call.tenant]["voice"].calls.get(call.conversation) if call.tenant in worlds else None
        return allows(rule, known or Known(call.line, ""))  # the owner may not have heard of her yet

    async def _start(self, call: Call) -> None:
        """A call goes on without its recording where that fails: loudly."""
        if call.recording is not None or call.has_left:
            return
        note = Note(call.tenant, call.conversation, call.conversation, dict.fromkeys(SIDES, 0))
        call.recording = note
        try:
            await asyncio.gather(*(self._side(note, side, call.line) for side in SIDES))
            self._tell(call, True)
        except (AriError, AriSilent) as error:
            self._node.counted["recording_failed"] += 1
            log.error("recording not started", extra={"conversation": call.conversation, "why": str(error)[:200]})
            await self.room.trouble("not_started")
        self._write(note)

    async def _side(self, note: Note, side: str, channel: str) -> None:
        name, snoop = note.name(side), note.snoop(side)
        there = self._ari.expect("StasisStart", snoop)  # a command before it gets 409
        spied = {"spy": SIDES[side], "app": self._ari.app, "appArgs": "snoop"}
        await self._ari.ask("POST", "channels", channel, "snoop", snoop, **spied)
        await self._ari.within(there, START_SECONDS_MAX)
        began = self._ari.expect(("RecordingStarted", "RecordingFailed"), name)
        await self._ari.ask("POST", "channels", snoop, "record", name=name, format="wav", ifExists="overwrite")
        event = await self._ari.within(began, START_SECONDS_MAX)
        note.began[side] = _milliseconds(event)

    async def _follow(self, call: Call) -> None:
        """Mute where there is a reason: silence in the file, while its time runs on."""
        note = call.recording
        silent = sorted(call.unrecorded - ({ALONE} if call.recorded_whole else set()))
        if not isinstance(note, Note) or note.silent == silent:
            return
        muted = bool(note.silent)
        note.changes.append((now_ms(), silent))
        if muted != bool(silent):
            for side in SIDES:
                await self._ari.try_ask("POST" if silent else "DELETE", "recordings", "live", note.name(side), "mute")
        self._write(note)

    def _tell(self, call: Call, on: bool) -> None:
        self._node.spawn(self._told(call, on))

    async def _told(self, call: Call, on: bool) -> None:
        """Her rows may still be on their way to the owner."""
        follower = await self._node.follow(call.tenant)
        with suppress(TimeoutError):
            await follower.until(lambda w: call.conversation in w["voice"].calls, limits.OPENING_SECONDS_MAX)
        await self._node.insist(call.tenant, ReportRecording(call.conversation, on))

    def on_end(self, event: Event) -> None:
        """A file ended, of itself or asked."""
        name = event["recording"]["name"]
        if name.startswith("rec-"):
            self._ended[name] = _milliseconds(event)
        for call in self._node.calls:
            if isinstance(call.recording, Note) and name in map(call.recording.name, SIDES):
                self._node.spawn(self._cut(call, event))

    async def _cut(self, call: Call, event: Event) -> None:
        """Where she has not just hung up it could not be written: the call goes on, and somebody must know."""
        await asyncio.wait({call.gone}, timeout=LEAVING_SECONDS_MAX)
        if not call.has_left and call.recording:
            self._node.counted["recording_failed"] += 1
            log.error("recording cut", extra={"conversation": call.conversation, "event": event["type"]})
            self._tell(call, False)
            await self.room.trouble("disk_full" if self.room.is_full() else "cut")

    async def finish(self, call: Call) -> None:
        """She has left: stop both sides and merge them; the merge goes on by itself. Before that she is alone only."""
        if not call.has_left:
            return await self.silence(call, ALONE)
        note, call.recording = call.recording, None
        if isinstance(note, Note):
            self._keeping.add(note.effect)
            with suppress(AriGone, AriSilent):
                await asyncio.gather(*(self._stop(note, side) for side in SIDES))
            self._node.spawn(self.keep(note))

    async def _stop(self, note: Note, side: str) -> None:
        ended = self._ari.expect(("RecordingFinished", "RecordingFailed"), note.name(side))
        try:
            if await self._ari.try_ask("POST", "recordings", "live", note.name(side), "stop"):
                with suppress(AriSilent):
                    await self._ari.within(ended, FINISH_SECONDS_MAX)
        finally:
            ended.cancel()
        await self._ari.try_ask("DELETE", "channels", note.snoop(side))

    # -- after it

    async def keep(self, note: Note) -> None:
        """Merge, store, tell; the raw files and the note go last, so that a crash in between is swept up."""
        self._keeping.add(note.effect)
        files = {side: self._folder / f"{note.name(side)}.wav" for side in SIDES}
        try:
            lasted = tuple(self._lasted(note, side) for side in SIDES)
            sound = await asyncio.to_thread(stereo.Stereo, files["left"], files["right"], _later(note), lasted)
            if sound.frames:
                began = min(b for b in note.began.values() if b) if any(note.began.values()) else now_ms()
                kept = recordings.Kept(note.conversation, note.effect, began, silences(note.changes, began, sound.ms))
                await recordings.keep_recording(self._node.services, note.tenant, kept, sound)
            for path in [*files.values(), self._path(note)]:
                path.unlink(missing_ok=True)
            await self.room.well()
        except Exception:  # whatever it was, the files stay and the next sweep tries again
            self._node.counted["recording_failed"] += 1
            log.exception("recording not kept", extra={"conversation": note.conversation})
            await self.room.trouble("not_kept")
        finally:
            self._keeping.discard(note.effect)

    def _lasted(self, note: Note, side: str) -> float:
        """Seconds by Asterisk's clock; 0: nobody heard its end."""
        ended = self._ended.pop(note.name(side), 0)
        return (ended - note.began[side]) / 1000 if ended and note.began[side] else 0.0

    async def sweep(self) -> None:
        """Merge what nobody records any more: the call ended while we were away, or we died between two steps."""
        held = {c.recording.effect for c in self._node.calls if isinstance(c.recording, Note)}
        for note in self._left_behind():
            if note.effect not in held and note.effect not in self._keeping:
                await asyncio.gather(*(self._stop(note, side) for side in SIDES))
                await self.keep(note)
        await self.room.look()

    def adopt(self, call: Call, alive: set[str]) -> None:
        """After our restart: her recording that goes on is ours again."""
        for note in self._left_behind():
            if note.conversation == call.conversation and all(note.name(s) in alive for s in SIDES):
                call.recording, call.unrecorded = note, set(note.silent)

    def _left_behind(self) -> list[Note]:
        if not self._notes.is_dir():
            return []
        return [msgspec.json.decode(p.read_bytes(), type=Note) for p in sorted(self._notes.glob("rec-*.json"))]

    def _path(self, note: Note) -> Path:
        return self._notes / f"rec-{note.effect}.json"

    def _write(self, note: Note) -> None:
        try:
            self._notes.mkdir(parents=True, exist_ok=True)
            part = self._path(note).with_suffix(".part")
            part.write_bytes(msgspec.json.encode(note))
            part.rename(self._path(note))
        except OSError as error:  # a full disk: the call goes on
            log.error("note of a recording not written", extra={"why": str(error)[:200]})


def silences(changes: list[Change], began: int, ms: int) -> list[tuple[str, int, int]]:
    """(why, from, until) within the file, ms from its beginning, in order; of reasons together each has its own."""
    found, since = [], {}
    for at, reasons in [*changes, (began + ms, [])]:
        place = min(max(at - began, 0), ms)
        for why in [w for w in since if w not in reasons]:
            if place > since[why]:
                found.append((why, since[why], place))
            del since[why]
        for why in reasons:
            since.setdefault(why, place)
    return sorted(found, key=lambda one: (one[1], one[2], one[0]))


def _milliseconds(event: dict) -> int:
    """Asterisk's own instant of an event: closer to the first sample than our reading of it."""
    with suppress(KeyError, ValueError):
        return round(datetime.strptime(event["timestamp"], "%Y-%m-%dT%H:%M:%S.%f%z").timestamp() * 1000)
    return now_ms()


def _later(note: Note) -> float:
    """Seconds by which the right side began after the left."""
    return (note.began["right"] - note.began["left"]) / 1000 if all(note.began.values()) else 0.0
