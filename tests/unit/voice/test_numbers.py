"""Telephone numbers as trunks present them, and which ones may be called."""

import pytest

from palabre.channels.voice.actions.numbers import callable_number, called_number
from palabre.channels.voice.problems import NumberInvalid


@pytest.mark.parametrize("raw", ["+33140001000", "0140001000", "0033140001000", " 0140001000 "])
def test_one_number_however_it_is_written(raw):
    assert called_number(raw, "FR") == "+33140001000"


@pytest.mark.parametrize("raw", ["", "palabre", "12", "+", "0140001000;drop", "9" * 40, "sip:x@y"])
def test_what_is_no_number_is_refused(raw):
    with pytest.raises(NumberInvalid):
        called_number(raw, "FR")


@pytest.mark.parametrize("raw", ["0899701234", "112", "3117", "tomorrow", "", "+999123"])
def test_costly_short_and_odd_numbers_are_not_called(raw):
    with pytest.raises(NumberInvalid):
        callable_number(raw, "FR")


def test_an_ordinary_number_is_called():
    assert callable_number("01 40 20 50 50", "FR") == "+33140205050"
