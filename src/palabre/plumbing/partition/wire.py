"""What goes over the bus between those who ask, the owner and those who follow."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

import msgspec

from palabre.foundations.decision import Command, Room
from palabre.foundations.problems import Problem, Refused

BATCH_BYTES_MAX = 900_000  # NATS refuses more than a megabyte: beyond it followers are sent to the journal


class Answer(msgspec.Struct, array_like=True, gc=False):
    """`code` empty: done, `reply` holds the reply. Otherwise a refusal."""

    reply: msgspec.Raw = msgspec.Raw(b"\xc0")
    code: str = ""
    status: int = 0
    details: dict[str, Any] | None = None


class Batch(msgspec.Struct, array_like=True, gc=False):
    """Facts told after their commit. `entries` empty: too large for the bus, read them from the journal."""

    first: int
    last: int
    entries: bytes


encode = msgspec.msgpack.Encoder().encode
_batch = msgspec.msgpack.Decoder(Batch)
decode_batch = _batch.decode


def command_subject(partition: int) -> str:
    return f"command.{partition}"


def partition_in(subject: str) -> int:
    """Of a subject that ends with it: a command's, or the inbox of its answers."""
    return int(subject.rsplit(".", 1)[1])


def facts_subject(partition: int) -> str:
    return f"facts.{partition}"


TAKE_SUBJECT = "wake.take"  # with the name of a process: something was released to it


def last_subject(partition: int) -> str:
    return f"last.{partition}"


class CommandCodec:
    """Messages of many commands: [[id, deadline in ms, command], …] for all commands of the given rooms."""

    def __init__(self, rooms: Sequence[Room]) -> None:
        union = reduce(or_, [c for r in rooms for c in r.commands] or [Command])
        self._one = msgspec.msgpack.Decoder(tuple[str, int, union])  # type: ignore[valid-type]
        self._many = msgspec.msgpack.Decoder(list[msgspec.Raw])

    def encode(self, id: str, deadline: int, command: Command) -> msgspec.Raw:
        return msgspec.Raw(encode((id, deadline, command)))

    def split(self, data: bytes) -> list[msgspec.Raw]:
        return self._many.decode(data)

    def decode(self, one: msgspec.Raw) -> tuple[str, int, Command]:
        return self._one.decode(one)


_id = msgspec.msgpack.Decoder(tuple[str, int, msgspec.Raw])


def id_of(one: msgspec.Raw) -> str:
    """The id of a command that could not be read otherwise; empty when not even that."""
    try:
        return _id.decode(one)[0]
    except msgspec.MsgspecError:
        return ""


def refusal(problem: Problem) -> Answer:
    return Answer(code=problem.code, status=problem.status, details=problem.details)


Answers = list[tuple[str, Answer]]
decode_answers = msgspec.msgpack.Decoder(Answers).decode


def reply_of(answer: Answer) -> Any:
    """What was replied, or the Problem that was refused with, raised."""
    if answer.code:
        raise Refused(answer.code, answer.status, **(answer.details or {}))
    return msgspec.msgpack.decode(answer.reply)
