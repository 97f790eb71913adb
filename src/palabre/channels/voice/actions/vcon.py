"""A recording as a vCon (draft-ietf-vcon-vcon-core-04): who spoke, when, the sound itself and its hash.

Checked against `model/vcon_schema.json` before its first byte leaves. The sound is within it, base64url, streamed.
"""

from __future__ import annotations

import base64
import functools
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from palabre.channels.voice.actions.recordings import Card
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
    customer = {"type": "customer", **({"uuid": recording.customer} if recording.customer else {})}
    if recording.number:
        customer["tel"] = f"tel:{recording.number}" if recording.number.startswith("+") else recording.number
    parties = [customer, *({"type": "agent", "uuid": a, **_name(a, names)} for a in advisors)]
    heard = list(range(1, len(parties)))
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
        "attachments": [],
    }
    if wrong := next(faults(made, schema()), None):
        raise VconInvalid(fault=wrong)
    return made


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
