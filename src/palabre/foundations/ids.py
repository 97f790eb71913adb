"""Distinct types of ids.

Ids of rows are UUIDv7 in text (RFC 9562), made outside this storey where time and chance are read.
Ids born in a decision derive from the number of their fact: `12.345` is what fact 345 of partition 12
brought to life, so that a replay gives the same names.
"""

from __future__ import annotations

import re
from typing import NewType

TenantId = NewType("TenantId", str)
PartnerId = NewType("PartnerId", str)
SiteId = NewType("SiteId", str)
PersonId = NewType("PersonId", str)
AdvisorId = NewType("AdvisorId", str)  # a person who answers: the same text as her PersonId
CustomerId = NewType("CustomerId", str)
ConversationId = NewType("ConversationId", str)
MessageId = NewType("MessageId", str)
QueueId = NewType("QueueId", str)
SkillId = NewType("SkillId", str)
FlowId = NewType("FlowId", str)
RunId = NewType("RunId", str)
PartitionId = NewType("PartitionId", int)
WorkItemId = NewType("WorkItemId", str)
OfferId = NewType("OfferId", str)
SegmentId = NewType("SegmentId", str)
EffectId = NewType("EffectId", str)
CallbackId = NewType("CallbackId", str)
CallingCampaignId = NewType("CallingCampaignId", str)
ContactId = NewType("ContactId", str)  # a line of a calling list
SeatId = NewType("SeatId", str)  # an advisor sought or kept for a calling campaign

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def uuid7(at_ms: int, entropy: bytes) -> str:
    """A UUIDv7 in text from 48 bits of milliseconds and ten bytes of chance."""
    if len(entropy) != 10:
        raise ValueError("ten bytes of chance are needed")
    chance = int.from_bytes(entropy, "big")
    high, low = chance >> 68 & 0xFFF, chance & 0x3FFF_FFFF_FFFF_FFFF
    number = (at_ms & 0xFFFF_FFFF_FFFF) << 80 | 7 << 76 | high << 64 | 2 << 62 | low
    text = f"{number:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def is_uuid(text: str) -> bool:
    return _UUID.fullmatch(text) is not None


def born(partition: int, number: int) -> str:
    """The id of what fact `number` of `partition` brought to life."""
    return f"{partition}.{number}"
