"""Chance: the one door by which it comes into a model, always from a seed, one generator per purpose.

Purposes draw apart, so that two sets of rules compared under one seed meet the same customers.
"""

from __future__ import annotations

from random import Random

__all__ = ["Random", "generator"]


def generator(seed: int, purpose: str = "") -> Random:
    """The same draws for the same seed and purpose, in every process and on every machine."""
    return Random(f"{seed}/{purpose}") if purpose else Random(seed)
