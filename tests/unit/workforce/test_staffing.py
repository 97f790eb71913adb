"""Questions of staffing by the name of a figure."""

from __future__ import annotations

from fractions import Fraction

import pytest

from palabre.workforce.model.staffing import Question, answer, number
from palabre.workforce.problems import QuestionRefused

C = Question("erlang_c", Fraction(100, 1800), Fraction(180), 14, threshold=Fraction(20))
A = Question("erlang_a", Fraction(100, 30), Fraction(3), 14, Fraction(5), Fraction(1, 3))


def test_one_case_has_three_service_levels():
    assert [round(answer(A, name), 3) for name in ("SLoff", "SL", "SLans")] == [0.917, 0.924, 0.930]
    assert answer(A, "SL") == pytest.approx(1 - answer(A, "PWgt"))
    assert len({answer(C, name) for name in ("SLoff", "SL", "SLans", "SL_pyworkforce")}) == 1


def test_the_fewest_by_any_conditions():
    assert answer(C, "N_for_SL>=0.80,occ<=0.85") == 14
    assert answer(C, "N_for_SL>=0.80,occ<=0.70") == 15
    assert answer(C, "N_with_shrinkage_0.30") == answer(C, "N_for_SL>=0.80,OCC<=0.85,shrinkage=0.30") == 20
    fewest = answer(A, "N_for_PAB<=0.02,ASA<=0.2")
    more, less = (A._replace(servers=n) for n in (fewest, fewest - 1))
    assert answer(more, "PAB") <= 0.02 and answer(more, "ASA") <= 0.2
    assert answer(less, "PAB") > 0.02 or answer(less, "ASA") > 0.2
    assert answer(C._replace(model="erlang_b"), "N_for_B<=0.01") == 18


def test_percentiles_of_the_wait():
    wait = answer(C, "W90")
    assert answer(C._replace(threshold=Fraction(wait)), "SL") == pytest.approx(0.9)
    assert answer(C, "W99.5") > wait > answer(C, "W50") == 0
    assert answer(C._replace(servers=9), "W90") == float("inf")


@pytest.mark.parametrize(
    ("question", "metric", "told"),
    [
        (C, "SLX", "no figure"), (C, "N_for_SL", "no condition"), (C, "W0", "percentage"), (C, "W", "no figure"),
        (C._replace(servers=0), "PW", "from 1 to"), (C._replace(rate=Fraction(0)), "PW", "more than nothing"),
        (C._replace(model="erlang_d"), "PW", "no model"), (A._replace(patience=Fraction(0)), "PW", "patience"),
        (C, "N_for_PW<=-1", "no number of advisors"), (C, "N_for_SL>=0.8,shrinkage=1", "shrinkage"),
        (C._replace(model="erlang_b"), "A_at_B=2", "between 0 and 1"), (C._replace(model="erlang_b"), "W90", "no W90"),
    ],
)  # fmt: skip
def test_what_has_no_answer_is_refused_in_words(question, metric, told):
    with pytest.raises(QuestionRefused, match=told):
        answer(question, metric)


def test_numbers_are_exact():
    assert number("100/1800") == Fraction(1, 18) and number(" 0.1 ") == Fraction(1, 10) and number("") == 0
    with pytest.raises(QuestionRefused):
        number("1/0")
