"""Student's t and the normal law, without a library for them: by the incomplete beta function (Lentz's fraction)."""

from __future__ import annotations

from math import exp, lgamma, log, log1p
from statistics import NormalDist

TINY, TURNS_MAX, NEAR = 1e-300, 500, 1e-15


def normal_quantile(p: float) -> float:
    return NormalDist().inv_cdf(p)


def t_tail(t: float, freedom: float) -> float:
    """P(|T| > |t|)."""
    return _beta(freedom / (freedom + t * t), freedom / 2, 0.5)


def t_quantile(p: float, freedom: float) -> float:
    """So that P(T <= x) = p, for p from a half on; by halving."""
    low, high = 0.0, 1.0
    while t_tail(high, freedom) > 2 * (1 - p):
        high *= 2
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if t_tail(middle, freedom) > 2 * (1 - p) else (low, middle)
    return (low + high) / 2


def _beta(x: float, a: float, b: float) -> float:
    """Regularised incomplete beta function."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1 / _far(1 - (a + b) * x / (a + 1))
    h = d
    for m in range(1, TURNS_MAX):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            d = 1 / _far(1 + step * d)
            c = _far(1 + step / c)
            h *= d * c
        if abs(d * c - 1) < NEAR:
            break
    return h


def _far(value: float) -> float:
    return value if abs(value) > TINY else TINY
