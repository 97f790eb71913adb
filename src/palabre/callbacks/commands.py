"""What may be asked about a callback under way."""

from __future__ import annotations

from palabre.foundations.decision import Command
from palabre.foundations.ids import CallbackId


class CancelCallback(Command, tag="callbacks.CancelCallback"):
    """`reason`: cancelled, returned. Nothing happens where it is over, or she is being talked to. Reply: bool."""

    callback: CallbackId
    reason: str = "cancelled"
