"""What stands between a centre and its first day: one small check per question, over rows that were read; pure.

Every check says why it is green, amber or red by a code, which screens put into words, and where it is mended.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

import msgspec

GREEN, AMBER, RED = "green", "amber", "red"
GROUPS = ("numbers", "flows", "queues", "people", "lines", "safety", "rules", "yours")
CALL_GOOD_MS = 30 * 86_400_000   # a robot's call proves something for so long
HOLIDAYS_AHEAD_DAYS = 366
ABLE_FEW = 2
ADMINISTRATORS_MIN = 2
DISK_RED_MB, DISK_AMBER_MB = 1_500, 10_000   # the first is what ./palabre doctor asks for
DEAR = frozenset(("international", "premium", "satellite"))
GOOD_TRUNK = frozenset(("registered", "reachable"))
TICKS = ("staff_trained", "customers_told", "operator_ready", "old_contract", "backup_restored", "words_of_consent",
         "help_number_tried")  # fmt: skip


class Check(msgspec.Struct, frozen=True):
    """`code`: the question. `why`: how it is answered. `subject`, `name`: of what. `values`: for the words. `place`:
    the screen that mends it: numbers, moving, rehearsal, flows, queues, people, trunks, sites, dial_plan, recording,
    hours, outbound, music, voices."""

    group: str
    code: str
    state: str
    why: str
    place: str
    subject: str = ""
    name: str = ""
    values: dict[str, int | str] = {}


class Called(NamedTuple):
    """A robot's last call. `at`: ms. `version`: of the `flow` that it met."""

    problems: tuple[str, ...]
    version: int | None
    at: int
    flow: str | None = None


class Number(NamedTuple):
    """`version`: of the `flow` that answers, None nobody does. `trunk`: to the old system, '' it does not move; since
    `trunk_at` (ms)."""

    number: str
    name: str
    version: int | None
    rescue: bool
    called: Called | None
    trunk: str = ""
    trunk_state: str = ""
    share: int = 100
    return_seconds: int = 0
    flow: str | None = None
    trunk_at: int = 0


class Flow(NamedTuple):
    """`faults`: codes of what publication would refuse of its draft. `changed`: the draft is not what is published."""

    id: str
    name: str
    published: bool
    changed: bool
    faults: tuple[str, ...] = ()


class Queue(NamedTuple):
    """`able`: advisors whom a ring admits. `hours`: it has a calendar."""

    id: str
    name: str
    able: int
    hours: bool


def of_number(number: Number, now: int) -> Iterable[Check]:
    yield _answered(number)
    if number.version is not None:
        yield _called(number, now)
    yield _way_back(number)


def _answered(number: Number) -> Check:
    state, why = (GREEN, "answered") if number.version is not None else (RED, "no_flow")
    return Check("numbers", "answers", state, why, "numbers", number.number, number.name)


def _called(number: Number, now: int) -> Check:
    made, values = number.called, {}
    if made is None:
        state, why = RED, "never_called"
    elif made.problems:
        state, why, values = RED, "call_wrong", {"problem": made.problems[0], "at": made.at}
    elif made.flow != number.flow:
        state, why, values = AMBER, "other_flow_since", {"at": made.at}
    elif made.version != number.version:
        state, why, values = AMBER, "published_since", {"at": made.at}
    elif number.trunk and made.at <= number.trunk_at:
        state, why, values = AMBER, "other_trunk_since", {"at": made.at}
    elif made.at < now - CALL_GOOD_MS:
        state, why, values = AMBER, "called_long_ago", {"at": made.at}
    else:
        state, why, values = GREEN, "called", {"at": made.at}
    return Check("numbers", "called", state, why, "rehearsal", number.number, number.name, values)


def _way_back(number: Number) -> Check:
    """Who takes its calls where nobody of ours can."""
    values: dict[str, int | str] = {"share": number.share, "seconds": number.return_seconds}
    if number.trunk and number.trunk_state not in GOOD_TRUNK:
        state, why = RED, "old_system_away"
    elif number.trunk and not number.return_seconds:
        state, why = AMBER, "no_return"
    elif number.trunk:
        state, why = GREEN, "goes_back"
    else:
        state, why = (GREEN, "rescued") if number.rescue else (AMBER, "no_rescue")
    return Check("numbers", "way_back", state, why, "moving" if number.trunk else "numbers", number.number, number.name,
                 values if number.trunk else {})  # fmt: skip


def of_flow(flow: Flow) -> Check:
    state, why, values = GREEN, "flow_good", dict[str, int | str]()
    if flow.faults:
        state, why, values = RED, "flow_faults", {"count": len(flow.faults)}
    elif not flow.published:
        state, why = RED, "flow_unpublished"
    elif flow.changed:
        state, why = AMBER, "draft_newer"
    return Check("flows", "flow", state, why, "flows", flow.id, flow.name, values)


def of_queue(queue: Queue) -> Check:
    state, why = GREEN, "queue_good"
    if not queue.able:
        state, why = RED, "nobody_able"
    elif queue.able < ABLE_FEW:
        state, why = AMBER, "one_able"
    elif not queue.hours:
        state, why = AMBER, "always_open"
    return Check("queues", "queue", state, why, "queues", queue.id, queue.name, {"able": queue.able})


def of_people(administrators: int, invited: int, passwords_alone: int) -> Iterable[Check]:
    """`passwords_alone`: administrators who sign in with a password and no second factor."""
    few = administrators < ADMINISTRATORS_MIN
    yield Check("people", "administrators", AMBER if few else GREEN, "one_administrator" if few else "administrators",
                "people", values={"count": administrators})  # fmt: skip
    yield Check("people", "second_factor", AMBER if passwords_alone else GREEN,
                "passwords_alone" if passwords_alone else "second_factors", "people",
                values={"count": passwords_alone})  # fmt: skip
    yield Check("people", "invited", AMBER if invited else GREEN, "invited_wait" if invited else "nobody_waits",
                "people", values={"count": invited})  # fmt: skip


def of_trunks(trunks: Mapping[str, tuple[str, str]] | None) -> Iterable[Check]:
    """Id → name, state. None: the telephone part does not answer."""
    if trunks is None:
        yield Check("lines", "telephony", RED, "no_telephony", "trunks")
    elif not trunks:
        yield Check("lines", "trunks", AMBER, "no_trunk", "trunks")
    for id, (name, state) in (trunks or {}).items():
        good = state in GOOD_TRUNK
        yield Check("lines", "trunk", GREEN if good else RED, "trunk_up" if good else "trunk_down", "trunks", id, name,
                    {"state": state})  # fmt: skip


def of_voices(voices: Iterable[tuple[str, str]]) -> Iterable[Check]:
    """Language of each voice that was given, and why it does not speak ('' while it does)."""
    for language, why in voices:
        state, told = (RED, f"voice_{why}") if why else (GREEN, "voice_speaks")
        yield Check("lines", "voice", state, told, "voices", language, language)


def of_disk(free_mb: int) -> Check:
    """Of the machine that answers: full, it takes no call and keeps no recording."""
    state, why = GREEN, "room"
    if free_mb < DISK_RED_MB:
        state, why = RED, "no_room"
    elif free_mb < DISK_AMBER_MB:
        state, why = AMBER, "little_room"
    return Check("safety", "disk", state, why, "", values={"mb": free_mb})


def of_relay(relays: int) -> Check:
    state, why = (GREEN, "relay") if relays else (AMBER, "no_relay")
    return Check("lines", "relay", state, why, "relay")


def of_sites(sites: Mapping[str, str], known: Collection[str]) -> Iterable[Check]:
    """Id → name, and those whose address is known."""
    for id, name in sites.items():
        state, why = (GREEN, "address_known") if id in known else (RED, "no_address")
        yield Check("safety", "address", state, why, "sites", id, name)


def of_dial_plan(classes: Collection[str], calls_max: int, day_micros_max: int) -> Iterable[Check]:
    dear = sorted(DEAR & set(classes))
    yield Check("safety", "dear", AMBER if dear else GREEN, "dear_open" if dear else "dear_closed", "dial_plan",
                values={"classes": " ".join(dear)})  # fmt: skip
    bounded = calls_max > 0 and day_micros_max > 0
    yield Check("safety", "ceilings", GREEN if bounded else RED, "ceilings" if bounded else "no_ceiling", "dial_plan",
                values={"calls": calls_max, "money": day_micros_max // 1_000_000})  # fmt: skip


def of_recording(modes: Collection[str], days: int) -> Check:
    """Modes of the rules; none means that nothing is recorded."""
    on = bool(set(modes) - {"never"})
    state, why = GREEN, "recorded" if on else "unrecorded"
    if "always" in modes:
        state, why = AMBER, "recorded_without_asking"
    return Check("rules", "recording", state, why, "recording", values={"days": days})


def of_music(own: bool) -> Check:
    return Check("rules", "music", GREEN if own else AMBER, "own_music" if own else "our_music", "music")


def of_hours(calendars: Mapping[str, tuple[str, Collection[date]]], today: date) -> Iterable[Check]:
    """Id → name, days unlike their week."""
    until = today + timedelta(days=HOLIDAYS_AHEAD_DAYS)
    for id, (name, days) in calendars.items():
        ahead = sum(1 for day in days if today <= day <= until)
        state, why = (GREEN, "holidays") if ahead else (AMBER, "no_holidays")
        yield Check("rules", "holidays", state, why, "hours", id, name, {"count": ahead})


def of_do_not_call(campaigns: int, numbers: bool) -> Iterable[Check]:
    if campaigns:
        state, why = (GREEN, "do_not_call") if numbers else (AMBER, "no_do_not_call")
        yield Check("rules", "do_not_call", state, why, "outbound")
