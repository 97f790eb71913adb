"""Kaplan and Meier's law: a textbook's figures, draws that follow it, its tail, and who is pooled with whom."""

from math import exp, isclose

import pytest

from palabre.simulation.model.chance import generator
from palabre.simulation.model.log import AGENT, DAY, HANG, LoggedCall
from palabre.simulation.model.patience import HANG_UPS_MIN, SECONDS_MAX, Law, kaplan_meier, laws_of

# remission of leukaemia under 6-MP, weeks (Freireich et al. 1963; Kalbfleisch and Prentice): True: the event was seen
WEEKS = [(6, True)] * 3 + [(6, False), (7, True), (9, False), (10, True), (10, False), (11, False), (13, True)]
WEEKS += [(16, True), (17, False), (19, False), (20, False), (22, True), (23, True), (25, False)]
WEEKS += [(32, False), (32, False), (34, False), (35, False)]


def test_the_published_figures():
    law = kaplan_meier(WEEKS)
    assert law.times == (6, 7, 10, 13, 16, 22, 23)
    published = (0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482)
    assert all(isclose(a, b, abs_tol=5e-5) for a, b in zip(law.survival, published, strict=True))
    assert isclose(law.hazard, 1 / 6) and isclose(law.share_beyond(25), law.survival[-1] * exp(-2 / 6))


def test_draws_follow_the_law():
    law, chance = kaplan_meier(WEEKS), generator(1)
    drawn = [law.draw(chance) for _ in range(20_000)]
    for weeks in (5, 6, 12, 22, 24, 30):
        assert isclose(sum(d > weeks for d in drawn) / len(drawn), law.share_beyond(weeks), abs_tol=0.012)


@pytest.mark.parametrize("beyond", [6, 15, 23, 30])
def test_who_is_known_to_have_waited_draws_beyond_it(beyond):
    law, chance = kaplan_meier(WEEKS), generator(2)
    drawn = [law.draw(chance, beyond) for _ in range(8_000)]
    assert min(drawn) > beyond
    wanted = law.share_beyond(beyond + 3) / law.share_beyond(beyond)
    assert isclose(sum(d > beyond + 3 for d in drawn) / len(drawn), wanted, abs_tol=0.02)


def test_all_patiences_together_follow_the_law():
    """Those seen, and for each censored one a draw beyond what she bore: the law comes back."""
    law, chance = kaplan_meier(WEEKS), generator(3)
    together = [float(w) if seen else law.draw(chance, w) for _ in range(600) for w, seen in WEEKS]
    for weeks in (6, 10, 16, 23):
        assert isclose(sum(t > weeks for t in together) / len(together), law.share_beyond(weeks), abs_tol=0.01)


def test_nobody_ever_hung_up_and_everybody_did():
    chance = generator(4)
    assert kaplan_meier([(5, False), (9, False)]).draw(chance) == SECONDS_MAX
    law = kaplan_meier([(5, True), (9, True)])
    assert law.survival[-1] == 0 and {law.draw(chance) for _ in range(50)} == {5, 9}
    assert law.draw(chance, 12) > 12 and law == Law((5, 9), (0.5, 0.0), 0.25)


def call(line, type, day, wait, outcome):
    return LoggedCall(line, "", type, 0, day * DAY, 0, 0, True, 0, wait, wait, outcome, 0, 60, 60, "A01")


def test_few_hang_ups_are_pooled():
    many = [call(n, "PS", 0, 10 + n, HANG) for n in range(HANG_UPS_MIN)]
    few = [call(n, "PS", 1, 500, HANG) for n in range(HANG_UPS_MIN - 1)]
    few += [call(n, "NE", 0, 900, HANG) for n in range(3)]
    laws = laws_of([*many, *few, call(99, "PS", 2, 5, AGENT)])
    assert laws["PS", 3].times[-1] == 10 + HANG_UPS_MIN - 1  # the first of 1970 was a Thursday: its own
    assert laws["PS", 4].times[-1] == 500 and laws["PS", 4] is laws["PS", 5]  # the type's
    assert laws["NE", 3].times[-1] == 900 and 500 in laws["NE", 3].times  # everybody's
