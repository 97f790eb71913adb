"""The event loop of a day with several skills and channels, compiled: ten to twenty million events a second a core.

Everything that chance decides is drawn before (`draws`), so that two staffings meet the same customers. Whoever waits
and loses patience is found when her queue is next looked at, at the instant that she left. Compiled code knows arrays
alone; what they hold stands beside each.
"""

from __future__ import annotations

import numba
import numpy as np

NEVER = 1e300
OFFERED, ANSWERED, IN_TIME, ABANDONED, WAITED = range(5)   # columns of `out`; waited: seconds, of all
FIGURES = 5
ABSENT = -1


@numba.njit(cache=True)
def _push(until, whose, size, at, advisor):
    n = size
    while n > 0:
        parent = (n - 1) >> 1
        if until[parent] <= at:
            break
        until[n], whose[n] = until[parent], whose[parent]
        n = parent
    until[n], whose[n] = at, advisor
    return size + 1


@numba.njit(cache=True)
def _pop(until, whose, size):
    size -= 1
    at, advisor, n = until[size], whose[size], 0
    while True:
        child = 2 * n + 1
        if child >= size:
            break
        if child + 1 < size and until[child + 1] < until[child]:
            child += 1
        if until[child] >= at:
            break
        until[n], whose[n] = until[child], whose[child]
        n = child
    until[n], whose[n] = at, advisor
    return size


@numba.njit(cache=True)
def _shelve(first, after, before, shelf, advisor):
    after[advisor], before[advisor] = first[shelf], -1
    if first[shelf] >= 0:
        before[first[shelf]] = advisor
    first[shelf] = advisor


@numba.njit(cache=True)
def _unshelve(first, after, before, shelf, advisor):
    if before[advisor] >= 0:
        after[before[advisor]] = after[advisor]
    else:
        first[shelf] = after[advisor]
    if after[advisor] >= 0:
        before[after[advisor]] = before[advisor]


@numba.njit(cache=True)
def play(at, kind, service, patience, staff, interval, prefers, ranks, need, room, reserve, threshold, out, busy):
    """Fills `out` (interval of arrival, type, figure) and `busy` (seconds of one of an advisor's places, by group), and
    returns how many events there were: who comes, who gives up, who has finished, and intervals.

    at, kind, service, patience: of each customer, in order of at, seconds. staff[group, interval]; after the last
    nobody comes to work. prefers[type, n]: groups in order, -1 ends it. ranks[group, type]: what a free advisor takes
    first, the lower the sooner, the longest wait among equals; -1: not able. room[group]: places of an advisor;
    need[group, type]: how many of them such a customer takes. reserve[group, type]: so many idle advisors are kept for
    others.
    """
    customers, types, groups, intervals = len(at), prefers.shape[0], staff.shape[0], staff.shape[1]
    begins = np.zeros(groups + 1, np.int64)
    for g in range(groups):
        begins[g + 1] = begins[g] + staff[g].max()
    advisors, shelves = begins[groups], room.max() + 1
    group_of = np.zeros(advisors, np.int64)
    for g in range(groups):
        group_of[begins[g] : begins[g + 1]] = g
    load = np.full(advisors, ABSENT, np.int64)
    takes = np.zeros(customers, np.int8)                      # places that each customer takes while she is served
    first = np.full(groups * shelves, -1, np.int64)           # advisors by group and load: the heads of lists
    after, before = np.full(advisors, -1, np.int64), np.full(advisors, -1, np.int64)
    idle, active = np.zeros(groups, np.int64), np.zeros(groups, np.int64)
    wanted = np.zeros(groups, np.int64)
    until, whose = np.empty(advisors * room.max() + 8), np.empty(advisors * room.max() + 8, np.int64)
    served = np.empty(advisors * room.max() + 8, np.int64)    # by slot of the heap's `whose`: advisor and customer
    free = np.arange(len(served) - 1, -1, -1)
    spare = len(served)
    head, tail = np.full(types, -1, np.int64), np.full(types, -1, np.int64)
    behind = np.full(customers, -1, np.int64)
    size = coming = turn = events = 0
    closing = intervals * interval                            # nobody works on: who still waits then has waited in vain
    works_for = np.empty(len(served), np.int64)
    while True:
        next_come = at[coming] if coming < customers else NEVER
        next_turn = turn * interval if turn <= intervals else NEVER
        next_done = until[0] if size > 0 else NEVER
        if next_come == NEVER and next_turn == NEVER and next_done == NEVER:
            break
        events += 1
        if next_come < next_turn and next_come < next_done:
            now, one = next_come, coming
            coming += 1
            k = kind[one]
            row = min(intervals - 1, int(now // interval))
            out[row, k, OFFERED] += 1
            chosen = -1
            for n in range(prefers.shape[1]):
                g = prefers[k, n]
                if g < 0:
                    break
                if idle[g] <= reserve[g, k] and reserve[g, k] > 0:
                    continue
                for level in range(room[g] - need[g, k] + 1):
                    chosen = first[g * shelves + level]
                    if chosen >= 0:
                        break
                if chosen >= 0:
                    break
            if chosen < 0:
                if tail[k] < 0:
                    head[k] = one
                else:
                    behind[tail[k]] = one
                tail[k] = one
                continue
            out[row, k, ANSWERED] += 1
            out[row, k, IN_TIME] += 1
            g = group_of[chosen]
            _unshelve(first, after, before, g * shelves + load[chosen], chosen)
            idle[g] -= load[chosen] == 0
            load[chosen] += need[g, k]
            takes[one] = need[g, k]
            _shelve(first, after, before, g * shelves + load[chosen], chosen)
            busy[g] += service[one] * need[g, k]
            spare -= 1
            works_for[free[spare]], served[free[spare]] = chosen, one
            size = _push(until, whose, size, now + service[one], free[spare])
            continue
        g_from, g_to, lone = 0, groups, -1
        if next_done <= next_turn:
            now, place = next_done, whose[0]
            size = _pop(until, whose, size)
            lone = works_for[place]
            g = group_of[lone]
            _unshelve(first, after, before, g * shelves + load[lone], lone)
            load[lone] -= takes[served[place]]
            free[spare] = place
            spare += 1
            if load[lone] == 0 and active[g] > wanted[g]:
                load[lone] = ABSENT
                active[g] -= 1
                continue
            idle[g] += load[lone] == 0
            _shelve(first, after, before, g * shelves + load[lone], lone)
            g_from, g_to = g, g + 1
        else:
            now = next_turn
            for g in range(groups):
                wanted[g] = staff[g, turn] if turn < intervals else 0
                for a in range(begins[g], begins[g + 1]):
                    if active[g] < wanted[g] and load[a] == ABSENT:
                        load[a] = 0
                        _shelve(first, after, before, g * shelves, a)
                        active[g] += 1
                        idle[g] += 1
                    elif active[g] > wanted[g] and load[a] == 0:
                        _unshelve(first, after, before, g * shelves, a)
                        load[a] = ABSENT
                        active[g] -= 1
                        idle[g] -= 1
            turn += 1
        for g in range(g_from, g_to):
            while True:
                best, best_rank, since, free_one = -1, 1 << 30, NEVER, -1
                for k in range(types):
                    if ranks[g, k] < 0 or (reserve[g, k] > 0 and idle[g] <= reserve[g, k]):
                        continue
                    found = -1
                    if lone >= 0:
                        if load[lone] + need[g, k] <= room[g]:
                            found = lone
                    else:
                        for level in range(room[g] - need[g, k] + 1):
                            found = first[g * shelves + level]
                            if found >= 0:
                                break
                    if found < 0:
                        continue
                    while head[k] >= 0 and at[head[k]] + patience[head[k]] <= now:
                        one = head[k]
                        row = min(intervals - 1, int(at[one] // interval))
                        out[row, k, ABANDONED] += 1
                        out[row, k, WAITED] += min(patience[one], closing - at[one])
                        events += 1
                        head[k] = behind[one]
                        if head[k] < 0:
                            tail[k] = -1
                    one = head[k]
                    if one >= 0 and (ranks[g, k] < best_rank or (ranks[g, k] == best_rank and at[one] < since)):
                        best, best_rank, since, free_one = k, ranks[g, k], at[one], found
                if best < 0:
                    break
                one = head[best]
                head[best] = behind[one]
                if head[best] < 0:
                    tail[best] = -1
                row = min(intervals - 1, int(at[one] // interval))
                out[row, best, ANSWERED] += 1
                out[row, best, WAITED] += now - at[one]
                out[row, best, IN_TIME] += now - at[one] <= threshold[best]
                _unshelve(first, after, before, g * shelves + load[free_one], free_one)
                idle[g] -= load[free_one] == 0
                load[free_one] += need[g, best]
                takes[one] = need[g, best]
                _shelve(first, after, before, g * shelves + load[free_one], free_one)
                busy[g] += service[one] * need[g, best]
                spare -= 1
                works_for[free[spare]], served[free[spare]] = free_one, one
                size = _push(until, whose, size, now + service[one], free[spare])
    for k in range(types):
        while head[k] >= 0:
            one = head[k]
            row = min(intervals - 1, int(at[one] // interval))
            out[row, k, ABANDONED] += 1
            out[row, k, WAITED] += max(0.0, min(patience[one], closing - at[one]))
            events += 1
            head[k] = behind[one]
    return events
