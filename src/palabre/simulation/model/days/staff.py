"""Advisors who answer late, decline, miss, pause, drop and return; desks that do not show; phones that fail."""
from __future__ import annotations

from typing import Any

from palabre.routing import commands
from palabre.routing.facts import AdvisorRemoved, SkillChangeEnded, SkillsChanged
from palabre.simulation.model.chance import generator
from palabre.simulation.model.days.rules import configured


class Staff:
    def __init__(self, day: Any, whims: float) -> None:
        self.other, self.n = generator(day.seed, "staff"), 0
        self.day, self.chance, self.whims = day, day.chance, whims      # mean seconds between two whims of hers

    def arrive(self) -> None:
        for advisor in list(self.day.laws.advisors):
            self.day.at(self.chance.uniform(0, 30), self.sign_in, advisor)
            self.day.at(self.chance.expovariate(1 / self.whims), self.whim, advisor)

    def sign_in(self, advisor: str) -> None:
        self.day.send(commands.SignIn(advisor), lambda _: self.day.send(commands.ChangeStatus(advisor, "available")))

    def whim(self, advisor: str) -> None:
        """Now and then: a pause, a lost network, a closed desk, new skills, leaving for good."""
        day, chance = self.day, self.chance
        if day.now >= day.end:
            return
        day.at(chance.expovariate(1 / self.whims), self.whim, advisor)
        what = chance.random()
        if what < 0.4:
            day.send(commands.ChangeStatus(advisor, chance.choice(("pause", "lunch", "training"))))
            day.at(chance.uniform(5, 90), day.send, commands.ChangeStatus(advisor, "available"))
        elif what < 0.75:
            self.lose(advisor)
        elif what < 0.9:
            day.send(commands.SignOut(advisor, chance.choice(("asked", "asked", "session_ended", "lost"))))
            day.at(chance.uniform(5, 120), self.sign_in, advisor)
        elif what < 0.98:
            day.owner.receive([configured(chance, advisor, self.hours())], day.now)
            if self.other.random() < 0.4:
                self.change_skills()
        else:
            day.owner.receive([AdvisorRemoved(0, advisor)], day.now)
            day.at(60, lambda: day.owner.receive([configured(chance, advisor)], day.now))
            day.at(61, self.sign_in, advisor)

    def hours(self) -> tuple[tuple[int, int], ...] | None:
        """At times she has contact hours: until soon, and again a little later."""
        if self.other.random() < 0.5:
            return None
        now, soon = self.day.now, self.other.randint(20, 200) * 1000
        return (now - 60_000, now + soon), (now + soon + self.other.randint(1, 120) * 1000, now + 10_000_000)

    def change_skills(self) -> None:
        """Many at once, for a time or for good; some are ended before their time."""
        day, other = self.day, self.other
        who = tuple(a for a in sorted(day.laws.advisors) if other.random() < 0.4)
        skills = tuple((s, other.choice((0, 2, 9))) for s in ("fr", "chat") if other.random() < 0.7)
        self.n += 1
        until = day.now + other.randint(5, 150) * 1000 if other.random() < 0.8 else 0
        day.owner.receive([SkillsChanged(0, f"change-{self.n}", who, skills, until)], day.now)
        if until and other.random() < 0.3:
            day.at(3, lambda n: day.owner.receive([SkillChangeEnded(0, f"change-{n}", "cancelled")], day.now), self.n)

    def lose(self, advisor: str) -> None:
        day = self.day
        day.send(commands.LosePresence(advisor, self.chance.random() < 0.2), steady=True)
        day.at(self.chance.choice((3, 20, 29.98, 30, 45)), day.send, commands.RegainPresence(advisor), None, True)

    def after_OfferMade(self, fact: Any) -> None:
        day, chance = self.day, self.chance
        answer, slow = chance.random(), chance.uniform(0.4, 6)
        if answer < 0.04:                           # the desk never shows it
            day.at(chance.uniform(3, 12), day.send, commands.RegainPresence(fact.advisor), None, True)
            return
        day.at(chance.uniform(0.05, 0.3), day.send, commands.ShowOffer(fact.offer, fact.advisor))
        if answer < 0.82:
            day.at(slow, day.send, commands.AcceptOffer(fact.offer, fact.advisor))
        elif answer < 0.90:
            day.at(slow, day.send, commands.DeclineOffer(fact.offer, fact.advisor, "busy"))
        elif answer < 0.93:                         # at the very last moment
            late = (fact.deadline - fact.at) / 1000 - chance.choice((0.1, 0.2, 0.0))
            day.at(late, day.send, commands.AcceptOffer(fact.offer, fact.advisor))

    def after_OfferEnded(self, fact: Any) -> None:
        day = self.day
        if fact.end == "timed_out":
            day.at(self.chance.uniform(2, 40), day.send, commands.ChangeStatus(fact.advisor, "available"))
        elif fact.reason == "not_shown":
            day.at(self.chance.uniform(1, 10), day.send, commands.RegainPresence(fact.advisor), None, True)
        elif fact.end == "accepted" and self.chance.random() < 0.04:
            day.at(0.5, day.send, commands.InterruptWorkItem(fact.item, "leg_failed"))

    def after_WorkItemInterrupted(self, fact: Any) -> None:
        self.day.at(self.chance.uniform(3, 30), self.day.send, commands.ChangeStatus(fact.advisor, "available"))

    def after_WrapUpStarted(self, fact: Any) -> None:
        day, what = self.day, self.chance.random()
        if what < 0.4:
            day.at(self.chance.uniform(0.5, 6), day.send, commands.EndWrapUp(fact.item, fact.advisor))
        elif what < 0.6:
            day.at(2, day.send, commands.ExtendWrapUp(fact.item, fact.advisor))
            day.at(3, day.send, commands.ExtendWrapUp(fact.item, fact.advisor))
