"""A log played again: fit the one constant on the first week, play all days, judge by the others, ask what if."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from palabre.foundations.clock import Instant
from palabre.foundations.decision import Room
from palabre.simulation.model import replay_report as report
from palabre.simulation.model.engine import Guard
from palabre.simulation.model.log import DAY, LoggedCall, day_text
from palabre.simulation.model.replay import Replay
from palabre.simulation.model.replay_flow import TYPES_MAX, flow_of
from palabre.simulation.model.replay_plan import GAP_SECONDS_MAX, Plan, left_out, make_plan
from palabre.simulation.model.replay_rules import OWN_TYPE_SHARE_MIN, TARGET_SECONDS, VIP_SECONDS, Choice, told
from palabre.simulation.model.replay_waits import Waits, errors
from palabre.simulation.model.watching import Checkers
from palabre.simulation.problems import LogRefused

AFTER_CALL_SECONDS_MAX = 180  # within which the constant is sought, in whole seconds
DAYS_MAX = 400
WHAT_IFS = ("vip=0", "vip=60", "rings=15", "shares=70")
CHANGES = {"vip": "vip_seconds", "rings": "ring_seconds", "shares": "site_share"}
BEYOND = "of her law an answered customer draws among the patiences beyond the wait that she is known to have borne"
ANY = "an answered customer draws from the whole of her law, though the log shows that she was more patient"
ASSUMPTIONS = (
    f"presence: a server's services joined over gaps of at most {GAP_SECONDS_MAX} s; she accepts at once",
    "a flow as published ones branches by priority and type; one queue per type, everybody in one shared pool, target "
    "20 s; priority 2 is VIP, by seconds of priority",
    "who hung up before the queue, and phantoms, stay out; those answered by nobody known are customers all the same",
    "a hang-up keeps her patience and draws her service from her type's",
    "an answered customer keeps her service and draws her patience from the log's Kaplan-Meier law of her type and "
    "weekday (under 30 hang-ups: of her type, then of all); past the last event exponential at the last hazard",
    "one constant is fitted: the seconds after each call, by the first week's service level",
    "service level and abandonment: of who entered the queue, every hang-up abandoned, within 20 s",
)


class Asked(msgspec.Struct, frozen=True):
    """first, last: days (midnights; None: the log's). after_call_seconds: given, so not fitted."""

    seed: int
    first: Instant | None = None
    last: Instant | None = None
    vip_seconds: float = VIP_SECONDS
    after_call_seconds: float | None = None
    what_ifs: tuple[str, ...] = WHAT_IFS
    patience_beyond: bool = True  # see replay_plan.make_plan


class Stage:
    """What all runs of one replay share. `say(words)` hears how far it is."""

    def __init__(
        self, calls: Sequence[LoggedCall], asked: Asked, rooms: Sequence[Room], say: Callable[[str], None]
    ) -> None:
        days = [c.day for c in calls]
        first = min(days) if asked.first is None else asked.first
        last = max(days) if asked.last is None else asked.last
        first, last = max(first, min(days)), min(last, max(days))
        self.calls = [c for c in calls if first <= c.day <= last]
        if not self.calls:
            span = f"{day_text(min(days))} to {day_text(max(days))}"
            raise LogRefused(0, "no call on the days asked for", f"the log goes from {span}")
        self.asked, self.rooms, self.say = asked, rooms, say
        self.plan = make_plan(calls, asked.seed, beyond=asked.patience_beyond).between(first, last)
        if last - first >= DAYS_MAX * DAY:
            raise LogRefused(0, f"more than {DAYS_MAX} days at once", "choose some with --from and --to")
        if len(self.plan.types) > TYPES_MAX:
            raise LogRefused(0, f"{len(self.plan.types)} types of service", f"join the rare ones: at most {TYPES_MAX}")
        if not self.plan.presences:
            raise LogRefused(0, "no call is answered by a named server", "nobody can be replayed: choose other days")
        self.weeks = report.weeks([c.day for c in self.calls])
        self.choice = Choice(asked.after_call_seconds or 0.0, asked.vip_seconds)

    @property
    def span(self) -> report.Span:
        return self.weeks[0][0], self.weeks[-1][1]

    def week(self) -> Plan:
        return self.plan.between(*self.weeks[0])

    def prepared(self, plan: Plan, choice: Choice) -> Replay:
        return Replay(plan, told(plan, choice), self.rooms, flow_of(plan.types, choice.vip_seconds))

    def played(self, plan: Plan, choice: Choice) -> report.Played:
        replay = self.prepared(plan, choice)
        replay.run()
        return report.Played(replay)


def replay(
    calls: Sequence[LoggedCall], asked: Asked, rooms: Sequence[Room], *,
    watch: Callable[[Replay], Guard] | None = None, say: Callable[[str], None] = lambda words: None,
) -> dict:  # fmt: skip
    """Everything `./palabre replay --json` prints. `watch(replay)` makes a guard that looks on at the main run."""
    stage = Stage(calls, asked, rooms, say)
    fitted = _fit(stage) if asked.after_call_seconds is None else None
    if fitted:
        stage.choice = msgspec.structs.replace(stage.choice, after_call_seconds=fitted["seconds"])
    say(f"all days, {stage.choice.after_call_seconds:g} s after each call")
    main = stage.prepared(stage.plan, stage.choice)
    waits, checkers = Waits(main.engine.world), Checkers()
    main.engine.guard(waits)
    main.engine.guard(checkers)
    if watch:
        main.engine.guard(watch(main))
    main.run()
    found = _told(stage, fitted, report.Played(main), main, waits)
    return {**found, "violations": dict(checkers.violations), "what_if": _what_ifs(stage)}


def _told(stage: Stage, fitted: dict | None, played: report.Played, main: Replay, waits: Waits) -> dict:
    plan, calls, spans = stage.plan, stage.calls, stage.weeks
    rest = spans if fitted is None else spans[1:]
    return {
        "first_day": day_text(stage.span[0]),
        "last_day": day_text(stage.span[1]),
        "seed": stage.asked.seed,
        "assumptions": [*ASSUMPTIONS, BEYOND if stage.asked.patience_beyond else ANY],
        "vip_seconds": stage.choice.vip_seconds,
        "target_seconds": TARGET_SECONDS,
        "customers": len(plan.customers),
        "vip_customers": sum(c.vip for c in plan.customers),
        "vip_share_in_log": report.vip_shares(calls),
        "left_out": left_out(calls),
        "advisors": len({p.advisor for p in plan.presences}),
        "presence_hours": round(sum(p.ended - p.begun for p in plan.presences) / 3_600_000, 1),
        "seconds_after_call": stage.choice.after_call_seconds,
        "fitted": fitted,
        "judged": report.judged(calls, played, (rest[0][0], rest[-1][1])) if rest else None,
        "weeks": [report.compared(calls, played, span) for span in spans],
        "measures": report.beside(calls, played, stage.span),
        "occupancy": round(played.occupancy() or 0.0, 4),
        "facts": main.engine.facts,
        "refused": dict(main.engine.refused),
        "estimated_wait": errors(waits.guesses),
    }


# -- the one constant


def _fit(stage: Stage) -> dict:
    """The whole number of seconds whose service level comes nearest to the first week's: it falls as they grow, so
    the bracket is cut where a straight line would meet it."""
    week, span = stage.week(), stage.weeks[0]
    wanted = report.log_figures(stage.calls, span)["service_level"].value
    levels: dict[int, float] = {}

    def level(seconds: int) -> float:
        if seconds not in levels:
            choice = msgspec.structs.replace(stage.choice, after_call_seconds=float(seconds))
            levels[seconds] = stage.played(week, choice).figures()["service_level"].value or 0.0
            stage.say(f"first week, {seconds} s after each call: service level {100 * levels[seconds]:.2f} %")
        return levels[seconds]

    if wanted is not None:
        _search(level, wanted)
    best = min(levels, key=lambda s: (abs(levels[s] - (wanted or 0.0)), s)) if levels else 0
    return {
        "constant": "seconds after each call",
        "seconds": float(best),
        "first_day": day_text(span[0]),
        "last_day": day_text(span[1]),
        "service_level_log": None if wanted is None else round(wanted, 4),
        "service_level_palabre": round(levels[best], 4) if levels else None,
        "tried": {str(s): round(levels[s], 4) for s in sorted(levels)},
    }


def _search(level: Callable[[int], float], wanted: float) -> None:
    low, high = 0, 60
    if level(low) <= wanted:
        return
    while level(high) > wanted and high < AFTER_CALL_SECONDS_MAX:
        low, high = high, min(2 * high, AFTER_CALL_SECONDS_MAX)
    while high - low > 1 and level(low) > wanted > level(high):
        share = (level(low) - wanted) / (level(low) - level(high))
        middle = min(high - 1, max(low + 1, round(low + share * (high - low))))
        low, high = (middle, high) if level(middle) > wanted else (low, middle)


# -- what if


def _what_ifs(stage: Stage) -> dict | None:
    """Each changes one thing, on the first week, for the same customers; the first entry is the replay as it is."""
    if not stage.asked.what_ifs:
        return None
    week, runs = stage.week(), {}
    for name in ("as_it_is", *stage.asked.what_ifs):
        stage.say(f"what if: {name}")
        runs[name] = report.in_short(stage.played(week, changed(stage.choice, name)), week.types)
    first, last = stage.weeks[0]
    days = {"first_day": day_text(first), "last_day": day_text(last)}
    return {**days, "own_type_share_min": OWN_TYPE_SHARE_MIN, "runs": runs}


def changed(choice: Choice, name: str) -> Choice:
    """`vip=SECONDS`, `rings=SECONDS`, `shares=PERCENT` applied. Raises ValueError, saying what is understood."""
    key, _, value = name.partition("=")
    if name == "as_it_is":
        return choice
    try:
        given = float(value)
    except ValueError:
        given = -1.0
    if key not in CHANGES or not 0 <= given <= (100 if key == "shares" else DAY):
        raise ValueError(f"{name!r} is no what-if: vip=SECONDS, rings=SECONDS, shares=PERCENT")
    return msgspec.structs.replace(choice, **{CHANGES[key]: given / 100 if key == "shares" else given})
