"""What `./palabre replay` shows to people: the same as its JSON, as tables."""

from __future__ import annotations

from collections.abc import Iterator

WAYS = ("all", "vip", "ordinary")


def table(told: dict) -> Iterator[str]:
    yield f"{told['file']}: {told['first_day']} to {told['last_day']}, seed {told['seed']}"
    people = f"{told['customers']:,} customers ({told['vip_customers']:,} VIP), {told['advisors']} advisors"
    yield f"{people}, {told['presence_hours']:,} hours of presence, occupancy {percent(told['occupancy'])}"
    vip = told["vip_share_in_log"]
    shares = f"at once {percent(vip['answered_at_once'])}, after a wait {percent(vip['answered_after_a_wait'])}"
    yield f"VIP among the answered of the log: {shares}"
    yield "\nAssumed"
    yield from (f"  - {words}" for words in told["assumptions"])
    yield from _constant(told)
    yield from _weeks(told)
    broken = ", ".join(f"{law} {n}" for law, n in told["violations"].items())
    yield f"\nLaws of routing broken: {broken or 'none'}"
    yield "\nPalabre's measures beside the log's"
    for key, one in told["measures"].items():
        yield f"  {key:<28}{_shown(one, 'log'):>11}{_shown(one, 'palabre'):>11}  {one['definition']}"
    yield from _waits(told["estimated_wait"])
    yield from _what_if(told["what_if"])


def _constant(told: dict) -> Iterator[str]:
    yield f"\nSeconds after each call: {told['seconds_after_call']:g}"
    if one := told["fitted"]:
        levels = f"log {percent(one['service_level_log'])}, Palabre {percent(one['service_level_palabre'])}"
        yield f"  fitted to the service level of {one['first_day']} to {one['last_day']}: {levels}"


def _weeks(told: dict) -> Iterator[str]:
    yield f"\n  {'':<26}{'service level':^22}{'abandoned':^22}"
    yield f"  {'':<26}{'log':>9}{'Palabre':>11}{'log':>11}{'Palabre':>11}"
    for one in told["weeks"]:
        yield _week(one)
    if one := told["judged"]:
        words = "within" if one["within"] else "NOT within"
        bounds = f"{one['service_level_points_max']:g} and {one['abandoned_points_max']:g}"
        yield f"{_week(one)}  judged: {words} {bounds} points"
    else:
        yield "  no day is left to judge the constant by: replay more than a week"


def _week(one: dict) -> str:
    rates = [one[side][key] for key in ("service_level", "abandoned_share") for side in ("log", "palabre")]
    points = [one["service_level_points"], one["abandoned_points"]]
    apart = " ".join("-" if p is None else f"{p:+.2f}" for p in points)
    columns = "".join(f"{percent(rate):>11}" for rate in rates)
    return f"  {one['first_day']} to {one['last_day']}{columns}   {apart}"


def _waits(found: dict) -> Iterator[str]:
    yield f"\nEstimated wait, of {found['waits']:,} who waited while somebody was at work"
    yield f"  mean wait {found['wait_seconds_mean']} s; mean absolute errors:"
    yield f"  naive (queue length x AHT / advisors)     {found['naive_error_seconds']} s"
    yield f"  the same with herself in the length       {found['naive_with_herself_error_seconds']} s"
    for name, words in (("model", "routing's own"), ("announced", "of them, those it would announce")):
        if one := found[name]:
            better = f"better by {percent(one['beats_naive_by'])}, {percent(one['beats_naive_with_herself_by'])}"
            yield f"  {words:<42}{one['error_seconds']} s over {one['estimates']:,}: {better}"


def _what_if(found: dict | None) -> Iterator[str]:
    if not found:
        return
    yield f"\nWhat if, {found['first_day']} to {found['last_day']}"
    yield f"  {'':<22}{'service level':>14}{'abandoned':>12}{'mean wait':>12}"
    for name, run in found["runs"].items():
        for group in WAYS:
            one, title = run[group], name if group == WAYS[0] else ""
            rates = f"{percent(one['service_level']):>14}{percent(one['abandoned_share']):>12}"
            sites = _sites(run) if title else ""
            yield f"  {title:<12}{group:<10}{rates}{_seconds(one['asa']):>12}   {sites}".rstrip()


def _sites(run: dict) -> str:
    shares = ", ".join(f"{site} {percent(share)}" for site, share in run["answered_share_by_site"].items())
    most = ", ".join(f"{site} {percent(share)}" for site, share in run["attainable_share_by_site"].items())
    return f"{shares} (attainable: {most})" if most else shares


def percent(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.2f} %"


def _seconds(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f} s"


def _shown(one: dict, side: str) -> str:
    value = one[side]
    if value is None:
        return "-"
    return {"count": f"{value:,.0f}", "ratio": percent(value), "seconds": _seconds(value)}[one["unit"]]
