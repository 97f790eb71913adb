"""Recording of a conversation: two snoops of the customer's channel, merged in two channels once she has left.

Left is what she says, right what she hears: whoever talks with her, one after the other or together. Nothing of a
consultation or of a whisper can be in it. Where nothing may be kept (the flow, music, a pause, a secret) both sides are
muted, never paused, for a pause would shift what follows.

It is made of reels (`reels`), for a file that has fallen behind the clock never catches up (`pace`).
Beside the files Asterisk writes stands a note of ours (`rec-….json`): what they are of and when each began.
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
from palabre.channels.voice.drivers import leftovers, pace, stereo
from palabre.channels.voice.drivers.ari import AriError, AriGone, AriSilent, Event
from palabre.channels.voice.drivers.calls import Call
from palabre.channels.voice.drivers.driver import Driver
from palabre.channels.voice.drivers.reels import SIDES, Change, Note, stretches
from palabre.channels.voice.drivers.room_to_record import RoomToRecord
from palabre.channels.voice.drivers.waves import RATE
from palabre.channels.voice.model.recording import Rule, allows
from palabre.channels.voice.model.state import Call as Known
from palabre.foundations import limits
from palabre.plumbing.identity import now_ms

log = logging.getLogger("palabre.voice")

START_SECONDS_MAX = 5.0
FINISH_SECONDS_MAX = 3.0
PACE_SECONDS = 1.0  # a mark stands about two seconds, then the next one takes its place
REEL_SECONDS_MAX, REEL_SECONDS_MIN = 240.0, 5.0  # the quickest clocks are 24 ms away after the first
BEGUN_SECONDS = 0.15  # what takes longer began on a starved machine, and is late itself
OVER_SECONDS = 0.15  # two reels run together: what the last one had not written yet
UNWRITTEN_MS = 100  # of silence in place of its end that are told
LEAVING_SECONDS_MAX = 3.0  # a file that ended by itself: because she hung up, or because it could not be written
ALONE, HOLD, PAUSE, SECRET, CONSULT, RULE = "alone", "hold", "pause", "secret", "consult", "rule"
REASONS = (ALONE, HOLD, PAUSE, SECRET, CONSULT, RULE)  # why nothing may be kept just now


class Recorder:
    def __init__(self, node: Driver) -> None:
        self._node, self._ari = node, node.ari
        self._keeping: set[str] = set()  # effects whose recording is being finished or merged
        self._folder, self._notes = node.place.recordings, node.place.state / "recordings"
        self._ended: dict[str, int] = {}  # name of a file: when, ms
        self._paces: dict[str, pace.Pace] = {}  # by name of a file
        self._turns: dict[str, asyncio.Lock] = {}  # of an effect: one reel follows the other, one hand at its silence
        self._doubtful: set[str] = set()  # effects whose reel took long to begin
        self._cut_off: set[str] = set()  # effects whose file could not be written
        self.messages: set[str] = set()  # names of voice messages being taken
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
            note.began = await self._reel(note, call.line, 0)
            self._tell(call, True)
        except (AriError, AriSilent) as error:
            self._node.counted["recording_failed"] += 1
            log.error("recording not started", extra={"conversation": call.conversation, "why": str(error)[:200]})
            await self.room.trouble("not_started")
        self._write(note)

    async def _reel(self, note: Note, channel: str, reel: int) -> dict[str, int]:
        """When each side began."""
        asked = now_ms()
        begun = await asyncio.gather(*(self._begun(note, side, channel, reel) for side in SIDES))
        (self._doubtful.add if max(begun) - asked > BEGUN_SECONDS * 1000 else self._doubtful.discard)(note.effect)
        return dict(zip(SIDES, begun, strict=True))

    async def _begun(self, note: Note, side: str, channel: str, reel: int) -> int:
        """When its first sample was written, ms."""
        name, snoop = note.name(side, reel), note.snoop(side, reel)
        there = self._ari.expect("StasisStart", snoop)  # a command before it gets 409
        spied = {"spy": SIDES[side], "app": self._ari.app, "appArgs": "snoop"}
        await self._ari.ask("POST", "channels", channel, "snoop", snoop, **spied)
        await self._ari.within(there, START_SECONDS_MAX)
        began = self._ari.expect(("RecordingStarted", "RecordingFailed"), name)
        await self._ari.ask("POST", "channels", snoop, "record", name=name, format="wav", ifExists="overwrite")
        return _milliseconds(await self._ari.within(began, START_SECONDS_MAX))

    async def _follow(self, call: Call) -> None:
        """Mute where there is a reason: silence in the file, while its time runs on."""
        note = call.recording
        if not isinstance(note, Note):
            return
        async with self._turn(note):
            silent = sorted(call.unrecorded - ({ALONE} if call.recorded_whole else set()))
            if note.silent == silent:
                return
            muted = bool(note.silent)
            note.changes.append((now_ms(), silent))
            if silent and not muted:
                await self._mute(note, True)
            elif muted and not silent and not await self._heard_anew(call, note):
                await self._mute(note, False)
            self._write(note)

    async def _mute(self, note: Note, on: bool) -> None:
        for side in SIDES:
            await self._ari.try_ask("POST" if on else "DELETE", "recordings", "live", note.name(side), "mute")

    async def _heard_anew(self, call: Call, note: Note) -> bool:
        """A snoop of a starved machine tells late what it heard: unmuted it would tell of the music, or of the secret,
        that was there just before. So what is kept again is heard by a new pair, which has heard nothing yet."""
        if call.has_left or not all(note.begins(side)[-1] for side in SIDES):
            return False
        try:
            await self._next_reel(call, note)
        except (AriError, AriSilent) as error:
            log.warning("the last reel goes on", extra={"conversation": note.conversation, "why": str(error)[:200]})
            return False
        return True

    def _turn(self, note: Note) -> asyncio.Lock:
        return self._turns.setdefault(note.effect, asyncio.Lock())

    async def watch(self) -> None:
        """Until cancelled: a reel that has fallen behind the clock, or is old, is followed by another. One at a time:
        a machine that is starved is not given more to do."""
        while True:
            await asyncio.sleep(PACE_SECONDS)
            running = [(c, c.recording) for c in self._node.calls if isinstance(c.recording, Note)]
            for call in await self._to_renew(running):
                try:
                    await self._renew(call)
                except (AriError, AriSilent) as error:
                    self._node.counted["reel_failed"] += 1
                    log.warning("no new reel", extra={"conversation": call.conversation, "why": str(error)[:200]})

    async def _to_renew(self, running: list[tuple[Call, Note]]) -> list[Call]:
        names = [(call, note, side) for call, note in running for side in SIDES if note.begins(side)[-1]]
        paths = [self._folder / f"{note.name(side)}.wav" for _, note, side in names]
        looked = await asyncio.to_thread(lambda: [pace.look(path) for path in paths])
        found: dict[str, Call] = {}
        for (call, note, side), told in zip(names, looked, strict=True):
            began = note.begins(side)[-1]
            of = self._paces.setdefault(note.name(side), pace.Pace())
            missing = of.missing(told[0], (told[1] - began) / 1000) if told else 0
            aged = (now_ms() - began) / 1000
            if aged > (REEL_SECONDS_MIN if missing or note.effect in self._doubtful else REEL_SECONDS_MAX):
                found[note.effect] = call
        return list(found.values())

    async def _renew(self, call: Call) -> None:
        """Where nothing is kept just now nothing is heard late: afterwards."""
        note = call.recording
        if not isinstance(note, Note):
            return
        async with self._turn(note):
            if note.silent or call.has_left or call.recording is not note or note.effect in self._cut_off:
                return
            await self._next_reel(call, note, over=OVER_SECONDS)

    async def _next_reel(self, call: Call, note: Note, over: float = 0.0) -> None:
        """`over`: seconds for which the one before it runs on."""
        reel, before = note.reel + 1, note.reel
        try:
            begun = await self._reel(note, call.line, reel)
        except BaseException:
            await asyncio.gather(*(self._ended_now(note, side, reel) for side in SIDES))
            raise
        note.later.append(begun)
        self._write(note)
        if over:
            await asyncio.wait({call.gone}, timeout=over)
        await asyncio.gather(*(self._stop(note, side, before) for side in SIDES))
        self._node.counted["reels"] += 1

    async def _ended_now(self, note: Note, side: str, reel: int) -> None:
        """Nothing of one that did not begin on both sides."""
        with suppress(AriGone, AriSilent):
            await self._stop(note, side, reel)
        (self._folder / f"{note.name(side, reel)}.wav").unlink(missing_ok=True)

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
            self._cut_off.add(call.recording.effect)
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
            async with self._turn(note):
                pass  # the reel that is beginning is there, or will never be
            with suppress(AriGone, AriSilent):
                await asyncio.gather(*(self._stop(note, side) for side in SIDES))
            self._node.spawn(self.keep(note))

    async def _stop(self, note: Note, side: str, reel: int | None = None) -> None:
        name = note.name(side, reel)
        ended = self._ari.expect(("RecordingFinished", "RecordingFailed"), name)
        try:
            if await self._ari.try_ask("POST", "recordings", "live", name, "stop"):
                with suppress(AriSilent):
                    await self._ari.within(ended, FINISH_SECONDS_MAX)
        finally:
            ended.cancel()
        await self._ari.try_ask("DELETE", "channels", note.snoop(side, reel))

    # -- after it

    async def keep(self, note: Note) -> None:
        """Merge, store, tell; the raw files and the note go last, so that a crash in between is swept up."""
        self._keeping.add(note.effect)
        try:
            late = {name: self._paces[name].late / RATE for name in note.names() if name in self._paces}
            sides = [stretches(note, side, self._folder, self._ended, late) for side in SIDES]
            sound = await asyncio.to_thread(stereo.Stereo, *sides)
            if sound.frames:
                self._count_unwritten(note, sound.unwritten_ms)
                began = min(b for b in note.began.values() if b) if any(note.began.values()) else now_ms()
                kept = recordings.Kept(note.conversation, note.effect, began, silences(note.changes, began, sound.ms))
                await recordings.keep_recording(self._node.services, note.tenant, kept, sound)
            for path in [*(self._folder / f"{name}.wav" for name in note.names()), self._path(note)]:
                path.unlink(missing_ok=True)
            await self.room.well()
        except Exception:  # whatever it was, the files stay and the next sweep tries again
            self._node.counted["recording_failed"] += 1
            log.exception("recording not kept", extra={"conversation": note.conversation})
            await self.room.trouble("not_kept")
        finally:
            self._forget(note)

    def _count_unwritten(self, note: Note, ms: int) -> None:
        """Its last words may be missing: a machine that does this often is too small, and somebody should know."""
        if ms >= UNWRITTEN_MS:
            self._node.counted["recording_end_unwritten"] += 1
            log.warning("end of a recording not written", extra={"conversation": note.conversation, "ms": ms})

    def _forget(self, note: Note) -> None:
        for known in (self._keeping, self._cut_off, self._doubtful):
            known.discard(note.effect)
        self._turns.pop(note.effect, None)
        for name in note.names():
            self._ended.pop(name, None)
            self._paces.pop(name, None)

    async def sweep(self) -> None:
        """Merge what nobody records any more: the call ended while we were away, or we died between two steps."""
        held = {c.recording.effect for c in self._node.calls if isinstance(c.recording, Note)}
        for note in self._left_behind():
            if note.effect not in held and note.effect not in self._keeping:
                await asyncio.gather(*(self._stop(note, side) for side in SIDES))
                await self.keep(note)
        named = {name for note in self._left_behind() for name in note.names()}
        being = {name for c in self._node.calls if isinstance(c.recording, Note) for name in c.recording.names()}
        await leftovers.sweep(self._node, named | being | self.messages)
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
