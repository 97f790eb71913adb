"""Keys that an advisor presses in a call: from her desk to the telephone, kept nowhere."""

from __future__ import annotations

import re

import msgspec

from palabre.channels.voice.problems import NotOnThisCall
from palabre.foundations.ids import AdvisorId, ConversationId, TenantId
from palabre.foundations.problems import Invalid
from palabre.plumbing.bus import Bus, BusSilent

KEYS_SUBJECT = "live.*.keys"
ANSWER_SECONDS_MAX = 3.0
KEYS_MAX = 40
_KEYS = re.compile(r"[0-9A-D*#]{1,40}")


class KeysPressed(msgspec.Struct):
    conversation: ConversationId
    advisor: AdvisorId
    keys: str

    def __repr__(self) -> str:
        return f"KeysPressed({self.conversation})"


async def press_keys(
    bus: Bus, tenant: TenantId, conversation: ConversationId, advisor: AdvisorId, keys: str
) -> None:
    """Raises Invalid, NotOnThisCall (also where no telephone part has this call)."""
    if not _KEYS.fullmatch(keys):
        raise Invalid(field="keys", reason="not_keys")
    asked = msgspec.json.encode(KeysPressed(conversation, advisor, keys))
    try:
        answer = await bus.request(KEYS_SUBJECT.replace("*", tenant), asked, ANSWER_SECONDS_MAX)
    except BusSilent:
        raise NotOnThisCall(conversation=conversation) from None
    if answer != b"ok":
        raise NotOnThisCall(conversation=conversation)
