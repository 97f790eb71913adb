"""On which side a caller is: a share that only grows, one caller in all writings, and the dial plan's own limit."""

import hashlib
import itertools

import pytest

from palabre.channels.voice.model.moving import HERE, OLD, Move, check, side
from palabre.channels.voice.problems import MoveInvalid
from palabre.plumbing.engines.asterisk_dialplan import MovedNumber, limit_of, moving_text
from palabre.plumbing.engines.problems import EngineRefused

NUMBER = "+33140001000"
CALLERS = [f"06{n:08}" for n in range(0, 40_000_000, 40_009)]


def test_a_higher_share_sends_nobody_back():
    here = [{c for c in CALLERS if side(NUMBER, c, share) == HERE} for share in (0, 1, 10, 30, 31, 99, 100)]
    assert all(less <= more for less, more in itertools.pairwise(here))
    assert [len(h) for h in (here[0], here[-1])] == [0, len(CALLERS)]
    assert abs(len(here[3]) / len(CALLERS) - 0.30) < 0.04


def test_one_caller_is_on_one_side_however_she_is_written_and_not_the_same_for_all_numbers():
    for share in range(0, 101, 7):
        assert len({side(NUMBER, c, share) for c in ("0612345678", "+33612345678", "0033612345678")}) == 1
    others = {n for n in range(100) if side(f"+331400020{n:02}", "0612345678", 50) == HERE}
    assert 20 < len(others) < 80


def test_who_withholds_her_number_moves_last():
    assert [side(NUMBER, "", share) for share in (0, 99, 100)] == [OLD, OLD, HERE]
    assert side(NUMBER, "anonymous", 99) == OLD


@pytest.mark.parametrize("share", [1, 30, 50, 99])
def test_the_dial_plan_compares_as_the_model_does(share):
    """As text, behind a letter: a hash of digits alone, or one like 12345e67, would be compared as a number."""
    limit = f"x{limit_of(share)}"
    for caller in CALLERS[:200]:
        hashed = hashlib.md5(f"{NUMBER} {caller[-9:]}".encode()).hexdigest()[:8]
        assert (f"x{hashed}" < limit) == (side(NUMBER, caller, share) == HERE)


def _number(number: str, *writings: str, **more) -> MovedNumber:
    return MovedNumber(number, writings, 30, "0140001000", "trunk-a", 8, ("trunk-a", "trunk-b"), **more)


def test_the_plan_names_one_old_number_by_one_trunk_and_leaves_out_what_two_numbers_share():
    text = moving_text([_number(NUMBER, "0140001000", "140"), _number("+221140001000", "0140001000")])
    assert text.count("exten => 0140001000,") == 0 and "exten => 140,1,Goto(+33140001000,1)" in text
    assert "Set(OLD=PJSIP/0140001000@trunk-a)" in text and "Set(LIMIT=4ccccccc)" in text
    with pytest.raises(EngineRefused):
        moving_text([_number("+33140001000,1)\nexten => x")])


@pytest.mark.parametrize("wrong", [{"share": 101}, {"share": -1}, {"return_seconds": 1}, {"return_seconds": 61}])
def test_what_cannot_be(wrong):
    with pytest.raises(MoveInvalid):
        check(Move("t", **wrong))
