"""Changes sent by PATCH: a field left out stays as it is, null empties it."""

from __future__ import annotations

from uuid import UUID

import msgspec

Unset, UNSET = msgspec.UnsetType, msgspec.UNSET


def given(data: msgspec.Struct) -> dict[str, object]:
    """The fields that were sent, ids as text, lists as tuples; without `version`."""
    sent = {k: v for k, v in msgspec.structs.asdict(data).items() if v is not UNSET and k != "version"}
    return {k: str(v) if isinstance(v, UUID) else tuple(v) if isinstance(v, list) else v for k, v in sent.items()}
