"""The head of a wav file: enough to refuse what no telephone could play. (RIFF WAVE, PCM or G.711.)"""
from __future__ import annotations

import struct

PCM, ALAW, MULAW = 1, 6, 7
RATE_MIN, RATE_MAX = 8_000, 48_000


def wav_seconds(data: bytes) -> float | str:
    """Length in seconds, or why it is refused: not_wav, not_pcm, channels, rate.

    The length comes from the bytes that are there: a recorder that was killed leaves 0 in its header.
    """
    if len(data) < 12 or data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        return "not_wav"
    at, bytes_per_second = 12, 0
    while at + 8 <= len(data):
        name, size = data[at:at + 4], struct.unpack_from("<I", data, at + 4)[0]
        at += 8
        if name == b"fmt " and size >= 16 and at + 16 <= len(data):
            fault, bytes_per_second = _format(data, at)
            if fault:
                return fault
        elif name == b"data":
            there = len(data) - at
            sounding = min(size, there) if size else there
            return sounding / bytes_per_second if bytes_per_second and sounding else "not_wav"
        at += size + size % 2
    return "not_wav"


def _format(data: bytes, at: int) -> tuple[str, int]:
    codec, channels, rate, bytes_per_second, _, bits = struct.unpack_from("<HHIIHH", data, at)
    if codec not in (PCM, ALAW, MULAW) or bits not in (8, 16):
        return "not_pcm", 0
    if channels not in (1, 2):
        return "channels", 0
    if not RATE_MIN <= rate <= RATE_MAX:
        return "rate", 0
    return "", bytes_per_second
