"""Pricing where the exact table would be too large: the cheapest roster among those met, and a bound of all there are.

`rough` keeps one roster so far for each state of coarse minutes and weekends, with all that it needs to keep every
rule to the letter: what it gives is lawful, not proven cheapest. `relaxed` keeps runs alone and forgets minutes,
weekends and counts: no roster costs less.
"""

from __future__ import annotations

import numba
import numpy as np


@numba.njit(cache=True)
def rough(price, lengths, forbidden, allowed, most, limits, buckets, pull, back):
    """limits: run most, run least, off least, weekends most, minutes most, minutes least. buckets: of minutes, of
    weekends. pull: of two that meet, what a minute behind the pace costs, and four shifts' worth a weekend ahead of it.
    back[day, state] = state before, −2 at the beginning. Gives (value, last state), −1 where none was met."""
    days, n = price.shape
    most_run, least_run, least_off, weekends_max, minutes_max, minutes_min = limits
    of_minutes, of_weekends = buckets
    offs = n * most_run
    runs = offs + least_off
    size = runs * of_minutes * of_weekends
    now, nxt, merit = np.full(size, 1e18), np.full(size, 1e18), np.full(size, 1e18)
    minutes, later_minutes = np.zeros(size, np.int64), np.zeros(size, np.int64)
    weekends, later_weekends = np.zeros(size, np.int64), np.zeros(size, np.int64)
    counts, later_counts = np.zeros((size, n), np.int32), np.zeros((size, n), np.int32)
    longest = lengths.max()
    for day in range(days):
        nxt[:], merit[:] = 1e18, 1e18
        pace, weekend_pace = minutes_min * (day + 1) / days, weekends_max * (day + 1) / days
        # what can still be worked: no run longer than allowed, no rest shorter
        rest = days - day - 1
        cycle = most_run + least_off
        can = (rest // cycle * most_run + min(rest % cycle, most_run) + most_run) * longest
        for state in range(1 if day == 0 else size):
            value = 0.0 if day == 0 else now[state]
            if value >= 1e17:
                continue
            run = -1 if day == 0 else state // (of_minutes * of_weekends)
            unit = 0 if day == 0 else minutes[state]
            week = 0 if day == 0 else weekends[state]
            works = run >= 0 and run < offs
            shift = run // most_run if works else n
            length = run % most_run + 1 if works else run - offs + 1
            for s in range(-1, n):
                if s < 0:
                    if works and length < least_run and length != day:
                        continue
                    following = 1 if (works or run < 0) else min(length + 1, least_off)
                    to_run, u, w, cost = offs + following - 1, unit, week, value
                else:
                    if not allowed[day] or price[day, s] >= 1e17:
                        continue
                    if works and (forbidden[shift, s] or length >= most_run):
                        continue
                    if not works and run >= 0 and length < least_off and length != day:
                        continue
                    if day > 0 and counts[state, s] >= most[s]:
                        continue
                    u, w = unit + lengths[s], week
                    if day % 7 == 5 or (day % 7 == 6 and not works):
                        w += 1
                    if u > minutes_max or w > weekends_max:
                        continue
                    to_run, cost = s * most_run + (length if works else 0), value + price[day, s]
                if u + can < minutes_min:
                    continue
                coarse = min(of_minutes - 1, u * of_minutes // (minutes_max + 1))
                few = min(of_weekends - 1, w * of_weekends // (weekends_max + 1))
                to = (to_run * of_minutes + coarse) * of_weekends + few
                behind, ahead = max(0.0, pace - u), max(0.0, w - weekend_pace)
                score = cost + pull * (behind + 4 * longest * ahead)
                if score < merit[to]:
                    merit[to] = score
                    nxt[to], later_minutes[to], later_weekends[to] = cost, u, w
                    for k in range(n):
                        later_counts[to, k] = counts[state, k] if day > 0 else 0
                    if s >= 0:
                        later_counts[to, s] += 1
                    back[day, to] = state if day > 0 else -2
        now, nxt = nxt, now
        minutes, later_minutes = later_minutes, minutes
        weekends, later_weekends = later_weekends, weekends
        counts, later_counts = later_counts, counts
    best, where = 1e18, -1
    for state in range(size):
        if now[state] < best and minutes[state] >= minutes_min:
            best, where = now[state], state
    return best, where


@numba.njit(cache=True)
def relaxed(price, forbidden, allowed, limits):
    """The least that any roster of hers may cost: of runs and of which shift may follow which, no more."""
    days, n = price.shape
    most_run, least_run, least_off = limits[0], limits[1], limits[2]
    offs = n * most_run
    now, nxt = np.full(offs + least_off, 1e18), np.full(offs + least_off, 1e18)
    for day in range(days):
        nxt[:] = 1e18
        for run in range(1 if day == 0 else offs + least_off):
            value = 0.0 if day == 0 else now[run]
            if value >= 1e17:
                continue
            works = day > 0 and run < offs
            shift = run // most_run if works else n
            length = run % most_run + 1 if works else (run - offs + 1 if day > 0 else 0)
            if not (works and length < least_run and length != day):
                following = 1 if (works or day == 0) else min(length + 1, least_off)
                nxt[offs + following - 1] = min(nxt[offs + following - 1], value)
            if not allowed[day] or (works and length >= most_run):
                continue
            if day > 0 and not works and length < least_off and length != day:
                continue
            for s in range(n):
                if price[day, s] < 1e17 and not (works and forbidden[shift, s]):
                    to = s * most_run + (length if works else 0)
                    nxt[to] = min(nxt[to], value + price[day, s])
        now, nxt = nxt, now
    return now.min()
