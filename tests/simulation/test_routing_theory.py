"""Against theory: Erlang C without patience, Erlang A with it, within three standard errors. Fixed seeds."""
import pytest
from routing_days.plain import erlang_a, erlang_c, replicate

CELLS = [  # calls an hour, handle seconds, advisors, patience seconds (0: none)
    (200, 180, 14, 0), (360, 180, 21, 0), (30, 180, 2, 0),
    (210, 180, 13, 300), (2880, 60, 50, 120),
]


@pytest.mark.parametrize("cell", CELLS)
def test_waiting_agrees_with_erlang(cell):
    per_hour, handle, advisors, patience = cell
    rate = per_hour / 3600
    theory = erlang_a(rate, handle, advisors, patience) if patience else erlang_c(rate, handle, advisors)
    for (mean, error), expected in zip(replicate(cell, 12, 4000), theory, strict=True):
        assert abs(mean - expected) <= 3 * error + 1e-3 * expected, (cell, mean, error, expected)
