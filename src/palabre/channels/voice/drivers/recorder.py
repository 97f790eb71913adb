"""Recording of a conversation: two snoops of the customer's channel, merged in two channels once she has left.

Left is what she says, right what she hears: whoever talks with her, one after the other or together. Nothing of a
consultation or of a whisper can be in it. While nobody talks with her (the flow, music) both sides are muted, never
paused, for a pause would shift what follows.

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

from palabre.channels.voice.actions import recordings
from palabre.channels.voice.drivers import waves
from palabre.channels.voice.drivers.ari import AriError, AriGone, AriSilent
from palabre.channels.voice.drivers.calls import Call
from palabre.channels.voice.drivers.driver import Driver
from palabre.plumbing.identity import now_ms

log = logging.getLogger("palabre.voice")

START_SECONDS_MAX = 5.0
FINISH_SECONDS_MAX = 3.0
SIDES = {"left": "in", "right": "out"}  # of the customer's channel
ALONE, HOLD, PAUSE, SECRET, CONSULT = "alone", "hold", "pause", "secret", "consult"
REASONS = (ALONE, HOLD, PAUSE, SECRET, CONSULT)  # why nothing may be kept just now


class Note(msgspec.Struct):
    """What is being recorded. `began`: instant of each side's first sample, ms; 0 until Asterisk said so.

    `silent`: why nothing is kept just now, () where it is.
    """

    tenant: str
    conversation: str
    effect: str
    began: dict[str, int]
    silent: list[str] = []

    def name(self, side: str) -> str:
        return f"rec-{self.effect}-{side}"

    def snoop(self, side: str) -> str:
        return f"snoop-{self.effect}-{side}"


class Recorder:
    def __init__(self, node: Driver) -> None:
        self._node, self._ari = node, node.ari
        self._keeping: set[str] = set()  # effects whose recording is being finished or merged
        self._folder, self._notes = node.place.recordings, node.place.state / "recordings"

    # -- during a call. All of it may be said twice

    async def talk_begins(self, call: Call) -> None:
        """She talks with somebody: recorded from here on where that is allowed."""
        if call.recording is None and not call.has_left and self._allowed(call):
            await self._start(call)
        await self.sound_again(call, ALONE)

    async def start(self, call: Call, leg: object = None) -> None:
        """As talk_begins."""
        await self.talk_begins(call)

    async def mute(self, call: Call, on: bool) -> None:
        """As silence and sound_again, for a hold."""
        await (self.silence(call, HOLD) if on else self.sound_again(call, HOLD))

    async def silence(self, call: Call, why: str) -> None:
        """Nothing is kept of what follows, until no reason is left. `why`: one of REASONS."""
        call.unrecorded.add(why)
        await self._follow(call)

    async def sound_again(self, call: Call, why: str) -> None:
        call.unrecorded.discard(why)
        await self._follow(call)

    def _allowed(self, call: Call) -> bool:
        worlds = dict(self._node.worlds())
        known = worlds[call.tenant]["voice"].calls.get(call.conversation) if call.tenant in worlds else None
        return bool(known and known.recording_allowed)

    async def _start(self, call: Call) -> None:
        """A call goes on without its recording where that fails: loudly in the log."""
        note = Note(call.tenant, call.conversation, call.conversation, dict.fromkeys(SIDES, 0))
        call.recording = note
        try:
            await asyncio.gather(*(self._side(note, side, call.line) for side in SIDES))
        except (AriError, AriSilent) as error:
            self._node.counted["recording_failed"] += 1
            log.error("recording not started", extra={"conversation": call.conversation, "why": str(error)[:200]})
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
        note, silent = call.recording, sorted(call.unrecorded)
        if not isinstance(note, Note) or note.silent == silent:
            return
        muted, note.silent = bool(note.silent), silent
        if muted != bool(silent):
            for side in SIDES:
                await self._ari.try_ask("POST" if silent else "DELETE", "recordings", "live", note.name(side), "mute")
        self._write(note)

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
        files = [self._folder / f"{note.name(side)}.wav" for side in SIDES]
        try:
            data, seconds = await asyncio.to_thread(_merge, files, note)
            if data:
                began = note.began["left"]
                await recordings.keep_recording(
                    self._node.services, note.tenant, note.conversation, note.effect, data, seconds, began
                )
            for path in [*files, self._path(note)]:
                path.unlink(missing_ok=True)
        except Exception:  # whatever it was, the files stay and the next sweep tries again
            self._node.counted["recording_failed"] += 1
            log.exception("recording not kept", extra={"conversation": note.conversation})
        finally:
            self._keeping.discard(note.effect)

    async def sweep(self) -> None:
        """Merge what nobody records any more: the call ended while we were away, or we died between two steps."""
        held = {c.recording.effect for c in self._node.calls if isinstance(c.recording, Note)}
        for note in self._left_behind():
            if note.effect not in held and note.effect not in self._keeping:
                await asyncio.gather(*(self._stop(note, side) for side in SIDES))
                await self.keep(note)

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
        self._notes.mkdir(parents=True, exist_ok=True)
        part = self._path(note).with_suffix(".part")
        part.write_bytes(msgspec.json.encode(note))
        part.rename(self._path(note))


def _milliseconds(event: dict) -> int:
    """Asterisk's own instant of an event: closer to the first sample than our reading of it."""
    with suppress(KeyError, ValueError):
        return round(datetime.strptime(event["timestamp"], "%Y-%m-%dT%H:%M:%S.%f%z").timestamp() * 1000)
    return now_ms()


def _merge(files: list[Path], note: Note) -> tuple[bytes, float]:
    """The wav in two channels and its seconds; empty where nothing was recorded."""
    sides = [waves.read_recorded(f) if f.exists() else waves.nothing() for f in files]
    if not any(len(s) for s in sides):
        return b"", 0.0
    later = (note.began["right"] - note.began["left"]) / 1000 if all(note.began.values()) else 0.0
    both = waves.stereo(sides[0], sides[1], later)
    return waves.encode(both), len(both) / waves.RATE
