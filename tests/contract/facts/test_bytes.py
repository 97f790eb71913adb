"""What was ever written to a journal is read for ever: the bytes of every released fact and command are kept in a file.

A new kind, or a new field, needs a line of its own: `PALABRE_WRITE_CONTRACTS=1` adds it and touches none that is there.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from examples import example

from palabre.foundations.decision import Command, codec_of
from palabre.foundations.facts import Codec, Entry, Fact
from palabre.plumbing.partition.wire import CommandCodec
from palabre.processes.rooms import ROOMS

HERE = Path(__file__).parent
FACTS, COMMANDS = codec_of(ROOMS), CommandCodec(ROOMS)
KINDS = {
    "facts": list(FACTS.types),
    "commands": list(dict.fromkeys(c for room in ROOMS for c in room.commands)),
}


def tag_of(kind: type) -> str:
    return kind.__struct_config__.tag


def encode(one: Fact | Command) -> str:
    return msgspec.msgpack.encode(one).hex()


def decode(what: str, data: str) -> Fact | Command:
    if what == "facts":
        return FACTS.decode_fact(bytes.fromhex(data))
    return COMMANDS.decode(msgspec.Raw(msgspec.msgpack.encode(("id", 1, msgspec.Raw(bytes.fromhex(data))))))[2]


def fields_of(one: Any) -> dict[str, Any]:
    return json.loads(msgspec.json.encode({f: getattr(one, f) for f in one.__struct_fields__}))


def kept(what: str) -> list[dict[str, Any]]:
    path = HERE / f"{what}.json"
    lines = json.loads(path.read_text()) if path.exists() else []
    if os.environ.get("PALABRE_WRITE_CONTRACTS"):
        lines += [line_of(kind) for kind in lacking(what, lines)]
        path.write_text("[\n" + ",\n".join(json.dumps(line) for line in lines) + "\n]\n")
    return lines


def line_of(kind: type) -> dict[str, Any]:
    made = example(kind)
    return {"tag": tag_of(kind), "bytes": encode(made), "reads": fields_of(made)}


def lacking(what: str, lines: Iterable[dict[str, Any]]) -> list[type]:
    """Kinds of today that no kept line holds with all their fields."""
    whole = {(line["tag"], shape(line["reads"])) for line in lines}
    return [k for k in KINDS[what] if (tag_of(k), shape(fields_of(example(k)))) not in whole]


def shape(reads: Any) -> Any:
    """Which fields there are, inside one another."""
    if isinstance(reads, dict):
        return frozenset((name, shape(value)) for name, value in reads.items())
    return tuple(map(shape, reads)) if isinstance(reads, list) else None


def is_meant(value: Any, kept: Any) -> bool:
    """A struct within may have got fields since, last and at their defaults."""
    if isinstance(value, msgspec.Struct) and isinstance(kept, list):
        fields = value.__struct_fields__
        later = dict(zip(fields[::-1], value.__struct_defaults__[::-1], strict=False))
        return len(kept) <= len(fields) and all(
            is_meant(getattr(value, f), kept[n]) if n < len(kept) else getattr(value, f) == later[f]
            for n, f in enumerate(fields))
    if isinstance(value, list | tuple):
        return isinstance(kept, list) and len(kept) == len(value) and all(map(is_meant, value, kept))
    return json.loads(msgspec.json.encode(value)) == kept


LINES = [(what, line) for what in KINDS for line in kept(what)]


@pytest.mark.parametrize("what", KINDS)
def test_every_kind_and_every_field_has_its_bytes_here(what):
    missing = sorted(map(tag_of, lacking(what, kept(what))))
    assert not missing, f"PALABRE_WRITE_CONTRACTS=1 writes them, then commit {what}.json: {missing}"


@pytest.mark.parametrize(("what", "line"), LINES, ids=[f"{what}-{line['tag']}" for what, line in LINES])
def test_kept_bytes_are_read_as_they_were_meant(what, line):
    read = decode(what, line["bytes"])
    wrong = {f: (getattr(read, f, None), meant) for f, meant in line["reads"].items()
             if not is_meant(getattr(read, f, None), meant)}
    assert not wrong


@pytest.mark.parametrize("what", KINDS)
def test_a_kind_once_released_is_never_dropped_nor_given_another_name(what):
    """A retired version stays in its room's facts, with an `upcast`."""
    assert {line["tag"] for line in kept(what)} <= {tag_of(k) for k in KINDS[what]}


@pytest.mark.parametrize("what", KINDS)
def test_fields_added_later_have_defaults_and_stand_last(what):
    """The bytes of any kind, cut after the fields without default, are read."""
    for kind in KINDS[what]:
        if not (defaults := len(kind.__struct_defaults__)):
            continue
        if what == "facts":
            whole = msgspec.msgpack.decode(bytes.fromhex(encode(example(kind))))
            short = msgspec.msgpack.encode(whole[: len(whole) - defaults])
        else:
            needed = kind.__struct_fields__[: len(kind.__struct_fields__) - defaults]
            whole = msgspec.msgpack.decode(bytes.fromhex(encode(example(kind))))
            short = msgspec.msgpack.encode({k: v for k, v in whole.items() if k in ("type", *needed)})
        assert type(decode(what, short.hex())) is kind


# -- the way from one version to the next, on facts of this test's own


class Moved(Fact, tag="test.Moved.2"):
    metres: float


class MovedInFeet(Fact, tag="test.Moved.1"):
    feet: float

    def upcast(self) -> Moved:
        return Moved(self.at, round(self.feet * 0.3048, 3))


def test_a_retired_version_is_read_in_its_present_form():
    codec = Codec([MovedInFeet, Moved])
    assert codec.decode_fact(bytes.fromhex(encode(MovedInFeet(5, 10.0)))) == Moved(5, 3.048)
    entry = Entry("c", msgspec.Raw(b"\xc0"), [MovedInFeet(5, 10.0), Moved(6, 1.0)])
    (read,) = codec.decode_entries(codec.encode_entries([entry]))
    assert read.facts == [Moved(5, 3.048), Moved(6, 1.0)] and read.cause == "c"


def test_what_later_code_wrote_is_read_by_earlier_code():
    """A field more at the end is passed over: nodes of two versions follow one stream while they are exchanged."""
    later = [*msgspec.msgpack.decode(bytes.fromhex(encode(Moved(5, 2.0)))), "more"]
    assert Codec([Moved]).decode_fact(msgspec.msgpack.encode(later)) == Moved(5, 2.0)


def test_two_kinds_of_one_name_are_refused():
    class Other(Fact, tag="test.Moved.2"):
        pass

    with pytest.raises(ValueError):
        Codec([Moved, Other])


def test_an_unknown_kind_is_refused_and_not_guessed():
    with pytest.raises(msgspec.ValidationError):
        FACTS.decode_fact(bytes.fromhex(encode(Moved(1, 1.0))))
