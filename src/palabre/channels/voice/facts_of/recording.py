"""What may be recorded, and what was."""

from __future__ import annotations

from palabre.foundations.facts import Fact
from palabre.foundations.ids import ConversationId, EffectId


class RecordingAllowed(Fact, tag="voice.RecordingAllowed.1"):
    """The customer was told and did not refuse (True), or refused (False)."""

    conversation: ConversationId
    allowed: bool


class RecordingKept(Fact, tag="voice.RecordingKept.1"):
    """From rows: a two-channel file is in the blobs, customer left, advisor right."""

    conversation: ConversationId
    recording: str
    seconds: float


class RecordingBegan(Fact, tag="voice.RecordingBegan.1"):
    """The driver records this call from here on; silent where there is a reason to be."""

    conversation: ConversationId


class RecordingStopped(Fact, tag="voice.RecordingStopped.1"):
    """It does no more, though the call goes on: a rule forbids it where she is now, or it cannot be written."""

    conversation: ConversationId


class RecordingPauseRequested(Fact, tag="voice.RecordingPauseRequested.1"):
    """`on`: nothing of what follows is kept, while the file's time runs on; off: it is again."""

    effect: EffectId
    conversation: ConversationId
    on: bool


class RecordingPausesBounded(Fact, tag="voice.RecordingPausesBounded.1"):
    """From rows: no pause by hand or program lasts longer, of those that begin from now on."""

    seconds: int


class RecordingTroubled(Fact, tag="voice.RecordingTroubled.1"):
    """`node` cannot record or keep what it did; its calls go on. `why`: disk_full, not_started, cut, not_kept."""

    node: str
    why: str


class RecordingMended(Fact, tag="voice.RecordingMended.1"):
    """It can again."""

    node: str
