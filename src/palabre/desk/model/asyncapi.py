"""The desk socket described for programs: AsyncAPI 3, made from the structures that travel.

docs/reference/asyncapi.json is `text()`; a contract test compares, and writes it where PALABRE_WRITE_CONTRACTS is set.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from palabre.desk.model import entities
from palabre.desk.model.messages import NO_DESK, SESSION_ENDED, TOO_SLOW, Beat, Changed, FromDesk, Snapshot, Typing

FROM_SERVER: tuple[type[msgspec.Struct], ...] = (Snapshot, Changed, Typing, Beat)
FROM_PAGE: tuple[type[msgspec.Struct], ...] = (FromDesk,)
# by the head of their key: "me", "tiles", or what stands before the colon
ENTITIES: dict[str, type[entities.Entity]] = {
    "me": entities.Me,
    "offer": entities.Offer,
    "conversation": entities.Conversation,
    "internal": entities.Internal,
    "calling": entities.Calling,
    "queue": entities.Queue,
    "advisor": entities.Advisor,
    "tiles": entities.Tiles,
}
CLOSING = {
    str(SESSION_ENDED): "the session has ended",
    str(NO_DESK): "this person has no desk",
    str(TOO_SLOW): "read too slowly: resume",
    "1007": "a message was not understood",
    "1011": "no answer to pings: resume",
    "1012": "the server restarts: resume after a random 0-3 s",
}


def document(version: str) -> dict[str, Any]:
    """The AsyncAPI document as plain values."""
    messages = (*FROM_SERVER, *FROM_PAGE)
    _, schemas = msgspec.json.schema_components(
        (*messages, *ENTITIES.values()), ref_template="#/components/schemas/{name}"
    )
    shown = {"oneOf": [{"$ref": f"#/components/schemas/{kind.__name__}"} for kind in ENTITIES.values()]}
    schemas["Entity"] = shown | {
        "description": "By its key: " + ", ".join(f"{k} → {v.__name__}" for k, v in ENTITIES.items())
    }
    for name, field in (("Snapshot", "entities"), ("Changed", "set")):
        schemas[name]["properties"][field] = _by_key(schemas[name]["properties"][field])
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Palabre desk",
            "version": version,
            "description": _DESCRIPTION,
            "license": {"name": "Apache-2.0"},
        },
        "channels": {"desk": _channel(messages)},
        "operations": {
            "hear": _operation("send", FROM_SERVER, "What the server tells a page"),
            "say": _operation("receive", FROM_PAGE, "What a page tells the server"),
        },
        "components": {
            "messages": {m.__name__: {"payload": {"$ref": f"#/components/schemas/{m.__name__}"}} for m in messages},
            "schemas": schemas,
        },
        "x-closing-codes": CLOSING,
    }


_DESCRIPTION = (
    "Snapshot, then changes by number. Law: snapshot + changes = fresh snapshot. Commands go by HTTP. "
    "Ids, codes, instants in milliseconds and numbers only."
)


def _by_key(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Entity"}, **_words(schema)}


def _words(schema: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in schema.items() if k == "description"}


def _channel(messages: tuple[type[msgspec.Struct], ...]) -> dict[str, Any]:
    return {
        "address": "/desk-ws",
        "title": "The desk socket",
        "messages": {m.__name__: {"$ref": f"#/components/messages/{m.__name__}"} for m in messages},
        "bindings": {
            "ws": {
                "method": "GET",
                "query": {
                    "type": "object",
                    "properties": {
                        "from": {"type": "string", "pattern": r"^\d+\.\d+$", "description": "resume after it"}
                    },
                },
            }
        },
    }


def _operation(action: str, messages: tuple[type[msgspec.Struct], ...], summary: str) -> dict[str, Any]:
    named = [{"$ref": f"#/channels/desk/messages/{m.__name__}"} for m in messages]
    return {"action": action, "channel": {"$ref": "#/channels/desk"}, "summary": summary, "messages": named}


def text(version: str = "1") -> str:
    """The document as it stands in docs/reference, in a stable order."""
    return json.dumps(document(version), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
