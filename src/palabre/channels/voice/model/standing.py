"""Advisors kept for whoever answers next: what facts do to them."""

from __future__ import annotations

from palabre.channels.voice import facts
from palabre.channels.voice.model.state import Effect, State
from palabre.foundations.ids import AdvisorId, EffectId


def stood_by(state: State, effect: Effect | None, outcome: str) -> None:
    """Her telephone is up. Kept already, she keeps the one that was called first, under her new name."""
    if not isinstance(effect, facts.StandbyRequested) or outcome != "done":
        return
    before = taken(state, effect.advisor)
    state.kept[effect.conversation] = (effect.advisor, before or effect.effect)


def taken(state: State, advisor: AdvisorId) -> EffectId | None:
    """She has a customer now, or is kept under another name; the effect that called her telephone."""
    for name, (other, effect) in list(state.kept.items()):
        if other == advisor:
            del state.kept[name]
            return effect
    return None
