"""A telephone's voice and ear: tones and keys out by RTP, twenty milliseconds at a time, and what was heard last."""

from __future__ import annotations

import itertools
import secrets
import socket
import struct
import threading
import time

import numpy as np

RATE, FRAME = 8000, 160
KEY_FRAMES, KEY_PAUSE_FRAMES = 6, 5
HEARD_SECONDS, HEARD_SHARE = 0.4, 0.5
QUIET_FRAMES = 5
LOUD = 300
PART = RATE // 10
WINDOW = np.hanning(PART)  # twenty hertz to either side: no neighbour's tone
KEYS = "0123456789*#"


def _alaw_of(code: int) -> int:
    code ^= 0x55
    step, low = (code >> 4) & 7, (code & 15) << 4
    value = low + 8 if step == 0 else (low + 264) << (step - 1)
    return value if code & 0x80 else -value


ALAW = np.array([_alaw_of(c) for c in range(256)], dtype=np.int32)
_ORDER = np.argsort(ALAW)


def encoded(samples: np.ndarray) -> bytes:
    """The nearest A-law codes."""
    place = np.clip(np.searchsorted(ALAW[_ORDER], samples), 0, 255)
    return _ORDER[place].astype(np.uint8).tobytes()


def share_of(samples: np.ndarray, hertz: int) -> float:
    """How much of the sound's energy is this tone: 0 to 1; 0 where there is silence.

    Tenths of a second are judged each by itself: a packet lost on a busy machine moves the tone's phase, and over
    all of it a tone in two halves against each other would pass for somebody else.
    """
    if len(samples) < RATE * HEARD_SECONDS / 2 or np.sqrt(np.mean(samples.astype(float) ** 2)) < 100:
        return 0.0
    parts = np.lib.stride_tricks.sliding_window_view(samples.astype(float), PART)[:: PART // 4]
    turning = np.exp(-2j * np.pi * hertz * np.arange(PART) / RATE)
    found = np.abs((parts * WINDOW) @ turning) ** 2
    return float(2 * found.sum() / (WINDOW.sum() * (parts**2 @ WINDOW).sum()))


def music_of(samples: np.ndarray) -> float:
    """How much of the sound stands on the semitones of 440 Hz: of the music that waits here nearly all, of a voice less
    than six tenths; 0 where there is silence."""
    if len(samples) < RATE * HEARD_SECONDS / 2 or np.sqrt(np.mean(samples.astype(float) ** 2)) < 100:
        return 0.0
    power = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) ** 2
    hertz = np.fft.rfftfreq(len(samples), 1 / RATE)
    semitones = 12 * np.log2(np.maximum(hertz, 1) / 440)
    near = np.abs(semitones - np.round(semitones)) * hertz * np.log(2) / 12 < 4
    return float(power[(hertz > 150) & (hertz < 1400) & near].sum() / power.sum())


def likeness(heard: np.ndarray, words: np.ndarray) -> float:
    """How much of `words`, spoken alone before, is in what was heard: 0 to 1, wherever it begins. Words that a machine
    speaks are the same sound each time, but for packets lost: quarters of a second are sought each near its place."""
    loud = np.flatnonzero(np.abs(words) > LOUD)
    words = words[loud[0] : loud[-1] + 1].astype(float)
    if len(heard) <= len(words):
        return 0.0
    found = _correlated(heard.astype(float), words)
    begin, size, near = int(np.argmax(found)), RATE // 4, RATE // 20
    parts = []
    for at in range(0, len(words) - size + 1, size):
        part, where = words[at : at + size], max(0, begin + at - near)
        around = heard[where : begin + at + size + near].astype(float)
        if np.sqrt(np.mean(part**2)) > LOUD and len(around) > size:
            parts.append(float(_correlated(around, part).max()))
    return float(np.median(parts)) if parts else 0.0


def _correlated(heard: np.ndarray, words: np.ndarray) -> np.ndarray:
    """At each beginning, 1 where they are the same but for the loudness."""
    size = 1 << (len(heard) + len(words)).bit_length()
    product = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(words, size)), size)
    sums = np.concatenate([[0.0], np.cumsum(heard**2)])
    energy = sums[len(words) :] - sums[: -len(words)]
    return product[: len(energy)] / np.sqrt(np.maximum(energy, len(words) * LOUD**2 / 10) * np.sum(words**2))


class Sound:
    """One RTP port: twenty milliseconds out, whatever came in."""

    def __init__(self, address: str) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((address, 0))
        self.socket.setblocking(False)
        self.port = self.socket.getsockname()[1]
        self.far: tuple[str, int] | None = None
        self.hertz, self.keys, self.keys_type = 0, [], 101
        self.heard, self.quiet_frames, self.frames = np.zeros(0, dtype=np.int32), 0, 0
        self.keys_heard, self.key_stamp = "", b""
        self.tape: list[np.ndarray] | None = None
        self.source = secrets.randbits(32)
        self.over = threading.Event()
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        began = time.monotonic()
        for tick in itertools.count():
            if self.over.wait(max(0.0, began + tick * 0.02 - time.monotonic())):
                return self.socket.close()
            self._take()
            if far := self.far:  # looked at once: whoever hangs up, in another thread, takes it away
                self._send(tick, far)

    def _take(self) -> None:
        self.quiet_frames += 1
        while True:
            try:
                data = self.socket.recv(2048)
            except OSError:
                break
            if len(data) >= 16 and data[1] & 127 == self.keys_type and data[13] & 0x80:
                self._hear_key(data[12], data[4:8])
            if len(data) > 12 and data[1] & 127 == 8:
                self.quiet_frames, self.frames = 0, self.frames + 1
                self._hear(ALAW[np.frombuffer(data[12:], np.uint8)])
        if self.quiet_frames > QUIET_FRAMES:  # nobody sends: what is heard is silence, not the last that came
            self._hear(np.zeros(FRAME, dtype=np.int32))

    def _hear_key(self, key: int, stamp: bytes) -> None:
        """Its end is told several times, by one stamp."""
        if stamp != self.key_stamp and key < len(KEYS):
            self.key_stamp, self.keys_heard = stamp, self.keys_heard + KEYS[key]

    def forget(self) -> None:
        """What is heard is what comes from now on: the end of one call is no part of the next."""
        self.heard = np.zeros(0, dtype=np.int32)

    def taped(self) -> np.ndarray:
        """All that came since `tape` was a list."""
        return np.concatenate([np.zeros(1, dtype=np.int32), *(self.tape or ())])

    def _hear(self, samples: np.ndarray) -> None:
        if self.tape is not None:
            self.tape.append(samples)
        self.heard = np.concatenate([self.heard, samples])[-int(RATE * HEARD_SECONDS) :]

    def _send(self, tick: int, far: tuple[str, int]) -> None:
        kind, stamp, payload = 8, tick * FRAME, b""
        if self.keys:  # a key is one event: the same stamp in all its packets, its end told thrice
            key, sent, stamp = self.keys[0]
            stamp = stamp if sent else tick * FRAME
            if key is not None:
                kind, over = self.keys_type, sent >= KEY_FRAMES
                payload = struct.pack("!BBH", key, 0x8A if over else 0x0A, min(sent + 1, KEY_FRAMES) * FRAME)
            self.keys[0] = (key, sent + 1, stamp)
            if sent + 1 >= (KEY_FRAMES + 3 if key is not None else KEY_PAUSE_FRAMES):
                self.keys.pop(0)
        if kind == 8:
            at = np.arange(tick * FRAME, (tick + 1) * FRAME)
            payload, stamp = encoded(8000 * np.sin(2 * np.pi * self.hertz * at / RATE)), tick * FRAME
        head = struct.pack("!BBHII", 0x80, kind, tick & 0xFFFF, stamp & 0xFFFFFFFF, self.source)
        try:
            self.socket.sendto(head + payload, far)
        except OSError:
            pass

    def press(self, keys: str) -> None:
        for key in keys:
            self.keys += [(KEYS.index(key), 0, 0), (None, 0, 0)]
