"""What is told of a week: shifts as the validator reads them, shortages with their reasons, who bears what."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import msgspec
import numpy as np

from palabre.workforce.model.labour.schedule import Pause, Shift
from palabre.workforce.model.labour.schedule import Person as Judged
from palabre.workforce.model.weeks.classes import Kind, windows_of
from palabre.workforce.model.weeks.fairness import burden, jain, portion, refused, satisfaction
from palabre.workforce.model.weeks.master import Master
from palabre.workforce.model.weeks.naming import Days
from palabre.workforce.model.weeks.solve import Plan
from palabre.workforce.model.weeks.week import DAYS, SATURDAY, SUNDAY, Person, Week

HALF_A_HEAD = 0.5
SLACK = 1e-6


def shifts(week: Week, days: Days) -> tuple[Shift, ...]:
    found = []
    for day, shape in enumerate(days):
        for one in shape.sequences if shape else ():
            at = lambda minute, day=day: week.instants(week.wall(day, minute))
            pauses = tuple(
                Pause(at(s.start), at(s.end), s.paid, not s.paid, week.wall(day, s.start)) for s in one.stops
            )
            found.append(Shift(at(one.start), at(one.end), week.wall(day, one.start), week.wall(day, one.end), pauses))
    return tuple(found)


def judged(week: Week, person: Person, days: Days) -> Judged:
    """For the validator. Days of leave are hours of the contract that are given otherwise."""
    labour = week.labour(person)
    if labour.individual_hours and person.leave:
        minutes = week.contracts[person.contract].ways[0][1]
        labour = msgspec.structs.replace(labour, weekly_minutes=labour.weekly_minutes - minutes * len(person.leave))
    return Judged(person.id, labour, shifts(week, days))


def recount(week: Week, kinds: list[Kind], plan: Plan) -> Master:
    """Hours short of a plan, counted anew; `short` of each group and interval."""
    master = Master(week, kinds)
    master.add([(line, day, shape) for line, day, shape, _ in plan.heads])
    master.costing(np.array(plan.lines, float), np.array([h for *_, h in plan.heads], float))
    return master


def cover(week: Week, short: np.ndarray) -> dict[str, Any]:
    """Of all groups: hours needed, hours short, half-hours with need and those short by more than half a head."""
    need = np.array([g.need for g in week.groups], float).reshape(short.shape)
    hour = week.interval / 60
    open_, lacking = need > 0, short > HALF_A_HEAD
    told = {"hours_needed": float(need.sum() * hour), "hours_short": float(short.sum() * hour),
            "intervals": int(open_.sum()), "intervals_short": int((lacking & open_).sum())}  # fmt: skip
    told["share_short"] = told["hours_short"] / told["hours_needed"] if told["hours_needed"] else 0.0
    told["share_intervals_short"] = told["intervals_short"] / max(1, told["intervals"])
    return told


def shortages(week: Week, short: np.ndarray, assignment: list[Days]) -> list[dict[str, Any]]:
    """Each run of intervals in which a group lacks heads, worst first: by how many, and what becomes of those who have
    the skill: at work, off as their contract's days are elsewhere, at work at other hours, on leave, barred."""
    found, grid = [], short.reshape(len(week.groups), DAYS, week.slots)
    bars = [_bars(week, p) for p in week.people]
    for g, group in enumerate(week.groups):
        skilled = [n for n, p in enumerate(week.people) if group.id in p.skills]
        for day in range(DAYS):
            for since, until in _runs(grid[g, day] > HALF_A_HEAD):
                heads = grid[g, day, since:until]
                worst = (since + int(heads.argmax())) * week.interval
                where = Counter(_where(week, assignment[n][day], bars[n][day], worst) for n in skilled)
                found.append({
                    "group": group.id, "day": day, "since": since * week.interval, "until": until * week.interval,
                    "hours": round(float(heads.sum()) * week.interval / 60, 2), "heads": round(float(heads.max()), 2),
                    "wanted": group.need[day][worst // week.interval], "skilled": len(skilled), **where,
                    "reason": _reason(where, float(heads.max())),
                })  # fmt: skip
    return sorted(found, key=lambda one: (-one["hours"], one["group"], one["day"], one["since"]))


def _runs(lacking: np.ndarray) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], lacking.astype(int), [0]])))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _bars(week: Week, person: Person) -> list[tuple[str, tuple[int, int] | None]]:
    """By day: what keeps her from working, if it is the whole day; and her hours."""
    index = {g.id: n for n, g in enumerate(week.groups)}
    windows = windows_of(week, person, tuple(index[s] for s in person.skills))
    contract, found = week.contracts[person.contract], []
    for day, window in enumerate(windows):
        why = "not_available"
        if day in person.leave:
            why = "on_leave"
        elif (day == SATURDAY and not contract.saturday) or (day == SUNDAY and not contract.sunday):
            why = "contract_excludes_day"
        found.append((why, window))
    return found


def _where(week: Week, shape, bar: tuple[str, tuple[int, int] | None], minute: int) -> str:
    why, window = bar
    if window is None:
        return why
    if shape is not None:
        inside = any(s.start <= minute < s.end for s in shape.sequences)
        if inside and any(
            p.start < minute + week.interval and minute < p.end for s in shape.sequences for p in s.stops
        ):
            return "in_a_pause"
        if inside:
            return "at_work"
    if not window[0] <= minute < window[1]:
        return "outside_her_hours"
    return "at_other_hours" if shape is not None else "days_are_elsewhere"


def _reason(where: Counter, lacking: float) -> str:
    """`hours`: those who might are lawfully used where they cover more; else what keeps most of them away."""
    might = where["at_other_hours"] + where["days_are_elsewhere"] + where["in_a_pause"]
    if might >= lacking:
        return "hours"
    barred = {k: where[k] for k in ("on_leave", "contract_excludes_day", "outside_her_hours", "not_available")}
    most = max(barred, key=lambda k: barred[k])
    return most if barred[most] else "too_few_with_the_skill"


def evenness(week: Week, assignment: list[Days]) -> dict[str, Any]:
    """Jain's index of burdens over thirteen weeks among those of one contract, wishes met, by contract and site; the
    points of each person beside, and the wishes that were refused."""
    people = []
    for person, days in zip(week.people, assignment, strict=True):
        points = sum(burden(d, s) for d, s in enumerate(days) if s)
        lost = [{"day": d, "points": w.points, "off": w.off, "since": w.since, "until": w.until}
                for d, s in enumerate(days) for w in refused(person, d, s)]  # fmt: skip
        people.append({"id": person.id, "week": points, "thirteen_weeks": person.burden_before + points,
                       "a_full_week": (person.burden_before + points) / max(1e-6, portion(week, person)),
                       "satisfied": satisfaction(person, days), "refused": lost})  # fmt: skip
    told: dict[str, Any] = {"people": people}
    for name, of in (("contracts", lambda p: p.contract), ("sites", lambda p: p.site or "-")):
        groups: dict[str, list[dict]] = {}
        for person, one in zip(week.people, people, strict=True):
            groups.setdefault(of(person), []).append(one)
        told[name] = {k: _even(some) for k, some in sorted(groups.items())}
    told["jain_least"] = min((one["jain"] for one in told["contracts"].values()), default=1.0)
    return told


def _even(some: list[dict]) -> dict[str, Any]:
    wishes = [one["satisfied"] for one in some if one["satisfied"] is not None]
    return {"people": len(some), "jain": jain(one["a_full_week"] for one in some),
            "points": sum(one["week"] for one in some), "satisfied": float(np.mean(wishes)) if wishes else None,
            "satisfied_least": min(wishes, default=None)}  # fmt: skip


def told_of(week: Week, kinds: list[Kind], plan: Plan, assignment: list[Days]) -> dict[str, Any]:
    """All of it, for JSON. `schedule` is a file that `./palabre rules check` reads."""
    short = recount(week, kinds, plan).short
    people = [
        {"id": one.id, "contract": one.contract, "shifts": [_shift(s) for s in one.shifts]}
        for one in (judged(week, p, days) for p, days in zip(week.people, assignment, strict=True))
    ]
    hours_lacking = [
        {"id": week.people[n].id, "days": k.short_days} for k in kinds if k.short_days > 0 for n in k.people
    ]
    return {
        "objective": plan.objective, "bound": plan.bound, "gap": plan.gap, "cover": cover(week, short),
        "shortages": shortages(week, short, assignment), "fairness": evenness(week, assignment),
        "days_not_given": hours_lacking,
        "schedule": {"zone": week.zone, "amendments": week.amendments, "people": people},
    }  # fmt: skip


def _shift(shift: Shift) -> dict[str, Any]:
    told = {
        "start": shift.local_start.isoformat(timespec="minutes"),
        "end": shift.local_end.isoformat(timespec="minutes"),
    }
    pauses = [
        {"start": p.local.isoformat(timespec="minutes"), "paid": p.paid, "lunch": p.lunch,
         "end": (p.local + timedelta(minutes=p.end - p.start)).isoformat(timespec="minutes")} for p in shift.pauses
    ]  # fmt: skip
    return told | {"pauses": pauses}


def heads_short(week: Week, assignment: list[Days]) -> np.ndarray:
    """short[group, interval] of the people by name: those of one skill first, then HiGHS shares the others out. It
    knows no plan: what naming may have lost is seen here."""
    import highspy

    index = {g.id: n for n, g in enumerate(week.groups)}
    supply: dict[tuple[int, ...], np.ndarray] = {}
    for person, days in zip(week.people, assignment, strict=True):
        there = supply.setdefault(tuple(sorted(index[s] for s in person.skills)), np.zeros(DAYS * week.slots))
        for day, shape in enumerate(days):
            if shape is not None:
                there[day * week.slots : (day + 1) * week.slots] += shape.cover(week.interval, week.slots)
    need = np.array([g.need for g in week.groups], float).reshape(len(week.groups), -1)
    short = np.zeros_like(need)
    for t in np.flatnonzero((need > 0).any(axis=0)):
        h = highspy.Highs()
        h.setOptionValue("output_flag", False)
        none, nothing = np.empty(0, np.int32), np.empty(0)
        for g in range(len(need)):
            h.addRow(need[g, t], highspy.kHighsInf, 0, none, nothing)
            h.addCol(1.0, 0.0, highspy.kHighsInf, 1, np.array([g], np.int32), np.ones(1))
        for skills, there in supply.items():
            row = h.getNumRow()
            h.addRow(-highspy.kHighsInf, there[t], 0, none, nothing)
            for g in skills:
                h.addCol(0.0, 0.0, highspy.kHighsInf, 2, np.array([g, row], np.int32), np.ones(2))
        h.run()
        if h.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(h.modelStatusToString(h.getModelStatus()))
        short[:, t] = np.array(h.getSolution().col_value)[: len(need)]
    return short
