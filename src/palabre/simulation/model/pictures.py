"""Pictures as SVG text, drawn by hand: no library, no font, no colour alone (lines are dashed apart and named).

They read on paper and on a screen of either theme: a white ground of their own, a title and a description inside.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import ceil, floor, log10

import msgspec

from palabre.reporting.model.rows import ABANDONED, ANSWERED
from palabre.simulation.model.simulation import Simulation

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 220, 62, 20, 34, 40
INK, FAINT = "#1b1b1b", "#d8d8d8"
COLOURS = ("#0b6e99", "#b3541e", "#3d7a2a", "#7a3d8f")
DASHES = ("", "7 4", "2 4", "10 3 2 3")


class Line(msgspec.Struct):
    """Points joined; None leaves a gap. `dots`: points alone."""

    name: str
    points: Sequence[tuple[float, float | None]]
    dots: bool = False


class Panel(msgspec.Struct):
    """One drawing with its axes. `logarithmic`: its upward axis."""

    title: str
    across: str
    lines: Sequence[Line]
    least: float | None = 0.0
    logarithmic: bool = False


def picture(title: str, description: str, panels: Sequence[Panel]) -> str:
    """Panels below each other in one SVG."""
    height = len(panels) * (HEIGHT + 8) + 36
    body = "".join(
        f'<g transform="translate(0,{36 + n * (HEIGHT + 8)})">{_panel(panel)}</g>' for n, panel in enumerate(panels)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'font-family="sans-serif" font-size="12" fill="{INK}"><title>{escape(title)}</title>'
        f'<desc>{escape(description)}</desc><rect width="{WIDTH}" height="{height}" fill="#ffffff"/>'
        f'<text x="{LEFT}" y="22" font-size="15" font-weight="bold">{escape(title)}</text>{body}</svg>\n'
    )


def _panel(panel: Panel) -> str:
    points = [p for line in panel.lines for p in line.points if p[1] is not None]
    if not points:
        return f'<text x="{LEFT}" y="20">{escape(panel.title)}: nothing</text>'
    xs, ys = [p[0] for p in points], [p[1] for p in points if not panel.logarithmic or p[1] > 0] or [1.0]
    across = _steps(min(xs), max(xs))
    up = _decades(min(ys), max(ys)) if panel.logarithmic else _steps(
        min(ys) if panel.least is None else min(panel.least, *ys), max(ys))
    scale_x, scale_y = _scale(across, LEFT, WIDTH - RIGHT), _scale(up, HEIGHT - BOTTOM, TOP, panel.logarithmic)
    grid = "".join(
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{scale_y(v):.1f}" y2="{scale_y(v):.1f}" stroke="{FAINT}"/>'
        f'<text x="{LEFT - 6}" y="{scale_y(v) + 4:.1f}" text-anchor="end">{v:g}</text>' for v in up
    ) + "".join(
        f'<text x="{scale_x(v):.1f}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{v:g}</text>' for v in across
    )
    drawn = "".join(_drawn(line, n, scale_x, scale_y, panel.logarithmic) for n, line in enumerate(panel.lines))
    return (
        f'<text x="{LEFT}" y="14" font-weight="bold">{escape(panel.title)}</text>{_legend(panel)}{grid}{drawn}'
        f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 8}" text-anchor="end">{escape(panel.across)}</text>'
    )


def _drawn(line: Line, number: int, scale_x, scale_y, logarithmic: bool) -> str:
    colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
    shown = [(x, y) for x, y in line.points if not (logarithmic and y is not None and y <= 0)]
    if line.dots:
        return "".join(
            f'<circle cx="{scale_x(x):.1f}" cy="{scale_y(y):.1f}" r="2.6" fill="none" stroke="{colour}"/>'
            for x, y in shown if y is not None
        )  # fmt: skip
    path, pen = [], "M"
    for x, y in shown:
        if y is None:
            pen = "M"
            continue
        path.append(f"{pen}{scale_x(x):.1f} {scale_y(y):.1f}")
        pen = "L"
    return f'<path d="{" ".join(path)}" fill="none" stroke="{colour}" stroke-width="1.6" stroke-dasharray="{dash}"/>'


def _legend(panel: Panel) -> str:
    if len(panel.lines) < 2:
        return ""
    made, x = "", WIDTH - RIGHT - sum(_wide(line) for line in panel.lines)
    for number, line in enumerate(panel.lines):
        colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
        mark = f'<circle cx="{x + 14}" cy="10" r="2.6" fill="none" stroke="{colour}"/>'
        if not line.dots:
            look = f'stroke="{colour}" stroke-dasharray="{dash}" stroke-width="1.6"'
            mark = f'<line x1="{x}" x2="{x + 28}" y1="10" y2="10" {look}/>'
        made += f'{mark}<text x="{x + 34}" y="14">{escape(line.name)}</text>'
        x += _wide(line)
    return made


def _wide(line: Line) -> int:
    """Of its entry in the legend, about: a mark, its name, a gap."""
    return 50 + 7 * len(line.name)


def _scale(marks: Sequence[float], begin: float, end: float, logarithmic: bool = False):
    low, high = (log10(marks[0]), log10(marks[-1])) if logarithmic else (marks[0], marks[-1])
    wide = (high - low) or 1.0
    if logarithmic:
        return lambda v: begin + (log10(v) - low) / wide * (end - begin)
    return lambda v: begin + (v - low) / wide * (end - begin)


def _steps(low: float, high: float, about: int = 6) -> list[float]:
    """Round marks that hold everything from low to high."""
    wide = (high - low) or abs(high) or 1.0
    step = 10 ** floor(log10(wide / about))
    step *= next((m for m in (1, 2, 5, 10) if wide / (step * m) <= about), 10)
    first, last = floor(low / step), ceil(high / step)
    return [round(n * step, 10) for n in range(first, max(last, first + 1) + 1)]


def _decades(low: float, high: float) -> list[float]:
    return [10.0**n for n in range(floor(log10(low)), max(ceil(log10(high)), floor(log10(low)) + 1) + 1)]


# -- what simulations show


def day_picture(simulation: Simulation, threshold_seconds: float) -> str:
    """Who came, how long they waited, and how many within the threshold, by quarter of an hour or longer."""
    rows = simulation.measures.contacts(simulation.begin, simulation.end) if simulation.measures else []
    hours = (simulation.end - simulation.begin) / 3_600_000
    step = 0.25 if hours <= 48 else hours / 192
    bins: dict[int, list] = {n: [] for n in range(ceil(hours / step))}
    for row in rows:
        bins[int((row.queued - simulation.begin) / 3_600_000 / step)].append(row)
    at = {n: round((n + 0.5) * step, 4) for n in bins}

    def line(name, value) -> Line:
        return Line(name, [(at[n], value(found)) for n, found in bins.items()])

    def mean_wait(found: list) -> float | None:
        waits = [c.wait for c in found if c.outcome == ANSWERED]
        return sum(waits) / len(waits) / 1000 if waits else None

    def level(found: list) -> float | None:
        judged = [c for c in found if c.outcome in (ANSWERED, ABANDONED)]
        good = sum(c.outcome == ANSWERED and c.wait <= threshold_seconds * 1000 for c in judged)
        return good / len(judged) if judged else None

    return picture(
        f"{simulation.scenario.name or 'simulation'}, seed {simulation.seed}",
        f"Simulated with {simulation.advisors} advisors over {hours:g} hours: arrivals, mean wait, service level.",
        [
            Panel(f"Customers per {step:g} hours", "hours", [
                line("came", len), line("gave up", lambda f: sum(c.outcome == ABANDONED for c in f))]),
            Panel("Mean wait of the answered, seconds", "hours", [line("wait", mean_wait)]),
            Panel(f"Answered within {threshold_seconds:g} s", "hours", [line("service level", level)]),
        ])  # fmt: skip


def comparison_picture(told: dict) -> str:
    """Differences with their intervals, one measure a line; a difference of nought is the upright line."""
    panels = []
    for unit, keys in (("shares", "ratio"), ("seconds", "seconds")):
        chosen = [k for k, v in told["measures"].items() if "/" not in k and _is(k, keys)]
        if chosen:
            panels.append((unit, chosen))
    rows = sum(len(keys) + 1 for _, keys in panels)
    height, body, y = 60 + 24 * rows, "", 52
    for unit, keys in panels:
        ends = [e for k in keys for e in (*told["measures"][k]["interval"], 0.0)]
        scale = _scale(_steps(min(ends), max(ends)), 300, WIDTH - RIGHT)
        body += f'<text x="{RIGHT}" y="{y}" font-weight="bold">b - a, {unit}</text>'
        for k in keys:
            y += 24
            one = told["measures"][k]
            low, high = (scale(e) for e in one["interval"])
            body += (
                f'<text x="{RIGHT}" y="{y + 4}">{escape(k)} {one["difference"]:.4g}</text>'
                f'<line x1="{scale(0):.1f}" x2="{scale(0):.1f}" y1="{y - 11}" y2="{y + 11}" stroke="{FAINT}"/>'
                f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{y}" y2="{y}" stroke="{COLOURS[0]}" stroke-width="2"/>'
                f'<circle cx="{scale(one["difference"]):.1f}" cy="{y}" r="4" fill="{COLOURS[0]}"/>')
        y += 24
    title = f"{told['a']} and {told['b']}: {told['replications']} pairs of days"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" font-family="sans-serif" '
        f'font-size="12" fill="{INK}"><title>{escape(title)}</title><desc>Differences with their 95 % intervals.</desc>'
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>'
        f'<text x="{RIGHT}" y="24" font-size="15" font-weight="bold">{escape(title)}</text>{body}</svg>\n'
    )


def _is(key: str, unit: str) -> bool:
    from palabre.reporting.model.measures import BY_KEY

    return BY_KEY[key].unit == unit
