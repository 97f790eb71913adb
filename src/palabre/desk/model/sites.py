"""A whole site that falls silent is one event, not one an advisor: when it is gone, and when it is back."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from palabre.routing.model.state import Advisor

SILENT_MIN = 5  # fewer are people, not a site
GONE_SHARE, BACK_SHARE = 0.5, 0.25  # of those signed in there


class Alarm(msgspec.Struct, frozen=True):
    """`gone`: it fell silent; else it is back. `silent` of `signed_in` advisors at this moment."""

    site: str
    gone: bool
    silent: int
    signed_in: int


class Sites:
    """Of one tenant. `gone`: the sites that were told as such."""

    def __init__(self) -> None:
        self.gone: set[str] = set()

    def look(self, advisors: Iterable[Advisor]) -> list[Alarm]:
        """What is new since the last look."""
        counts = _counted(advisors)
        told = [
            Alarm(site, True, silent, all)
            for site, (silent, all) in sorted(counts.items())
            if site not in self.gone and silent >= max(SILENT_MIN, GONE_SHARE * all)
        ]
        back = [site for site in sorted(self.gone) if _is_back(*counts.get(site, (0, 0)))]
        told += [Alarm(site, False, *counts.get(site, (0, 0))) for site in back]
        self.gone = self.gone - {*back} | {alarm.site for alarm in told if alarm.gone}
        return told


def _counted(advisors: Iterable[Advisor]) -> dict[str, tuple[int, int]]:
    """(silent, signed in) by site."""
    counts: dict[str, tuple[int, int]] = {}
    for advisor in advisors:
        if advisor.signed_in and advisor.site:
            silent, all = counts.get(advisor.site, (0, 0))
            counts[advisor.site] = (silent + (not advisor.present), all + 1)
    return counts


def _is_back(silent: int, signed_in: int) -> bool:
    """Also once those who stayed away were signed out."""
    return silent < SILENT_MIN or silent <= BACK_SHARE * signed_in
