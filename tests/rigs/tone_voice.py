"""A voice for Piper that says a tone, as long as its text: a true ONNX model, small enough to be written by hand.

ONNX is protocol buffers; the numbers of fields are those of onnx.proto3 (IR version 8, operators of set 13).
"""

from __future__ import annotations

import json
import math
import struct
from pathlib import Path

RATE = 16_000
SAMPLES_OF_A_SOUND = 512
FLOAT, INT64 = 1, 7
# what espeak-ng makes of French and English: each sign of it is a sound of its own
SOUNDS = "abcdefhijklmnopstuvwyzøŋœɐɑɔəɛɡɥɪɲɹʁʃʊʒθðʌɜɚˈˌː ,.!?̃"


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _part(field: int, value: bytes | str) -> bytes:
    data = value.encode() if isinstance(value, str) else value
    return _varint(field << 3 | 2) + _varint(len(data)) + data


def _varint(value: int) -> bytes:
    made = bytearray()
    while value > 0x7F:
        made.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*made, value])


def _node(operator: str, takes: str, gives: str, attribute: bytes = b"") -> bytes:
    made = b"".join(_part(1, one) for one in takes.split()) + _part(2, gives) + _part(4, operator)
    return _part(1, made + attribute)


def _attribute(name: str, value: int) -> bytes:
    return _part(5, _part(1, name) + _number(3, value) + _number(20, 2))


def _tensor(name: str, kind: int, data: bytes, *dims: int) -> bytes:
    return _part(5, b"".join(_number(1, d) for d in dims) + _number(2, kind) + _part(8, name) + _part(9, data))


def _value(field: int, name: str, kind: int, *dims: int | str) -> bytes:
    shape = b"".join(_part(1, _part(2, d) if isinstance(d, str) else _number(1, d)) for d in dims)
    return _part(field, _part(1, name) + _part(2, _part(1, _number(1, kind) + _part(2, shape))))


def write_tone_voice(model: Path, hertz: float, espeak: str = "fr") -> Path:
    """`model`, and its description beside it."""
    whole = struct.Struct("<q").pack
    graph = b"".join((
        _node("Shape", "input", "shape"),
        _node("Gather", "shape one", "sounds", _attribute("axis", 0)),
        _node("Mul", "sounds hop", "samples"),
        _node("Range", "zero samples one", "k"),
        _node("Cast", "k", "t", _attribute("to", FLOAT)),
        _node("Mul", "t turn", "phase"),
        _node("Sin", "phase", "sine"),
        _node("Unsqueeze", "sine axes", "output"),
        _part(2, "tone"),
        _tensor("one", INT64, whole(1)), _tensor("zero", INT64, whole(0)),
        _tensor("hop", INT64, whole(SAMPLES_OF_A_SOUND)),
        _tensor("turn", FLOAT, struct.pack("<f", 2 * math.pi * hertz / RATE)),
        _tensor("axes", INT64, whole(0) + whole(1), 2),
        _value(11, "input", INT64, 1, "n"), _value(11, "input_lengths", INT64, 1), _value(11, "scales", FLOAT, 3),
        _value(12, "output", FLOAT, 1, 1, "samples"),
    ))  # fmt: skip
    model.write_bytes(_number(1, 8) + _part(7, graph) + _part(8, _part(1, "") + _number(2, 13)))
    ids = {"_": [0], "^": [1], "$": [2]} | {sound: [n] for n, sound in enumerate(SOUNDS, 3)}
    Path(f"{model}.json").write_text(json.dumps({
        "audio": {"sample_rate": RATE}, "espeak": {"voice": espeak}, "phoneme_type": "espeak",
        "num_symbols": len(ids), "num_speakers": 1, "phoneme_id_map": ids,
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
    }))  # fmt: skip
    return model
