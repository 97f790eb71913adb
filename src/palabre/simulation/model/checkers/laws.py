"""The laws of routing, restated on plain facts: each fact is judged by what the book knew before it."""
from __future__ import annotations

from typing import Any

from palabre.foundations.decision import Command
from palabre.routing import commands
from palabre.simulation.model.checkers.book import Book


class Laws(Book):
    """`batch(facts, number, cause)` after each decision; `look(now)` whenever time has passed."""

    def batch(self, made: list, number: int, cause: Command | None) -> None:
        """`number`: of the first fact. `cause`: None for a deadline or rows."""
        self.cause = cause
        for self.number, fact in enumerate(made, number):
            if fact.at < self.now:
                self.flag("time_runs_back", fact)
            self.now = fact.at
            getattr(self, "on_" + type(fact).__name__, self.on_other)(fact)
            self.book_time(fact)
        for advisor in self.unavailable:
            if advisor in self.advisors and self.serves(advisor):
                self.flag("preference_unlawful", advisor)
        self.unavailable = []

    def on_other(self, fact: Any) -> None:
        """Facts of other rooms, and those that bind nobody."""

    # -- rules and advisors

    def on_RoutingRulesPublished(self, f: Any) -> None:
        self.days = f.days
        self.publication(f)
        changed = [q for q in f.queues if q.queue in self.queues
                   and self.queues[q.queue].share_window_seconds != q.share_window_seconds]
        for q in [*changed, *(q for q in self.queues.values() if q.queue not in {n.queue for n in f.queues})]:
            self.given.pop(q.queue, None)
        self.queues = {q.queue: q for q in f.queues}
        self.known.update(self.queues)
        for i in self.items.values():
            if rules := self.queues.get(i["queue"]):
                i["ring"] = min(i["ring"], len(rules.rings) - 1)

    def on_AdvisorConfigured(self, f: Any) -> None:
        a = self.advisors.setdefault(f.advisor, {
            "in": False, "status": "away", "here": True, "ok": True, "held": False, "reserved": None, "expired": -1,
            "busy": {}, "idle": 0, "lost_until": None, "does": "off", "does_since": 0, "times": []})
        if a.get("removed") and not a["in"] and not a["busy"]:     # she was forgotten
            a.update(times=[], does="off", does_since=0)
        most = {c.channel: 100 * c.conversations_max for c in f.capacities}
        a.update(base=dict(f.skills), hours=f.contact_hours)
        self.have(f.advisor)
        a.update(most=most, removed=False, site=f.site, partner=f.partner)

    def have(self, advisor: str) -> None:
        a = self.advisors[advisor]
        a["skills"] = dict(a["base"])
        for who, skills, _ in self.changes.values():
            if advisor in who:
                a["skills"].update(skills)
        a["skills"] = {s: n for s, n in a["skills"].items() if n}

    def on_SkillsChanged(self, f: Any) -> None:
        if f.until:
            self.changes[f.change] = (f.advisors, dict(f.skills), f.until)
        for advisor in f.advisors:
            if advisor in self.advisors:
                if not f.until:
                    self.advisors[advisor]["base"].update(f.skills)
                self.have(advisor)

    def on_SkillChangeEnded(self, f: Any) -> None:
        who, _, until = self.changes.pop(f.change, ((), {}, 0))
        if f.reason == "time_over" and f.at != until:
            self.flag("deadline_skills", f)
        for advisor in who:
            if advisor in self.advisors:
                self.have(advisor)

    def on_ContactHoursBegan(self, f: Any) -> None:
        if not self.within(f.advisor):
            self.flag("contact_hours", f)

    def on_ContactHoursEnded(self, f: Any) -> None:
        if self.within(f.advisor):
            self.flag("contact_hours", f)

    def on_AdvisorRemoved(self, f: Any) -> None:
        self.advisors[f.advisor]["removed"] = True

    def on_AdvisorSignedIn(self, f: Any) -> None:
        self.advisors[f.advisor].update({"in": True}, status="away", here=True, ok=True, held=False, lost_until=None)

    def on_AdvisorSignedOut(self, f: Any) -> None:
        a = self.advisors[f.advisor]
        a.update({"in": False}, status="away")
        if f.reason == "asked" and any(self.items[n]["state"] != "wrap_up" for n in a["busy"]):
            self.flag("signed_out_while_busy", f)

    def on_AdvisorStatusChanged(self, f: Any) -> None:
        a = self.advisors[f.advisor]
        if f.status == "available" and a["status"] != "available":
            a["idle"] = f.at
        a.update(status=f.status, ok=True)

    def on_PresenceLost(self, f: Any) -> None:
        if f.deadline not in (0, f.at + 30_000):
            self.flag("deadline_lost_advisor", f)
        self.advisors[f.advisor].update(here=False, lost_until=f.deadline or None)

    def on_PresenceRegained(self, f: Any) -> None:
        self.advisors[f.advisor].update(here=True, held=False, lost_until=None)

    def on_AdvisorReserved(self, f: Any) -> None:
        a, i = self.advisors[f.advisor], self.items[f.item]
        if f.first:
            return self.reserved_first(f)
        rules = self.queues[i["queue"]]
        past = f.at - i["order"] > 1000 * rules.target_seconds
        others = [b for b in self.advisors.values() if b["reserved"] and b["reserved"][0] == f.item]
        fits, able = self.room(f.advisor, rules.channel, rules.units), self.able(f.advisor, f.item, i["alone"])
        if not past or others or fits or a["reserved"] or not able or i["state"] != "waiting":
            self.flag("reservation_unlawful", f)
        a["reserved"] = (f.item, f.deadline)
        return None

    def reserved_first(self, f: Any) -> None:
        """Chosen as for an offer, before the customer is there."""
        a, i = self.advisors[f.advisor], self.items[f.item]
        if i["state"] != "waiting" or a["reserved"] or not i["reserve"] or f.deadline != f.at + i["reserve"]:
            self.flag("reserved_unlawfully", f)
        self.choice(f)
        i.update(state="reserved", advisor=f.advisor, alone=False, until=0)
        a["reserved"] = (f.item, f.deadline)

    def on_CustomerReached(self, f: Any) -> None:
        i, a = self.items[f.item], self.advisors[f.advisor]
        if i["state"] != "reserved" or i["advisor"] != f.advisor:
            self.flag("reached_for_nobody", f)
        i.update(state="waiting", reserve=0, reached=f.advisor, conversation=f.conversation)
        a["reserved"] = None

    def on_AdvisorReleased(self, f: Any) -> None:
        a = self.advisors[f.advisor]
        if not a["reserved"] or a["reserved"][0] != f.item:
            return self.flag("reservation_ended_twice", f)
        if a["reserved"][1] <= f.at:
            a["expired"] = f.at
        a["reserved"] = None
        if (i := self.items.get(f.item)) and i["state"] == "reserved":
            i.update(state="waiting", advisor=None)
        return None

    # -- items

    def on_WorkItemQueued(self, f: Any) -> None:
        rules = self.queues[f.queue]
        if f.item in self.items or not f.item.endswith(f".{self.number}"):
            self.flag("item_twice", f)
        if f.priority_seconds > 3 * rules.target_seconds or f.priority_seconds < 0:
            self.flag("priority_beyond_cap", f)
        absent = f.reserve_seconds > 0
        if f.conversation in self.gone and not absent:
            self.flag("sought_for_nobody", f)
        asked = self.cause if isinstance(self.cause, commands.QueueWorkItem) else None
        own = asked.wait_seconds if asked and absent and asked.conversation == f.conversation else 0
        back = self.callbacks.get(self.lines.get(f.conversation, f.conversation)) if f.kind == "callback" else None
        own = (back["until"] - f.at) / 1000 if back and absent else own
        since = min(back["since"], f.at) if back and not f.passed else (asked and asked.since) or f.at
        if f.queue in f.passed:
            self.flag("overflow_circle", f)
        if f.deadline != f.at + 1000 * (own or rules.wait_seconds_max):
            self.flag("longest_wait", f)
        if not f.interrupted and f.since != since:
            self.flag("arrival_forgotten", f)
        if not f.interrupted and (why := self.refusal(f.queue)):
            self.flag("door", f, why)
        order = f.since - round(f.ahead_seconds * 1000)
        self.items[f.item] = {
            "conversation": f.conversation, "queue": f.queue, "kind": f.kind, "since": f.since, "order": order,
            "number": self.number, "key": order - round(1000 * f.priority_seconds), "deadline": f.deadline,
            "interrupted": f.interrupted, "ahead": f.ahead_seconds, "ring": 0, "state": "waiting", "refused": {},
            "advisor": None, "wrap": None, "more": False, "reserve": round(1000 * f.reserve_seconds), "reached": None,
            "preferred": f.preferred, "until": f.preferred_until,
            "alone": f.preferred_until > 0 and f.preferred_why != "lost"}
        self.preference(f, asked)
        if f.interrupted:
            self.returned(f)

    def preference(self, f: Any, asked: Any) -> None:
        """Given as asked for one who takes work and is able; after a lost advisor 60 s, holding nobody back."""
        if f.preferred_why == "lost":
            before = self.interrupted.get(f.conversation)
            if before is None or f.preferred != before["advisor"] or f.preferred_until != f.at + 60_000:
                self.flag("preference_unlawful", f)
            return
        wanted = asked.preferred if asked and asked.conversation == f.conversation and not f.interrupted else None
        if asked is None and f.kind in ("transfer", "consult") and f.preferred_why in ("only", "last"):
            asked_for = getattr(self.cause, "target", "") if f.preferred_why == "only" else ""
            wanted = asked_for or f.preferred
        there = wanted in self.advisors and self.serves(wanted) and self.able(wanted, f.item, any_ring=True)
        own = asked.preferred_seconds if asked else 0
        seconds = (own or self.queues[f.queue].preferred_seconds) if wanted and there else 0
        if f.preferred != wanted or f.preferred_until != (f.at + round(1000 * seconds) if seconds else 0):
            self.flag("preference_unlawful", f)

    def on_PreferenceEnded(self, f: Any) -> None:
        i = self.items[f.item]
        if f.reason == "unavailable":
            self.unavailable.append(f.advisor)
        lawful = {"time_over": f.at >= i["until"], "unavailable": True,
                  "not_able": i["queue"] not in self.queues or not self.able(f.advisor, f.item, any_ring=True)}
        if not i["alone"] or i["state"] != "waiting" or not lawful[f.reason]:
            self.flag("preference_unlawful", f)
        i.update(alone=False, until=0)

    def returned(self, f: Any) -> None:
        """With the original arrival; once, before whoever headed the queue."""
        before = self.interrupted.pop(f.conversation, None)
        if before is None or f.since != before["since"]:
            return self.flag("arrival_forgotten", f)
        if before.get("pushed"):
            if f.ahead_seconds != before["ahead"]:
                self.flag("arrival_forgotten", f)
            return None
        if before["interrupted"]:
            if f.ahead_seconds != before["ahead"]:
                self.flag("ahead_twice", f)
            return None
        same = [n for n in self.waiting() if self.items[n]["queue"] == f.queue and n != f.item]
        if any(not self.items[n]["interrupted"] and self.precedes(n, f.item) for n in same):
            self.flag("not_before_the_head", f)
        return None

    def refusal(self, queue: str) -> str:
        rules = self.queues[queue]
        if rules.open is not None and not any(a <= self.now < b for a, b in rules.open):
            return "closed"
        sought = ("waiting", "offered", "reserved")
        inside = [i for i in self.items.values() if i["queue"] == queue and i["state"] in sought]
        if len(inside) >= rules.length_max:
            return "full"
        needs = [r.requirement for r in rules.rings]
        for a in self.advisors.values():
            if not a["removed"] and a["most"].get(rules.channel, 0) >= rules.units:
                if any(self.level(n, a["skills"]) for n in needs):
                    return ""
        return "nobody"

    def on_WorkItemRefused(self, f: Any) -> None:
        if self.refusal(f.queue) != f.reason:
            self.flag("door", f)

    def on_RingOpened(self, f: Any) -> None:
        i = self.items[f.item]
        ring = self.queues[i["queue"]].rings[f.ring]
        if f.ring != i["ring"] + 1 or f.at < i["since"] + 1000 * ring.after_seconds:
            self.flag("ring_early", f)
        i["ring"] = f.ring

    def on_WorkItemInterrupted(self, f: Any) -> None:
        lawful = f.reason != "pushed_aside" or self.may_push(f.item)
        i = self.items.pop(f.item)
        if i["state"] != "talking" or i["advisor"] != f.advisor:
            self.flag("interrupted_unlawfully", f)
        a = self.advisors[f.advisor]
        a["busy"].pop(f.item, None)
        a["idle"] = f.at
        a["ok"] = a["ok"] and f.reason in ("lost", "pushed_aside")
        i["pushed"] = f.reason == "pushed_aside"
        if not lawful:
            self.flag("pushed_unlawfully", f)
        self.interrupted[i["conversation"]] = i

    def on_WorkItemEnded(self, f: Any) -> None:
        i = self.items.get(f.item)
        if i is None or i.get("ended"):
            return self.flag("item_ended_twice", f)
        self.callback_abandoned(i, f)
        rules = self.known[i["queue"]]
        if i["state"] in ("offered", "reserved"):
            self.flag("ended_under_offer", f)
        if f.reason in ("abandoned", "short_abandoned") and not i["interrupted"]:
            if (f.at - i["since"] < 1000 * rules.short_abandon_seconds) != (f.reason == "short_abandoned"):
                self.flag("abandoned_how", f)
        if i["state"] == "talking":
            if rules.wrap_up_seconds and not (f.reason == "consulted" and i["kind"] == "consult"):  # only asked
                self.flag("wrap_up_missing", f)
            self.free(f.item, f.at)
        i["ended"] = f.reason
        if i["state"] != "wrap_up":
            del self.items[f.item]
        return None

    def free(self, item: str, at: int) -> None:
        a = self.advisors[self.items[item]["advisor"]]
        a["busy"].pop(item)
        a["idle"] = at

    def on_WrapUpStarted(self, f: Any) -> None:
        i = self.items[f.item]
        if i["state"] != "talking" or f.deadline != f.at + 1000 * self.known[i["queue"]].wrap_up_seconds:
            self.flag("wrap_up_wrong", f)
        i.update(state="wrap_up", wrap=f.deadline)

    def on_WrapUpExtended(self, f: Any) -> None:
        i = self.items[f.item]
        if i["more"] or f.deadline != i["wrap"] + 1000 * self.known[i["queue"]].wrap_up_more_seconds:
            self.flag("wrap_up_wrong", f)
        i.update(wrap=f.deadline, more=True)

    def on_WrapUpEnded(self, f: Any) -> None:
        i = self.items[f.item]
        hers = isinstance(self.cause, commands.EndWrapUp | commands.SignOut) and self.cause.advisor == f.advisor
        if f.at < i["wrap"] and not hers:
            self.flag("wrap_up_shortened", f)
        if not i.get("ended"):
            self.flag("wrap_up_before_end", f)
        self.free(f.item, f.at)
        del self.items[f.item]

    def on_CustomerLeft(self, f: Any) -> None:
        self.gone.add(f.conversation)
