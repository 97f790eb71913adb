"""A recording as a vCon (draft-ietf-vcon-vcon-core-04): who spoke, when, the sound itself and its hash.

Checked against `model/vcon_schema.json` before its first byte leaves. The sound is within it, base64url, streamed.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from palabre.channels.voice.actions.recordings import Card, Mark
from palabre.channels.voice.problems import VconInvalid
from palabre.plumbing.json_schema import faults

BODY = "@sound@"  # where the sound goes
SCHEMA = Path(__file__).parents[1] / "model/vcon_schema.json"
HISTORY = {"talk": "join", "hold": "hold"}


@functools.cache
def schema() -> dict[str, Any]:
    return json.loads(SCHEMA.read_text())


def document(card: Card, names: dict[str, str], now: int) -> dict[str, Any]:
    """Without its sound: BODY stands in its place. `names`: of advisors, by id. Raises VconInvalid."""
    recording = card.recording
    advisors = sorted({p.owner for p in card.segments if p.kind in HISTORY})
    markers = sorted({m.person for m in card.marks} - {*advisors})  # who only listened afterwards
    customer = _customer(recording.customer, recording.number)
    people = [*(("agent", a) for a in advisors), *(("listener", m) for m in markers)]
    parties = [customer, *({"type": type, "uuid": id, **_name(id, names)} for type, id in people)]
    heard = list(range(1, 1 + len(advisors)))
    made = {
        "vcon": "0.5.0",
        "uuid": recording.id,
        "created_at": _instant(now),
        "parties": parties,
        "dialog": [
            {
                "type": "recording",
                "start": _instant(recording.began_at),
                "duration": round(recording.seconds, 3),
                # one entry a channel: left what the customer says, right whom she hears
                "parties": [0, heard if len(heard) != 1 else heard[0]] if heard else [0],
                "mediatype": "audio/wav",
                "filename": f"{recording.id}.wav",
                "party_history": _history(card, advisors),
                "content_hash": [_hash("sha512", card.sha512), _hash("sha256", card.sha256)],
                "encoding": "base64url",
                "body": BODY,
            }
        ],
        "analysis": [],
        "attachments": [_mark(mark, [*advisors, *markers].index(mark.person) + 1) for mark in card.marks],
    }
    return checked(made)


def of_message(
    id: str, customer: str | None, number: str, seconds: float, left_at: int, sha256: str, now: int
) -> dict[str, Any]:
    """A voice message, without its sound: she alone speaks. Raises VconInvalid."""
    return checked({
        "vcon": "0.5.0", "uuid": id, "created_at": _instant(now), "parties": [_customer(customer, number)],
        "dialog": [{
            "type": "recording", "start": _instant(left_at - round(seconds * 1000)), "duration": round(seconds, 3),
            "parties": [0], "originator": 0, "mediatype": "audio/wav", "filename": f"{id}.wav",
            "content_hash": [_hash("sha256", sha256)], "encoding": "base64url", "body": BODY,
        }],
        "analysis": [], "attachments": [],
    })  # fmt: skip


def checked(made: dict[str, Any]) -> dict[str, Any]:
    """By the schema; and each party, each dialog that is spoken of is there. Raises VconInvalid."""
    if wrong := next(faults(made, schema()), None):
        raise VconInvalid(fault=wrong)
    spoken = [i for d in made["dialog"] for i in _indices(d.get("parties", [])) if i is not None]
    spoken += [h["party"] for d in made["dialog"] for h in d.get("party_history", [])]
    spoken += [a["party"] for a in made["attachments"]]
    if any(i >= len(made["parties"]) for i in spoken):
        raise VconInvalid(fault="$.parties: one that is spoken of is not there")
    if any(a["dialog"] >= len(made["dialog"]) for a in made["attachments"]):
        raise VconInvalid(fault="$.dialog: one that is spoken of is not there")
    return made


def _indices(parties: Any) -> list[int | None]:
    return [i for p in parties for i in _indices(p)] if isinstance(parties, list) else [parties]


def _customer(id: str | None, number: str) -> dict[str, str]:
    told = {"type": "customer", **({"uuid": id} if id else {})}
    if number:
        told["tel"] = f"tel:{number}" if number.startswith("+") else number
    return told


def _mark(mark: Mark, party: int) -> dict[str, Any]:
    return {
        "purpose": "mark", "start": _instant(mark.at), "party": party, "dialog": 0, "mediatype": "text/plain",
        "body": mark.note, "encoding": "none",
        "content_hash": [_hash("sha512", hashlib.sha512(mark.note.encode()).hexdigest())],
    }  # fmt: skip


def _history(card: Card, advisors: list[str]) -> list[dict[str, Any]]:
    """Who came and went, and when she was on hold."""
    told = []
    for piece in card.segments:
        if piece.kind not in HISTORY:
            continue
        party = advisors.index(piece.owner) + 1 if piece.kind == "talk" else 0
        told.append((piece.opened_at, party, HISTORY[piece.kind]))
        if piece.closed_at:
            told.append((piece.closed_at, party, "drop" if piece.kind == "talk" else "unhold"))
    return [{"party": party, "time": _instant(at), "event": event} for at, party, event in sorted(told)]


async def streamed(made: dict[str, Any], sound: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The document with the sound in its place, unpadded base64url."""
    before, after = json.dumps(made, ensure_ascii=False).split(BODY)
    yield before.encode()
    held = b""
    async for piece in sound:
        held += piece
        whole = len(held) // 3 * 3
        yield base64.urlsafe_b64encode(held[:whole])
        held = held[whole:]
    yield base64.urlsafe_b64encode(held).rstrip(b"=") + after.encode()


def _name(advisor: str, names: dict[str, str]) -> dict[str, str]:
    return {"name": names[advisor]} if names.get(advisor) else {}


def _hash(algorithm: str, digest: str) -> str:
    return f"{algorithm}-{base64.urlsafe_b64encode(bytes.fromhex(digest)).decode().rstrip('=')}"


def _instant(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="milliseconds")
