"""A scenario: queues with their rules, advisors, who comes, and how people behave. JSON in, plain values throughout.

docs/reference/simulation.md says every field. Seconds everywhere; a time of day counts from the scenario's midnight.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from palabre.foundations.clock import Instant
from palabre.foundations.ids import AdvisorId, QueueId, SiteId, SkillId
from palabre.foundations.limits import CALLBACK_TRIES_MAX
from palabre.routing.facts import AdvisorConfigured, Capacity, QueueRules
from palabre.routing.model.drafts import Queue, QueueOptions, RequirementDraft, RingDraft, rules_of
from palabre.routing.model.rules import check_rules
from palabre.simulation.model.engine import START
from palabre.simulation.problems import ScenarioRefused

ADVISORS_MAX = 100_000
DAYS_MAX = 400.0

Seconds = Annotated[float, Meta(ge=0, le=30 * 86_400)]


class Times(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How long something takes. exponential and constant: `mean`; lognormal: `mean` and standard `deviation`; values:
    drawn with equal chance among `values` (`file`: read from a column of numbers); none: never."""

    kind: Literal["exponential", "lognormal", "constant", "values", "none"] = "exponential"
    mean: Seconds = 0.0
    deviation: Seconds = 0.0
    values: tuple[Seconds, ...] = ()
    file: str = ""


NONE = Times("none")
AT_ONCE = Times("constant", 0.0)


class SimulatedQueue(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`options`: as the API takes them. No `rings`: everybody, at once. The times are the scenario's unless given."""

    id: str
    channel: str = "voice"
    rings: tuple[RingDraft, ...] = (RingDraft(0.0, RequirementDraft("all")),)
    options: QueueOptions = QueueOptions()
    service: Times | None = None
    patience: Times | None = None
    wrap_up: Times | None = None
    answer: Times | None = None


class Breaks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Each advisor of a group pauses about so often, so long; exponential both."""

    every_seconds: Annotated[float, Meta(gt=0, le=30 * 86_400)]
    seconds: Annotated[float, Meta(gt=0, le=30 * 86_400)]


class Callbacks(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where the wait announced to whoever stands last is `announced_seconds` or more, `share` of those who come would
    rather be called back. Each dialling is answered by `answer_share`, after `ring`. The rest as a queue's rules say:
    seconds between one try and the next, the promise, and beyond what nobody is called any more."""

    share: Annotated[float, Meta(ge=0, le=1)]
    announced_seconds: Seconds = 60.0
    answer_share: Annotated[float, Meta(ge=0, le=1)] = 0.7
    ring: Times = Times("exponential", 8.0)
    distances: Annotated[tuple[Annotated[int, Meta(ge=1, le=86_400)], ...], Meta(max_length=CALLBACK_TRIES_MAX - 1)] = (
        300, 900)  # fmt: skip
    promise_seconds: Annotated[int, Meta(ge=1, le=14 * 86_400)] = 3_600
    open_seconds: Annotated[int, Meta(ge=1, le=14 * 86_400)] = 14_400


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`count` advisors alike. `present`: [begin, end) of each day, seconds from midnight; none: throughout."""

    count: Annotated[int, Meta(ge=0, le=ADVISORS_MAX)]
    name: str = "advisor"
    skills: dict[str, Annotated[int, Meta(ge=1, le=10)]] = {}
    capacities: dict[str, Annotated[int, Meta(ge=1, le=20)]] = msgspec.field(default_factory=lambda: {"voice": 1})
    site: str | None = None
    partner: str | None = None
    present: tuple[tuple[Seconds, Seconds], ...] = ()
    breaks: Breaks | None = None


class Arrivals(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Who comes to a queue. Either `calls_per_hour` (Poisson), or `counts` per `interval_seconds` from midnight of the
    first day on (Poisson about each, or exactly so many when `exact`), or instants `at` in seconds; `file` is one of
    the last two. `service_seconds` and `patience_seconds` beside `at` say what each of them brings; -1: to be drawn."""

    queue: str
    calls_per_hour: Annotated[float, Meta(ge=0, le=10_000_000)] = 0.0
    counts: tuple[Annotated[float, Meta(ge=0, le=10_000_000)], ...] = ()
    interval_seconds: Annotated[float, Meta(ge=1, le=30 * 86_400)] = 900.0
    exact: bool = False
    at: tuple[float, ...] = ()
    service_seconds: tuple[float, ...] = ()
    patience_seconds: tuple[float, ...] = ()
    file: str = ""
    priority_seconds: Seconds = 0.0


class Scenario(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`again_share`: of those who give up, who call again after `again`. `missed_share`: of offers that ring out."""

    queues: Annotated[tuple[SimulatedQueue, ...], Meta(min_length=1, max_length=2_000)]
    advisors: tuple[Group, ...]
    arrivals: tuple[Arrivals, ...]
    name: str = ""
    service: Times = Times("exponential", 180.0)
    patience: Times = NONE
    wrap_up: Times = NONE
    answer: Times = AT_ONCE
    again_share: Annotated[float, Meta(ge=0, le=1)] = 0.0
    again: Times = Times("exponential", 300.0)
    callbacks: Callbacks | None = None
    missed_share: Annotated[float, Meta(ge=0, le=0.9)] = 0.0
    days: Annotated[float, Meta(gt=0, le=DAYS_MAX)] = 1.0
    warm_up_seconds: Seconds = 0.0
    seed: Annotated[int, Meta(ge=0, le=2**63 - 1)] = 1


def read(data: bytes | str) -> Scenario:
    """From JSON; raises ScenarioRefused, which names the field."""
    try:
        return checked(msgspec.json.decode(data, type=Scenario))
    except msgspec.ValidationError as why:
        raise ScenarioRefused(str(why)) from None
    except msgspec.DecodeError as why:
        raise ScenarioRefused(f"it is no JSON: {why}") from None


def checked(scenario: Scenario) -> Scenario:
    """What types do not say: queues that exist, times that can be drawn. Raises ScenarioRefused, RulesContradictory."""
    known = {queue.id for queue in scenario.queues}
    for one in scenario.arrivals:
        if one.queue not in known:
            raise ScenarioRefused(f"arrivals name the queue {one.queue}, which there is not")
        if sum((bool(one.calls_per_hour), bool(one.counts), bool(one.at))) > 1:
            raise ScenarioRefused(f"arrivals of {one.queue}: one of calls_per_hour, counts and at")
        for column in (one.service_seconds, one.patience_seconds):
            if column and len(column) != len(one.at):
                raise ScenarioRefused(f"arrivals of {one.queue}: as many service and patience seconds as instants")
    back = scenario.callbacks.ring if scenario.callbacks else NONE
    for times in (scenario.service, scenario.patience, scenario.wrap_up, scenario.answer, scenario.again, back):
        _check_times(times)
    for queue in scenario.queues:
        for given in (queue.service, queue.patience, queue.wrap_up, queue.answer):
            _check_times(given or NONE)
    if sum(group.count for group in scenario.advisors) > ADVISORS_MAX:
        raise ScenarioRefused(f"more than {ADVISORS_MAX:,} advisors")
    check_rules(rules(scenario))
    return scenario


def _check_times(times: Times) -> None:
    if times.kind == "values" and not (times.values or times.file):
        raise ScenarioRefused("times of kind values need values, or a file of them")
    if times.kind in ("exponential", "lognormal") and times.mean <= 0:
        raise ScenarioRefused(f"times of kind {times.kind} need a mean above 0")


def rules(scenario: Scenario) -> tuple[QueueRules, ...]:
    return tuple(_rules(queue) for queue in scenario.queues)


def _rules(queue: SimulatedQueue) -> QueueRules:
    return rules_of(Queue(QueueId(queue.id), queue.id, queue.channel, queue.rings, queue.options), None)


def advisors(scenario: Scenario) -> list[tuple[Group, AdvisorConfigured]]:
    """Each with her group, in its order; ids are the group's name and a number."""
    made: list[tuple[Group, AdvisorConfigured]] = []
    for group in scenario.advisors:
        skills = tuple((SkillId(s), level) for s, level in group.skills.items())
        capacities = tuple(Capacity(channel, most) for channel, most in group.capacities.items())
        site = SiteId(group.site) if group.site else None
        for _ in range(group.count):
            id = AdvisorId(f"{group.name}-{len(made) + 1:05d}")
            made.append((group, AdvisorConfigured(0, id, skills, site, group.partner, capacities)))  # type: ignore[arg-type]
    return made


def span(scenario: Scenario) -> tuple[Instant, Instant]:
    """Begin and end of what is measured; the warm-up stands before it."""
    begin = START + round(scenario.warm_up_seconds * 1000)
    return begin, begin + round(scenario.days * 86_400_000)


def plain(
    calls_per_hour: float, handle_seconds: float, count: int, *, patience_seconds: float = 0.0, skills: int = 1,
    days: float = 1.0, seed: int = 1, warm_up_seconds: float = 0.0, service: Times | None = None,
    patience: Times | None = None, breaks: Breaks | None = None, callbacks: Callbacks | None = None,
) -> Scenario:
    """One queue per skill, equal shares of the calls. With several skills each advisor has two of them, neighbours on a
    ring, so that every queue is answered by two fifths of five. Nobody is sent away, wrap-up is within the handling."""
    options = QueueOptions(wait_seconds_max=604_800.0, length_max=100_000, wrap_up_seconds=0.0)
    names = [f"skill-{n + 1}" for n in range(skills)]
    queues = tuple(
        SimulatedQueue(name, rings=(RingDraft(0.0, needs),), options=options)
        for name in names
        for needs in (RequirementDraft("skill", name) if skills > 1 else RequirementDraft("all"),)
    )  # fmt: skip
    each = [count // skills + (n < count % skills) for n in range(skills)]
    groups = tuple(
        Group(each[n], f"advisor-{n + 1}", dict.fromkeys((names[n], names[(n + 1) % skills]), 5), breaks=breaks)
        for n in range(skills)
    )
    return checked(Scenario(
        queues, groups, tuple(Arrivals(name, calls_per_hour / skills) for name in names), "plain",
        service or Times("exponential", handle_seconds),
        patience or (Times("exponential", patience_seconds) if patience_seconds else NONE),
        callbacks=callbacks, days=days, seed=seed, warm_up_seconds=warm_up_seconds,
    ))  # fmt: skip
