"""How many to dial now: pure, so that simulation and partition run the same code. No clock, no dice.

Two rules, the first above the second:

1. Arithmetic. Were every telephone that rings picked up at this very instant, the abandoned would still be within the
   ceiling of those whom a person is known to have answered. So no campaign can end above it, whenever it ends, as long
   as those who are ready stay ready. Before the first 34 (at 3 %) nobody is dialled for whom no advisor is ready.
2. Economy. Within that, one more is dialled while the chance that she finds nobody stays below a threshold; the
   threshold learns from each answer, so that in the long run what the ceiling allows is used and no more.
"""

from __future__ import annotations

from math import erf, exp, sqrt

import msgspec

PREVIEW, PROGRESSIVE, PREDICTIVE = "preview", "progressive", "predictive"
MODES = (PREVIEW, PROGRESSIVE, PREDICTIVE)

MEMORY = 400.0               # attempts after which the past weighs a third
FIRST_ANSWER_RATE = 0.5      # before anything is known: few are dialled too many
FIRST_RING_SECONDS = 15.0
FIRST_HANDLE_SECONDS = 120.0
THRESHOLD, THRESHOLD_MIN, THRESHOLD_MAX = 0.08, 0.005, 0.6
KEPT_SPARE, AIM_MAX = 2.0, 1.5
LEARNING = 0.25              # how much one answer moves the threshold's logarithm
QUANTILES = (0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95)  # of the share of telephones ringing on


class Learned(msgspec.Struct):
    """What a campaign's own past says. Sums that forget; `threshold`: see above."""

    tries: float = 4.0
    answers: float = 4.0 * FIRST_ANSWER_RATE
    ringing: float = 4.0 * FIRST_RING_SECONDS
    handled: float = 4.0
    handling: float = 4.0 * FIRST_HANDLE_SECONDS
    threshold: float = THRESHOLD
    beyond: float = 0.0

    @property
    def answer_rate(self) -> float:
        return min(1.0, max(0.01, self.answers / self.tries))

    @property
    def ring_seconds(self) -> float:
        return max(1.0, self.ringing / self.tries)

    @property
    def handle_seconds(self) -> float:
        return max(1.0, self.handling / self.handled)

    def tried(self, answered: bool, seconds: float) -> None:
        kept = 1.0 - 1.0 / MEMORY
        self.tries, self.answers = self.tries * kept + 1.0, self.answers * kept + answered
        self.ringing = self.ringing * kept + seconds

    def handled_for(self, seconds: float) -> None:
        kept = 1.0 - 1.0 / MEMORY
        self.handled, self.handling = self.handled * kept + 1.0, self.handling * kept + seconds

    def dialled(self, view: View, more: int) -> None:
        """What rings beyond those who are ready, as a rule: so much has to be spare."""
        self.beyond += (max(0, view.ringing + view.waiting + more - view.ready) - self.beyond) / 50.0

    def met(self, abandoned: bool, ceiling: float, spare: int) -> None:
        """She was met, or was not: in the long run as many as the ceiling says are not, but for what has to be kept
        spare, lest the arithmetic stops the dialling at each turn."""
        wanted = max(1.0, KEPT_SPARE * self.beyond)
        aim = ceiling * min(AIM_MAX, spare / wanted)
        moved = self.threshold * exp(LEARNING * (aim - abandoned))
        self.threshold = min(THRESHOLD_MAX, max(THRESHOLD_MIN, moved))


class Tally(msgspec.Struct):
    """Of one day, or of several. `persons`: known to have been answered by one, the abandoned among them."""

    persons: int = 0
    abandoned: int = 0

    def spare(self, ceiling_permille: int) -> int:
        """How many more may be abandoned now. The abandoned are persons too, but do not make room for themselves."""
        return max(0, (self.persons * ceiling_permille) // 1000 - self.abandoned)

    @property
    def share(self) -> float:
        return self.abandoned / self.persons if self.persons else 0.0


class View(msgspec.Struct):
    """One campaign at one instant. `ready`: advisors kept, their audio up. `ringing`, `waiting`: for whom none of them
    is named. `busy`: talking or wrapping up. `spare`: the least of what all ceilings leave."""

    mode: str
    ready: int
    ringing: int
    waiting: int
    busy: int
    spare: int
    lines_max: int
    learned: Learned


def how_many(view: View) -> int:
    """To be dialled now, at least 0."""
    due, lines = view.ringing + view.waiting, view.lines_max - view.ringing - view.waiting - view.busy
    sure = min(view.ready - due, lines)
    if view.mode != PREDICTIVE:
        return max(0, sure)
    most = min(view.ready + view.spare - due, lines)
    n = max(0, min(sure, most))
    while n < most and abandonment(view, due + n + 1) <= view.learned.threshold:
        n += 1
    return n


def abandonment(view: View, lines: int) -> float:
    """The chance that the last of so many lines, if it is answered, finds nobody.

    While it still rings a share of the other lines is answered and a share of the talks ends; both shares follow from
    how long it rings (exponential: any share of lines ringing on is as likely), hence the mean over quantiles. Counts
    are binomial; their difference is taken for normal.
    """
    learned, busy = view.learned, view.busy
    rate, power = learned.answer_rate, learned.ring_seconds / learned.handle_seconds
    total = 0.0
    for left in QUANTILES:
        answered, freed = rate * (1.0 - left), 1.0 - left**power
        mean = view.ready + busy * freed - (lines - 1) * answered
        variance = busy * freed * (1.0 - freed) + (lines - 1) * answered * (1.0 - answered)
        total += _below(0.5 - mean, variance)
    return total / len(QUANTILES)


def _below(x: float, variance: float) -> float:
    """P(normal ≤ x) around nought."""
    if variance <= 1e-9:
        return 1.0 if x >= 0 else 0.0
    return 0.5 * (1.0 + erf(x / sqrt(2.0 * variance)))
