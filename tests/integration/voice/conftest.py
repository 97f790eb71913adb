"""The rig of all voice tests (tests/rigs/voice_stage.py)."""

from voice_stage import stage, telephony

__all__ = ["stage", "telephony"]
