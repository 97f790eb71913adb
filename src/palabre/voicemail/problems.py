"""What voicemail refuses."""

from __future__ import annotations

from palabre.foundations.problems import Problem


class MessageErased(Problem):
    """Its sound is gone: its time had come."""

    code, status = "voicemail.message_erased", 410


class MessageHeld(Problem):
    """Kept for the law: first that must be lifted."""

    code, status = "voicemail.message_held", 409
