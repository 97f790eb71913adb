"""What a replay says: Palabre's measures beside the log's, week by week, and the judgement of what was fitted.

Both sides are reporting's own figures of the same population: who entered the queue, every hang-up abandoned; a day's
figures are those of the customers who called that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from palabre.foundations.clock import Instant
from palabre.reporting.model.definitions import definition
from palabre.reporting.model.measures import Figure, figures
from palabre.reporting.model.rows import Contact
from palabre.reporting.model.totals import totals
from palabre.simulation.model.log import AGENT, DAY, LoggedCall, day_text
from palabre.simulation.model.log_measures import EVER, told
from palabre.simulation.model.replay import Replay
from palabre.simulation.model.replay_plan import VIP

THRESHOLD_SECONDS = 20.0
WEEK_DAYS = 7
SERVICE_LEVEL_POINTS_MAX = 3.0
ABANDONED_POINTS_MAX = 2.0
SHORT = ("offered", "answered", "abandoned", "service_level", "abandoned_share", "asa", "wait_p90")
BESIDE = (
    "offered", "answered", "abandoned", "service_level", "service_level_of_answered", "abandoned_share", "asa",
    "asa_waited", "wait_p50", "wait_p90", "wait_p95", "longest_wait", "patience_abandoned", "talk_time", "wrap_up_time",
)  # fmt: skip

Span = tuple[Instant, Instant]  # first and last day, midnights


class Played:
    """The contacts of a replay by the day of the log that they belong to."""

    def __init__(self, replay: Replay) -> None:
        self.customers = replay.customers
        self.contacts = list(replay.measures.ledger.contacts.values())
        self.intervals = list(replay.measures.ledger.changed_intervals.values())
        self.ended = replay.engine.now
        self.possible = {n.removeprefix("site:"): k / replay.offers for n, k in sorted(replay.possible.items())}

    def figures(self, span: Span | None = None, vip: bool | None = None, type_: str = "") -> dict[str, Figure]:
        chosen = [c for c in self.contacts if self._is_of(c, span, vip, type_)]
        found = totals(chosen, threshold_seconds=THRESHOLD_SECONDS, now=EVER)
        return {f.key: f for f in figures(found, threshold_seconds=THRESHOLD_SECONDS)}

    def occupancy(self) -> float | None:
        found = totals([], self.intervals, threshold_seconds=THRESHOLD_SECONDS, now=self.ended)
        return next(f.value for f in figures(found) if f.key == "occupancy_at_event")

    def sites(self) -> dict[str, float]:
        """Each site's share of the answered."""
        answered = [c.site for c in self.contacts if c.answered is not None and c.site]
        return {site: round(answered.count(site) / len(answered), 4) for site in sorted(set(answered))}

    def _is_of(self, contact: Contact, span: Span | None, vip: bool | None, type_: str) -> bool:
        customer = self.customers[contact.conversation]
        return (
            (span is None or span[0] <= customer.day <= span[1])
            and vip in (None, customer.vip)
            and type_ in ("", customer.type)
        )


def log_figures(calls: Iterable[LoggedCall], span: Span) -> dict[str, Figure]:
    return told([c for c in calls if span[0] <= c.day <= span[1]], THRESHOLD_SECONDS, in_queue=True)


def weeks(days: Sequence[Instant]) -> list[Span]:
    """Seven days each from the first on, those without a call too; the last one may be shorter."""
    first, last = min(days), max(days)
    begins = range(first, last + 1, WEEK_DAYS * DAY)
    return [(begin, min(last, begin + (WEEK_DAYS - 1) * DAY)) for begin in begins]


def compared(calls: Sequence[LoggedCall], played: Played, span: Span) -> dict:
    """One span: both sides' figures and how far Palabre's rates are from the log's, in points."""
    log, ours = log_figures(calls, span), played.figures(span)
    return {
        **_days(span),
        "log": {key: _round(log[key].value) for key in SHORT},
        "palabre": {key: _round(ours[key].value) for key in SHORT},
        "service_level_points": _points(ours, log, "service_level"),
        "abandoned_points": _points(ours, log, "abandoned_share"),
    }


def judged(calls: Sequence[LoggedCall], played: Played, span: Span) -> dict:
    """The weeks that the constant was not fitted to."""
    found = compared(calls, played, span)
    levels, abandons = found["service_level_points"], found["abandoned_points"]
    within = {
        "service_level_within": levels is not None and abs(levels) <= SERVICE_LEVEL_POINTS_MAX,
        "abandoned_within": abandons is not None and abs(abandons) <= ABANDONED_POINTS_MAX,
    }
    return {
        **found,
        "service_level_points_max": SERVICE_LEVEL_POINTS_MAX,
        "abandoned_points_max": ABANDONED_POINTS_MAX,
        **within,
        "within": all(within.values()),
    }


def beside(calls: Sequence[LoggedCall], played: Played, span: Span) -> dict[str, dict]:
    """Every measure that both sides have, with its definition."""
    log, ours = log_figures(calls, span), played.figures(span)
    return {
        key: {
            "log": _round(log[key].value),
            "palabre": _round(ours[key].value),
            "unit": ours[key].unit,
            "definition": definition(key, "en").replace("{X}", f"{THRESHOLD_SECONDS:g}"),
        }
        for key in BESIDE
    }


def vip_shares(calls: Iterable[LoggedCall]) -> dict[str, float | None]:
    """Of the answered, at once and after a wait. Far apart: the log learns who is VIP only while they wait, and VIP
    figures speak of busy hours alone."""
    groups: dict[str, list[bool]] = {"answered_at_once": [], "answered_after_a_wait": []}
    for call in calls:
        if call.outcome == AGENT:
            groups["answered_after_a_wait" if call.wait_seconds else "answered_at_once"].append(call.priority == VIP)
    return {name: round(sum(vip) / len(vip), 4) if vip else None for name, vip in groups.items()}


def in_short(played: Played, types: Sequence[str]) -> dict:
    """Of one run: everybody, VIP and the others, each type, and how busy advisors were."""
    groups = {"all": played.figures(), "vip": played.figures(vip=True), "ordinary": played.figures(vip=False)}
    groups |= {type_: played.figures(type_=type_) for type_ in types}
    return {
        **{name: {key: _round(found[key].value) for key in SHORT} for name, found in groups.items()},
        "occupancy": _round(played.occupancy()),
        "answered_share_by_site": played.sites(),
        "attainable_share_by_site": {site: _round(share) for site, share in played.possible.items()},
    }


def _days(span: Span) -> dict[str, str]:
    return {"first_day": day_text(span[0]), "last_day": day_text(span[1])}


def _points(ours: dict[str, Figure], log: dict[str, Figure], key: str) -> float | None:
    if ours[key].value is None or log[key].value is None:
        return None
    return round(100 * (ours[key].value - log[key].value), 2)


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
