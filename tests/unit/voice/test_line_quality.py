"""The E-model against what ITU-T prints of it, and what becomes of RTP's counters."""

from __future__ import annotations

import pytest

from palabre.channels.voice.drivers.quality import Steadier, counted
from palabre.channels.voice.model.quality import CODECS, Counted, Transmission, judge, mos, rating, word_of, worse


def test_the_defaults_of_table_2_rate_93_2():
    """G.107 (2015), clause 7.7: with all parameters at their defaults."""
    assert round(rating(Transmission()), 1) == 93.2
    assert round(mos(rating(Transmission())), 2) == 4.41


@pytest.mark.parametrize(("r", "printed"), [(90, 4.34), (80, 4.03), (70, 3.60), (60, 3.10), (50, 2.58)])
def test_mean_opinion_scores_are_those_of_annex_b(r, printed):
    """Table B.1 of G.107, printed to two places (and 4.03 for 4.024)."""
    assert mos(r) == pytest.approx(printed, abs=0.01)


def test_the_ends_of_the_scale():
    assert (mos(-3), mos(0), mos(100), mos(120)) == (1.0, 1.0, 4.5, 4.5)


@pytest.mark.parametrize(
    ("codec", "percent", "impairment"),
    [("alaw", 0, 0.0), ("alaw", 1, 3.64), ("alaw", 5, 15.78), ("g729", 0, 11.0), ("g729", 2, 19.0), ("g723", 1, 19.68)],
)
def test_loss_impairs_as_g_113_says(codec, percent, impairment):
    """Ie,eff = Ie + (95 - Ie) * Ppl / (Ppl + Bpl), with the pairs of G.113 appendix I."""
    ie, bpl = CODECS[codec]
    lost = Transmission(Ie=ie, Bpl=bpl, Ppl=percent)
    assert rating(Transmission()) - rating(lost) == pytest.approx(impairment, abs=0.01)


def test_bursts_are_worse_than_single_losses():
    single, bursts = (rating(Transmission(Ppl=2, Bpl=4.3, BurstR=b)) for b in (1, 2))
    assert single > bursts


def test_delay_costs_little_to_150_ms_and_much_beyond():
    """G.114, figure 1: one way 150 ms stays above 89, 400 ms falls near 60."""
    at = {ms: rating(Transmission(T=ms, Tr=2 * ms, Ta=ms)) for ms in (0, 100, 150, 250, 400)}
    assert at[0] > at[100] > at[150] > 89 > at[250] > 70 > at[400] > 55


def test_words_go_by_g_109():
    assert [word_of(r) for r in (93, 80, 79.9, 70, 69.9, 60, 59.9, 0)] == [
        "good", "good", "fair", "fair", "weak", "weak", "bad", "bad",
    ]  # fmt: skip


def test_two_seconds_at_least_are_needed():
    assert judge(Counted(60, 39, 1.0)) is None
    assert judge(Counted(100, 0, 1.0)).word == "good"


def test_the_worse_direction_counts():
    fine, poor = Counted(1000, 0, 2.0, 20.0), Counted(880, 120, 30.0, 20.0)
    assert worse(fine, poor) == worse(poor, fine) == judge(poor)
    assert worse(Counted(3, 0, 0.0), fine) == judge(fine)
    assert worse(Counted(3, 0, 0.0)) is None


TOLD = {
    "rxcount": 500, "rxploss": -2, "txjitter": 0.004, "txcount": 500, "txploss": 50, "rxjitter": 0.018, "rtt": 0.06,
}  # fmt: skip


def test_counters_of_asterisk_are_seconds_may_be_below_zero_and_name_jitter_by_who_tells_it():
    received, sent = counted(TOLD, "opus")
    assert (received.packets, received.lost, received.jitter_ms, received.round_trip_ms) == (500, 0, 4.0, 60.0)
    assert (sent.packets, sent.lost, sent.jitter_ms) == (450, 50, 18.0)


def test_a_jump_in_one_report_is_no_jitter_one_that_stays_is():
    steady = Steadier()
    seen = [counted(TOLD | {"rxjitter": s}, "opus", steady)[1].jitter_ms for s in (0.116, 0.004, 0.116, 0.090, 0.090)]
    assert seen == [20.0, 4.0, 4.0, 90.0, 90.0]
