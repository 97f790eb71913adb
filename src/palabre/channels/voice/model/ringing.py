"""What a telephone's line says of itself: it rings at the other end, or that end is busy; as each country is used to.

Source: ITU-T E.180 supplement 2 (various tones used in national networks); elsewhere ETSI's recommendation TR 101 041.
"""

from __future__ import annotations

from typing import NamedTuple


class Cadence(NamedTuple):
    """`hertz`: together. `beats`: seconds of tone, of silence, of tone…; over and over."""

    hertz: tuple[int, ...]
    beats: tuple[float, ...]


_EUROPE = Cadence((425,), (1.0, 4.0)), Cadence((425,), (0.5, 0.5))
_BRITISH = Cadence((400, 450), (0.4, 0.2, 0.4, 2.0)), Cadence((400,), (0.375, 0.375))
_AMERICAN = Cadence((440, 480), (2.0, 4.0)), Cadence((480, 620), (0.5, 0.5))
_FRENCH = Cadence((440,), (1.5, 3.5)), Cadence((440,), (0.5, 0.5))
_BELGIAN = Cadence((425,), (1.0, 3.0)), Cadence((425,), (0.5, 0.5))
_MOROCCAN = Cadence((425,), (1.7, 3.3)), Cadence((425,), (0.5, 0.5))
_JAPANESE = Cadence((400,), (1.0, 2.0)), Cadence((400,), (0.5, 0.5))

_COUNTRIES = {
    **dict.fromkeys(("FR", "GF", "GP", "MQ", "RE", "YT", "PM", "BL", "MF", "NC", "PF", "WF", "MC"), _FRENCH),
    **dict.fromkeys(("GB", "GG", "IM", "JE", "IE", "AU", "NZ"), _BRITISH),
    **dict.fromkeys(("US", "CA", "PR", "JM", "HT"), _AMERICAN),
    "BE": _BELGIAN,
    "MA": _MOROCCAN,
    "JP": _JAPANESE,
}


def ring_back(country: str) -> Cadence:
    """While the other end rings. `country`: ISO 3166."""
    return _COUNTRIES.get(country, _EUROPE)[0]


def busy(country: str) -> Cadence:
    """The other end cannot be had, or is no more."""
    return _COUNTRIES.get(country, _EUROPE)[1]
