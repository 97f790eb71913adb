"""Whether calls can be carried to a workstation: what a browser measured through our own relay, judged on P95.

A test is a minute or two of sound sent out and back, a figure each second. What counts is not the mean but the
nineteenth of twenty seconds: a line that fails for three seconds a minute fails in every call. Bounds: green and amber
of the E-model (ITU-T G.107) and of what conversation bears (G.114).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from math import ceil
from typing import Annotated, Literal

import msgspec

from palabre.channels.voice.model.quality import PACKETS_MIN, Counted, judge
from palabre.foundations import limits

Verdict = Literal["green", "amber", "red"]
VERDICTS: tuple[Verdict, ...] = ("green", "amber", "red")

SHARE = 0.95
# of the relay's way out and back, of a second's loss in percent; MOS is to be above
GREEN = {"rtt_ms": 200.0, "jitter_ms": 20.0, "lost_percent": 0.5, "mos": 4.0, "loaded_ms": 300.0, "kbps": 300.0}
AMBER = {"rtt_ms": 300.0, "jitter_ms": 30.0, "lost_percent": 1.0, "mos": 3.6, "loaded_ms": 600.0, "kbps": 128.0}
HIGHER_IS_BETTER = frozenset(("mos", "kbps"))
DAYS_WANTED, DAYS_BACK = 5, 14  # tests on so many days, of the last so many
QUALIFIED_DAYS = 91             # then again: each quarter
BAD_CALLS, BAD_CALLS_DAYS, BAD_MOS = 3, 7, 3.6

Milliseconds = Annotated[float, msgspec.Meta(ge=0, le=60_000)]


class Second(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One second of the loop: out to the relay and back. `received`, `lost`: packets."""

    rtt_ms: Milliseconds
    jitter_ms: Milliseconds
    received: Annotated[int, msgspec.Meta(ge=0, le=1_000)]
    lost: Annotated[int, msgspec.Meta(ge=0, le=1_000)]


class Measured(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`microphone`: it gave sound. `speaker`: she heard the notes. Rates in kilobits a second; `loaded_ms`: an answer's
    time while both ways are full."""

    seconds: Annotated[tuple[Second, ...], msgspec.Meta(
        min_length=limits.WORKSTATION_SECONDS_MIN, max_length=limits.WORKSTATION_SECONDS_MAX)]  # fmt: skip
    microphone: bool
    speaker: bool
    down_kbps: Annotated[float, msgspec.Meta(ge=0, le=100_000_000)]
    up_kbps: Annotated[float, msgspec.Meta(ge=0, le=100_000_000)]
    loaded_ms: Milliseconds


class Part(msgspec.Struct, frozen=True):
    """`what`: rtt_ms, jitter_ms, lost_percent, mos, down_kbps, up_kbps, loaded_ms, microphone, speaker (1 or 0)."""

    what: str
    value: float
    verdict: Verdict


class Judged(msgspec.Struct, frozen=True):
    """As its worst part."""

    verdict: Verdict
    parts: tuple[Part, ...]


class Qualification(msgspec.Struct, frozen=True):
    """`state`: none (never tested), testing (`days_left` to be tested yet), qualified (green or amber, `until`),
    not_qualified (red over the days wanted), expired, bad_calls (three within a week: to be tested again)."""

    state: Literal["none", "testing", "qualified", "not_qualified", "expired", "bad_calls"]
    verdict: Verdict | None = None
    days_left: int = DAYS_WANTED
    until: date | None = None


class Dated(msgspec.Struct, frozen=True):
    on: date
    measured: Measured


def judge_test(*tests: Measured) -> Judged:
    """One test, or several as if they were one."""
    seconds = [second for one in tests for second in one.seconds]
    heard = [s for s in seconds if s.received + s.lost]
    figures = {
        "rtt_ms": nineteen_of_twenty([s.rtt_ms for s in heard]),
        "jitter_ms": nineteen_of_twenty([s.jitter_ms for s in heard]),
        "lost_percent": nineteen_of_twenty([_lost(s) for s in seconds]),
        "mos": -nineteen_of_twenty([-_mos(s) for s in seconds]),
        "loaded_ms": nineteen_of_twenty([one.loaded_ms for one in tests]),
    }
    rates = {"down_kbps": min(one.down_kbps for one in tests), "up_kbps": min(one.up_kbps for one in tests)}
    parts = [Part(what, round(value, 2), grade(what, value)) for what, value in figures.items()]
    parts += [Part(what, round(value, 1), grade("kbps", value)) for what, value in rates.items()]
    for what in ("microphone", "speaker"):
        there = all(getattr(one, what) for one in tests)
        parts.append(Part(what, float(there), "green" if there else "red"))
    return Judged(worst(part.verdict for part in parts), tuple(parts))


def qualify(tests: Sequence[Dated], today: date, bad_calls: int = 0) -> Qualification:
    """`bad_calls`: of the last seven days since the last test."""
    if not tests:
        return Qualification("none")
    done = _last_round(tests)
    if done is None:
        days = {one.on for one in tests if one.on > today - timedelta(days=DAYS_BACK)}
        return Qualification("testing" if days else "expired", days_left=max(1, DAYS_WANTED - len(days)))
    last, verdict = done
    until = last + timedelta(days=QUALIFIED_DAYS)
    if verdict == "red":
        return Qualification("not_qualified", verdict, 0, None)
    if today > until:
        return Qualification("expired", verdict)
    if bad_calls >= BAD_CALLS:
        return Qualification("bad_calls", verdict, 1, today)
    return Qualification("qualified", verdict, 0, until)


def _last_round(tests: Sequence[Dated]) -> tuple[date, Verdict] | None:
    """The last day that had enough days of tests behind it, and what they said together."""
    days = sorted({one.on for one in tests})
    for last in reversed(days):
        behind = [day for day in days if last - timedelta(days=DAYS_BACK) < day <= last]
        if len(behind) >= DAYS_WANTED:
            chosen = set(behind[-DAYS_WANTED:])
            return last, judge_test(*(one.measured for one in tests if one.on in chosen)).verdict
    return None


def grade(what: str, value: float) -> Verdict:
    def within(bound: float) -> bool:
        return value >= bound if what in HIGHER_IS_BETTER else value <= bound

    return "green" if within(GREEN[what]) else "amber" if within(AMBER[what]) else "red"


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    return max(verdicts, key=VERDICTS.index)


def nineteen_of_twenty(values: Sequence[float]) -> float:
    """The least that 95 % of the values do not exceed (nearest rank); 60,000 where nothing came at all."""
    if not values:
        return 60_000.0
    return sorted(values)[ceil(SHARE * len(values)) - 1]


def _lost(second: Second) -> float:
    """Percent; a second in which nothing came was lost."""
    expected = second.received + second.lost
    return 100 * second.lost / expected if expected else 100.0


def _mos(second: Second) -> float:
    if not second.received:
        return 1.0
    scale = ceil(PACKETS_MIN / (second.received + second.lost))  # a share is what counts; too few are not judged
    counted = Counted(second.received * scale, second.lost * scale, second.jitter_ms, second.rtt_ms, "opus")
    quality = judge(counted)
    return quality.mos if quality else 1.0
