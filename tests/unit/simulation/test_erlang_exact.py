"""Erlang B, C and A against fifty digits, to 5,000 advisors: the goal is 1e-9."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest

from palabre.simulation.model.erlang import ErlangA, erlang_b, erlang_c, service_level_c

CASES = [(load, n) for n in (1, 14, 200, 1_000, 5_000) for load in (0.3 * n, 0.9 * n, 0.999 * n, 1.3 * n)]
HANDLE = 180.0


def blocking(load: Decimal, n: int) -> Decimal:
    found = Decimal(1)
    for k in range(1, n + 1):
        found = load * found / (k + load * found)
    return found


@pytest.mark.parametrize(("load", "n"), CASES)
def test_b_and_c(load: float, n: int):
    with localcontext() as context:
        context.prec = 50
        a = Decimal(load)
        b = blocking(a, n)
        assert erlang_b(load, n) == pytest.approx(float(b), rel=1e-11)
        if load < n:
            waits = b / (1 - a / n * (1 - b))
            rate = Decimal(load / HANDLE)
            wait = waits / (Decimal(n) / Decimal(HANDLE) - rate)
            level = 1 - waits * (-(Decimal(n) / Decimal(HANDLE) - rate) * 20).exp()
            assert erlang_c(load / HANDLE, HANDLE, n).waiting == pytest.approx(float(waits), rel=1e-9)
            assert erlang_c(load / HANDLE, HANDLE, n).wait == pytest.approx(float(wait), rel=1e-9)
            assert service_level_c(load / HANDLE, HANDLE, n, 20) == pytest.approx(float(level), abs=1e-9)


def waiting_states(rate: Decimal, n: int, patience: Decimal) -> list[Decimal]:
    """Shares of time with k waiting, by the chain itself."""
    out, share, total, k = [], Decimal(1), Decimal(1), 0
    handle = Decimal(HANDLE)
    inverse = Decimal(1) / blocking(rate * handle, n)
    while True:
        out.append(share)
        k += 1
        share = share * rate / (n / handle + k / patience)
        if share < Decimal(10) ** -40 * total:
            break
        total += share
    return [s / (total + inverse - 1) for s in out]


def beyond(x: Decimal, z: Decimal) -> Decimal:
    """z^x e^-z times the series: g(x, z) times x."""
    total = term = Decimal(1)
    k = 0
    while term > Decimal(10) ** -45 * total:
        k += 1
        term = term * z / (x + k)
        total += term
    return (x * z.ln() - z).exp() * total


@pytest.mark.parametrize("patience", [30.0, 300.0, 3_600.0])
@pytest.mark.parametrize(("load", "n"), CASES)
def test_a(load: float, n: int, patience: float):
    with localcontext() as context:
        context.prec = 60
        rate, theta = Decimal(load / HANDLE), 1 / Decimal(patience)
        states = waiting_states(rate, n, Decimal(patience))
        waiting, length = sum(states), sum(k * s for k, s in enumerate(states))
        model = ErlangA(load / HANDLE, HANDLE, n, patience)
        assert model.waiting == pytest.approx(float(waiting), rel=1e-9, abs=1e-300)
        assert model.figures.wait == pytest.approx(float(length / rate), rel=1e-9, abs=1e-300)
        x, y = n * Decimal(patience) / Decimal(HANDLE), rate * Decimal(patience)
        for t in (5, 20, 90):
            z = y * (-theta * t).exp()
            share = beyond(x, z) / beyond(x, y)
            longer = waiting * share * (-theta * t).exp()
            assert model.wait_exceeds(t) == pytest.approx(float(longer), abs=1e-10)
            step = Decimal(t) / 192                     # Simpson's rule, apart from our closed integral
            at = lambda s: theta * (-theta * s).exp() * beyond(x, y * (-theta * s).exp())
            gaps = [at(step * i) for i in range(193)] if n == 14 else []
            if gaps:
                inner = 4 * sum(gaps[1:-1:2]) + 2 * sum(gaps[2:-1:2])
                gave_up = waiting * step / 3 * (gaps[0] + inner + gaps[-1]) / beyond(x, y)
                assert model.abandoned_within(t) == pytest.approx(float(gave_up), abs=1e-8)
                assert model.answered_within(t) == pytest.approx(float(1 - longer - gave_up), abs=1e-8)


def test_what_is_rare_or_without_end_is_no_error():
    assert ErlangA(5 / HANDLE, HANDLE, 5_000, 300).figures.waiting == 0
    crowded = ErlangA(9_000 / HANDLE, HANDLE, 5_000, 300)
    assert crowded.figures.abandoned == pytest.approx(1 - 5_000 / 9_000, rel=1e-9)
    assert 0 <= crowded.answered_within(20) < 1e-9
    assert ErlangA(4_999 / HANDLE, HANDLE, 5_000, 1e6).figures.waiting < 1
