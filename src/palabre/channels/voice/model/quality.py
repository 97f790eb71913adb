"""How good a line is: MOS by the E-model of ITU-T G.107 (2015), from what RTP counted. No I/O.

Parameters carry the Recommendation's own names, their defaults are its table 2. Losses are shares (0-1) outside of
it and percent inside; times are milliseconds, levels dB.
"""

from __future__ import annotations

from math import exp, log2, log10, sqrt

import msgspec

GOOD, FAIR, WEAK, BAD = "good", "fair", "weak", "bad"
# by R, as of G.109: best and high together, medium, low, poor and not recommended together
WORDS = ((80.0, GOOD), (70.0, FAIR), (60.0, WEAK))
# equipment impairment and robustness to loss, G.113 (2007) appendix I; opus has none there: taken as G.711 with
# concealment, which it is better than
CODECS = {
    "pcma": (0.0, 25.1), "pcmu": (0.0, 25.1), "alaw": (0.0, 25.1), "ulaw": (0.0, 25.1), "opus": (0.0, 25.1),
    "g722": (0.0, 25.1), "g729": (11.0, 19.0), "g723": (15.0, 16.1), "gsm": (20.0, 10.0),
}  # fmt: skip
FRAME_MS = 20.0
JITTERS_BUFFERED = 2.0  # a receiver keeps about twice the jitter
PACKETS_MIN = 100  # two seconds: less says nothing


class Transmission(msgspec.Struct, frozen=True):
    """Table 2 of G.107: what a line is made of."""

    SLR: float = 8.0
    RLR: float = 2.0
    STMR: float = 15.0
    LSTR: float = 18.0
    Ds: float = 3.0
    TELR: float = 65.0
    WEPL: float = 110.0
    T: float = 0.0
    Tr: float = 0.0
    Ta: float = 0.0
    qdu: float = 1.0
    Ie: float = 0.0
    Bpl: float = 4.3
    Ppl: float = 0.0
    BurstR: float = 1.0
    Nc: float = -70.0
    Nfor: float = -64.0
    Ps: float = 35.0
    Pr: float = 35.0
    A: float = 0.0


class Counted(msgspec.Struct, frozen=True):
    """What was counted of one direction since the talk began. `round_trip_ms` None: never told."""

    packets: int
    lost: int
    jitter_ms: float
    round_trip_ms: float | None = None
    codec: str = "ulaw"

    @property
    def lost_share(self) -> float:
        return self.lost / max(1, self.packets + self.lost)


class Quality(msgspec.Struct, frozen=True):
    """`mos` 1 to 4.5, `r` 0 to 100, `word`: good, fair, weak, bad."""

    mos: float
    r: float
    word: str


def rating(p: Transmission) -> float:
    """R of formula (7-1)."""
    noise = _noise(p)
    signal = 15 - 1.5 * (p.SLR + noise)
    return signal - _at_once(p, signal, noise) - _by_delay(p, signal, noise) - _by_equipment(p) + p.A


def mos(r: float) -> float:
    """Annex B: R as a mean opinion score."""
    if r <= 0:
        return 1.0
    if r >= 100:
        return 4.5
    return max(1.0, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6)


def word_of(r: float) -> str:
    return next((word for least, word in WORDS if r >= least), BAD)


def judge(counted: Counted) -> Quality | None:
    """None where too little was heard to judge."""
    if counted.packets + counted.lost < PACKETS_MIN:
        return None
    ie, bpl = CODECS.get(counted.codec.lower(), CODECS["ulaw"])
    one_way = (counted.round_trip_ms or 0.0) / 2 + FRAME_MS + JITTERS_BUFFERED * counted.jitter_ms
    r = rating(Transmission(T=one_way, Tr=2 * one_way, Ta=one_way, Ie=ie, Bpl=bpl, Ppl=100 * counted.lost_share))
    r = min(100.0, max(0.0, r))
    return Quality(round(mos(r), 2), round(r, 1), word_of(r))


def worse(*ways: Counted) -> Quality | None:
    """Of several directions of one line, the one that is worst to hear."""
    return min((q for q in map(judge, ways) if q), key=lambda q: q.r, default=None)


# -- the parts of R


def _power(*levels: float) -> float:
    return 10 * log10(sum(10 ** (level / 10) for level in levels))


def _noise(p: Transmission) -> float:
    """No: all that is heard of circuits and rooms, as at the 0 dBr point (7-3 to 7-7)."""
    sent = p.Ps - p.SLR - p.Ds - 100 + 0.004 * (p.Ps - (p.SLR + p.RLR) - p.Ds - 14) ** 2
    near = p.Pr + 10 * log10(1 + 10 ** ((10 - p.LSTR) / 10))
    heard = p.RLR - 121 + near + 0.008 * (near - 35) ** 2
    return _power(p.Nc, sent, heard, p.Nfor + p.RLR)


def _at_once(p: Transmission, signal: float, noise: float) -> float:
    """Is: what comes with the voice itself: loudness, sidetone, quantizing (7-8 to 7-17)."""
    return _loudness(p, noise) + _sidetone(p) + _quantizing(p, signal)


def _loudness(p: Transmission, noise: float) -> float:
    x = (p.SLR + p.RLR + 0.2 * (64 + noise - p.RLR)) / 8
    return 20 * ((1 + x**8) ** (1 / 8) - x)


def _sidetone(p: Transmission) -> float:
    own = -10 * log10(10 ** (-p.STMR / 10) + exp(-p.T / 4) * 10 ** (-p.TELR / 10))
    return (
        12 * (1 + ((own - 13) / 6) ** 8) ** (1 / 8)
        - 28 * (1 + ((own + 1) / 19.4) ** 35) ** (1 / 35)
        - 13 * (1 + ((own - 3) / 33) ** 13) ** (1 / 13)
        + 29
    )


def _quantizing(p: Transmission, signal: float) -> float:
    q = 37 - 15 * log10(p.qdu)
    g = 1.07 + 0.258 * q + 0.0602 * q**2
    y, z = (signal - 100) / 15 + 46 / 8.4 - g / 9, 46 / 30 - g / 40
    return 15 * log10(1 + 10**y + 10**z)


def _by_delay(p: Transmission, signal: float, noise: float) -> float:
    """Id: echoes of the talker and of the listener, and the delay by itself (7-18 to 7-28)."""
    return _talker_echo(p, noise) + _listener_echo(p, signal) + _delay(p.Ta)


def _talker_echo(p: Transmission, noise: float) -> float:
    masked = p.TELR - 40 * log10((1 + p.T / 10) / (1 + p.T / 150)) + 6 * exp(-0.3 * p.T**2)
    apart = -1.5 * (noise - p.RLR) - (80 + 2.5 * (masked - 14))
    return (apart / 2 + sqrt(apart**2 / 4 + 100) - 1) * (1 - exp(-p.T))


def _listener_echo(p: Transmission, signal: float) -> float:
    apart = signal - 10.5 * (p.WEPL + 7) * (p.Tr + 1) ** -0.25
    return apart / 2 + sqrt(apart**2 / 4 + 169)


def _delay(ms: float) -> float:
    if ms <= 100:
        return 0.0
    x = log2(ms / 100)
    return 25 * ((1 + x**6) ** (1 / 6) - 3 * (1 + (x / 3) ** 6) ** (1 / 6) + 2)


def _by_equipment(p: Transmission) -> float:
    """Ie,eff: the codec, and what was lost on the way (7-29)."""
    return p.Ie + (95 - p.Ie) * p.Ppl / (p.Ppl / p.BurstR + p.Bpl)
