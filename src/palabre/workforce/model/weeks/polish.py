"""Whole numbers bettered one head at a time, compiled: another shape that day, or another day of the same line.

Heads of several skills begin as HiGHS shared them out when it costed them, then serve whichever of their groups lacks
most: what is gained here is gained, and HiGHS shares out again afterwards.
"""

from __future__ import annotations

import numba
import numpy as np

from palabre.workforce.model.weeks.master import Column, Master
from palabre.workforce.model.weeks.week import DAYS

SWEEPS_MAX = 60


@numba.njit(cache=True)
def _place(t, amount, skills, need, there, share):
    """Serve (amount > 0) or stop serving by so much at interval t; what it gains."""
    gained, left = 0.0, abs(amount)
    while left > 1e-12:
        best, room, score = -1, 0.0, -1e18
        for place in range(len(skills)):
            g = skills[place]
            if g < 0:
                break
            short = need[g, t] - there[g, t]
            if amount > 0:
                if short > score:
                    best, score = place, short
                    room = short if short > 0 else left
            elif share[place, t] > 1e-12 and -short > score:
                best, score = place, -short
                room = min(share[place, t], -short if short < 0 else left)
        if best < 0:
            return gained - left if amount < 0 else gained
        g, step = skills[best], min(left, room)
        if amount > 0:
            gained += min(step, max(0.0, need[g, t] - there[g, t]))
            there[g, t] += step
            share[best, t] += step
        else:
            gained -= max(0.0, min(step, need[g, t] - there[g, t] + step))
            there[g, t] -= step
            share[best, t] -= step
        left -= step
    return gained


@numba.njit(cache=True)
def _worth(old, new, base, skills, need, there, share):
    """What taking `new` for `old` gains (either may be of zeros), left undone."""
    gained = 0.0
    for s in range(len(new)):
        amount, t = new[s] - old[s], base + s
        if amount > -1e-9 and amount < 1e-9:
            continue
        if amount > 0:
            most = 0.0
            for place in range(len(skills)):
                if skills[place] >= 0:
                    most = max(most, need[skills[place], t] - there[skills[place], t])
            gained += min(amount, most)
        else:
            spare = 0.0
            for place in range(len(skills)):
                if skills[place] >= 0 and share[place, t] > 1e-12:
                    over = there[skills[place], t] - need[skills[place], t]
                    spare = max(spare, min(over, share[place, t]))
            gained -= max(0.0, -amount - spare)
    return gained


@numba.njit(cache=True)
def _do(old, new, base, skills, need, there, share):
    for s in range(len(new)):
        if abs(new[s] - old[s]) > 1e-9:
            _place(base + s, new[s] - old[s], skills, need, there, share)


@numba.njit(cache=True)
def _sweep(heads, first, shapes, cover, line_set, skills, people, need, there, share, slots, order):
    """One look at every line. heads of cell line × 7 + day stand at first[cell]… beside their `shapes`."""
    moved, nothing = 0, np.zeros(slots)
    for line in order:
        of, mine = line_set[line], skills[line_set[line]]
        sums = np.zeros(DAYS)
        for day in range(DAYS):
            cell = line * DAYS + day
            for n in range(first[cell], first[cell + 1]):
                if heads[n] <= 0:
                    continue
                best, gain = -1, 1e-7
                for m in range(first[cell], first[cell + 1]):
                    if m != n:
                        worth = _worth(cover[shapes[n]], cover[shapes[m]], day * slots, mine, need, there, share[of])
                        if worth > gain:
                            best, gain = m, worth
                if best >= 0:
                    _do(cover[shapes[n]], cover[shapes[best]], day * slots, mine, need, there, share[of])
                    heads[n] -= 1
                    heads[best] += 1
                    moved += 1
        for day in range(DAYS):
            sums[day] = heads[first[line * DAYS + day] : first[line * DAYS + day + 1]].sum()
        give, take = np.full(DAYS, -1), np.full(DAYS, -1)
        lost, won = np.full(DAYS, -1e18), np.full(DAYS, -1e18)
        for day in range(DAYS):
            cell = line * DAYS + day
            for n in range(first[cell], first[cell + 1]):
                if heads[n] > 0:
                    worth = _worth(cover[shapes[n]], nothing, day * slots, mine, need, there, share[of])
                    if worth > lost[day]:
                        give[day], lost[day] = n, worth
                if sums[day] < people[line]:
                    worth = _worth(nothing, cover[shapes[n]], day * slots, mine, need, there, share[of])
                    if worth > won[day]:
                        take[day], won[day] = n, worth
        best, a, b = 1e-7, -1, -1
        for one in range(DAYS):
            for two in range(DAYS):
                if one != two and give[one] >= 0 and take[two] >= 0 and lost[one] + won[two] > best:
                    best, a, b = lost[one] + won[two], one, two
        if a >= 0:
            _do(cover[shapes[give[a]]], nothing, a * slots, mine, need, there, share[of])
            _do(nothing, cover[shapes[take[b]]], b * slots, mine, need, there, share[of])
            heads[give[a]] -= 1
            heads[take[b]] += 1
            moved += 1
    return moved


def polished(master: Master, lines: list[int], heads: dict[Column, int], left) -> dict[Column, int]:
    """Heads by column, columns of any shape; people of lines stay."""
    slots = master.week.slots
    families, covers, offset = {}, [], 0
    for x in master.lines:
        if id(x.family) not in families:
            families[id(x.family)], offset = offset, offset + len(x.family.shapes)
            covers.append(x.family.cover)
    cells = [(n, d, m) for n, x in enumerate(master.lines) for d, m in enumerate(x.may)]
    first = np.concatenate([[0], np.cumsum([len(m) for *_, m in cells])])
    shapes = np.concatenate([m + families[id(master.lines[n].family)] for n, _, m in cells]).astype(np.int64)
    many = np.concatenate([[heads.get((n, d, int(s)), 0) for s in m] for n, d, m in cells]).astype(np.int64)
    sets = sorted(master.set_row)
    skills = np.full((len(sets), max(map(len, sets))), -1)
    for place, some in enumerate(sets):
        skills[place, : len(some)] = some
    line_set = np.array([sets.index(master.kinds[x.kind].skills) for x in master.lines])
    cover, need = np.concatenate(covers), master.need
    there, share = np.zeros_like(need), np.zeros((len(sets), skills.shape[1], need.shape[1]))
    supply = np.zeros((len(sets), need.shape[1]))
    for cell, (n, day, _) in enumerate(cells):
        for at in np.flatnonzero(many[first[cell] : first[cell + 1]]) + first[cell]:
            supply[line_set[n], day * slots : (day + 1) * slots] += many[at] * cover[shapes[at]]
    shared = master.shares()
    for of, some in enumerate(sets):
        share[of, : len(some)] = shared.get(some, 0.0)
        share[of, 0] += supply[of] - share[of].sum(axis=0)  # the rest serves nobody: anywhere
        for place, g in enumerate(some):
            there[g] += share[of, place]
    chance = np.random.default_rng(1)
    for _ in range(SWEEPS_MAX):
        order = chance.permutation(len(master.lines))
        if left() <= 0 or not _sweep(many, first, shapes, cover, line_set, skills, np.array(lines, np.int64), need,
                                     there, share, slots, order):  # fmt: skip
            break
    return {
        (n, d, int(m[at])): int(many[first[cell] + at])
        for cell, (n, d, m) in enumerate(cells) for at in np.flatnonzero(many[first[cell] : first[cell + 1]])
    }  # fmt: skip
