"""Every measure of a call log, under a stable name, with its definition.

The figures are reporting's own, over the populations in use: the literature takes every hang-up as abandoned
(`abandoned_all`); those who never entered the queue are told apart (`abandoned_in_queue`); short abandons are left out
at several thresholds. None is the true one: all are printed, each with its words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import msgspec

from palabre.foundations.clock import SECOND
from palabre.reporting.model.definitions import definition
from palabre.reporting.model.measures import Figure, figures
from palabre.reporting.model.rows import ABANDONED, SHORT_ABANDONED, Contact
from palabre.reporting.model.totals import totals
from palabre.simulation.model.log import AGENT, DIRT, HANG, OUTCOMES, PHANTOM, LoggedCall, day_text, dirt

SHORT_SECONDS = (5, 10, 20)  # at which short abandons are always told
QUEUE_SHORT_SECONDS = 5  # a queue's own threshold unless its rules say otherwise
EVER = 10**15  # an instant after any call


class LogFigure(msgspec.Struct, frozen=True, omit_defaults=True):
    """`value` is None where `n` is 0. unit: count, ratio (0 to 1), seconds. `shown`: as people read it."""

    value: float | None
    n: int
    unit: str
    population: str
    definition: str
    shown: str
    threshold_seconds: float | None = None
    short_abandon_seconds: float | None = None


def log_measures(calls: Sequence[LoggedCall], threshold: float, short: float) -> dict:
    """All of them: `measures` by name, `palabre` (reporting's measures of two populations), `set_aside`."""
    return {
        "rows": len(calls),
        "first_day": day_text(min(c.day for c in calls)),
        "last_day": day_text(max(c.day for c in calls)),
        "time_zone": "the log's own clock",
        "threshold_seconds": threshold,
        "short_abandon_seconds": short,
        "measures": named(calls, threshold, short),
        "palabre": {
            "all": worded(told(calls, threshold), threshold),
            "in_queue": worded(told(calls, threshold, in_queue=True, short=QUEUE_SHORT_SECONDS), threshold),
        },
        "set_aside": {kind: {"count": n, "treatment": DIRT[kind]} for kind, n in dirt(calls).items()},
    }


def contacts(calls: Iterable[LoggedCall], *, in_queue: bool = False, short: float | None = None) -> list[Contact]:
    """Reporting's rows. Phantoms are no calls; `in_queue` leaves out who hung up before the queue; an abandon within
    `short` seconds counts as short. Instants count from the entry of each row's queue."""
    made = []
    for call in calls:
        if call.outcome == PHANTOM or (in_queue and call.outcome == HANG and not call.queued):
            continue
        wait, key = call.wait_seconds * SECOND, str(call.line)
        contact = Contact(key, key, call.type, "first", -max(0, call.machine_seconds) * SECOND, 0)
        if call.outcome == AGENT:
            contact.answered, contact.talk, contact.end = wait, call.service_seconds * SECOND, "handled"
            contact.ended = wait + contact.talk
        else:
            contact.ended = wait
            contact.end = SHORT_ABANDONED if short is not None and call.wait_seconds <= short else ABANDONED
        made.append(contact)
    return made


def told(
    calls: Iterable[LoggedCall], threshold: float, *, in_queue: bool = False, short: float | None = None
) -> dict[str, Figure]:
    """Reporting's figures of one population, by key; those of advisors' time are not in a log."""
    found = totals(contacts(calls, in_queue=in_queue, short=short), threshold_seconds=threshold, now=EVER)
    return {f.key: f for f in figures(found, threshold_seconds=threshold) if f.cohort == "arrival"}


def named(calls: Sequence[LoggedCall], threshold: float, short: float) -> dict[str, LogFigure]:
    outcomes = Counter(call.outcome for call in calls)
    made = {o.lower(): _count(outcomes[o], f"Rows whose outcome is {o}.", "rows", len(calls)) for o in OUTCOMES}
    everyone, entered = told(calls, threshold), told(calls, threshold, in_queue=True)
    made |= _of_everyone(everyone, threshold) | _of_those_in_queue(entered, everyone, threshold)
    for seconds in sorted({*SHORT_SECONDS, short}):
        made |= _without_short(calls, threshold, seconds)
    return made


def _of_everyone(f: dict[str, Figure], threshold: float) -> dict[str, LogFigure]:
    all_hang = "Every HANG taken as abandoned, before the queue too"
    return {
        "abandoned_all": _named(f["abandoned"], f"{all_hang}.", "agent_and_hang"),
        "abandoned_all_share": _named(f["abandoned_share"], f"{all_hang} / (AGENT + HANG).", "agent_and_hang"),
        "service_level_of_offered": _named(
            f["service_level_of_offered"], f"AGENT after a wait of at most {threshold:g} s / (AGENT + HANG).",
            "agent_and_hang", threshold),
        "service_level_of_answered": _named(
            f["service_level_of_answered"], f"AGENT after a wait of at most {threshold:g} s / AGENT.", "agent",
            threshold),
        "asa": _named(f["asa"], "Mean wait in the queue of all AGENT, those who did not wait too.", "agent"),
        "asa_waited": _named(f["asa_waited"], "Mean wait of the AGENT who waited at all.", "agent_after_a_wait"),
        "service_mean": _named(f["talk_time"], "Mean ser_time of all AGENT.", "agent"),
    }  # fmt: skip


def _of_those_in_queue(f: dict[str, Figure], every: dict[str, Figure], threshold: float) -> dict[str, LogFigure]:
    before = int((every["abandoned"].value or 0) - (f["abandoned"].value or 0))
    level = f"AGENT after a wait of at most {threshold:g} s / (AGENT + HANG in the queue)."
    return {
        "hung_up_before_queue": _count(before, "HANG whose q_start is 0:00:00.", "hang", every["abandoned"].n),
        "abandoned_in_queue": _named(f["abandoned"], "HANG who had entered the queue.", "agent_and_hang_in_queue"),
        "abandoned_in_queue_share": _named(
            f["abandoned_share"], "HANG in the queue / (AGENT + HANG in the queue).", "agent_and_hang_in_queue"),
        "service_level_in_queue": _named(f["service_level"], level, "agent_and_hang_in_queue", threshold),
    }  # fmt: skip


def _without_short(calls: Sequence[LoggedCall], threshold: float, short: float) -> dict[str, LogFigure]:
    """Short abandons (at most `short` seconds) counted, and what is left without them."""
    left, answered = f"HANG within {short:g} s left out", f"AGENT after a wait of at most {threshold:g} s"
    made = {}
    for suffix, in_queue, who in (("", False, "HANG"), ("_in_queue", True, "HANG in the queue")):
        f = told(calls, threshold, in_queue=in_queue, short=short)
        short_name, both = f"short_abandoned{suffix}_{short:g}", f"(AGENT + {who}), {left}."
        population = f"agent_and_hang{suffix}_without_short"
        words = f"{who} after a wait of at most {short:g} s."
        made[short_name] = _named(f["short_abandoned"], words, "hang", short=short)
        made[f"abandoned{suffix or '_all'}_share_without_short_{short:g}"] = _named(
            f["abandoned_share"], f"{who} / {both}", population, short=short)  # fmt: skip
        made[f"service_level{suffix}_without_short_{short:g}"] = _named(
            f["service_level"], f"{answered} / {both}", population, threshold, short)  # fmt: skip
    return made


def worded(found: dict[str, Figure], threshold: float) -> dict[str, LogFigure]:
    words: Callable[[str], str] = lambda key: definition(key, "en").replace("{X}", f"{threshold:g}")
    return {k: _named(f, words(k), f.population, f.threshold_seconds) for k, f in found.items()}


def _named(
    f: Figure, words: str, population: str, threshold: float | None = None, short: float | None = None
) -> LogFigure:
    return LogFigure(f.value, f.n, f.unit, population, words, _shown(f.value, f.unit), threshold, short)


def _count(value: int, words: str, population: str, n: int) -> LogFigure:
    return LogFigure(value, n, "count", population, words, _shown(value, "count"))


def _shown(value: float | None, unit: str) -> str:
    if value is None:
        return "-"
    return {"count": f"{value:,.0f}", "ratio": f"{100 * value:.2f} %", "seconds": f"{value:.1f} s"}[unit]
