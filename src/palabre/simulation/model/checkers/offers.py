"""The laws of offers: who is offered what, in which order, with one end; and nobody able stands idle."""
from __future__ import annotations

from typing import Any

from palabre.simulation.model.checkers.callbacks import CallingBack
from palabre.simulation.model.checkers.fairness import Fairness
from palabre.simulation.model.checkers.laws import Laws


class AllLaws(CallingBack, Fairness, Laws):
    def __init__(self) -> None:
        super().__init__()
        self.interrupted: dict[str, dict] = {}
        self.unavailable: list[str] = []

    def on_OfferMade(self, f: Any) -> None:
        i, a, rules = self.items[f.item], self.advisors[f.advisor], self.known[f.queue]
        if f.offer in self.offers or not f.offer.endswith(f".{self.number}"):
            self.flag("offer_twice", f)
        if i["state"] != "waiting":
            return self.flag("offered_to_two", f)
        if a["reserved"]:
            self.flag("offered_while_reserved", f)
        if i["reserve"] or i["reached"] not in (None, f.advisor):
            self.flag("offered_before_reached", f)
        self.choice(f)
        if f.deadline != f.at + 1000 * rules.offer_seconds or f.shown_by != min(f.deadline, f.at + 2000):
            self.flag("offer_deadline", f)
        self.share_given(f)
        self.below_ceiling(f)
        i.update(state="offered", offer=f.offer, advisor=f.advisor, reached=None)
        if i["alone"]:
            i.update(alone=False, until=0)
        a["busy"][f.item] = (rules.channel, rules.units)
        self.offers[f.offer] = {"item": f.item, "advisor": f.advisor, "deadline": f.deadline, "shown_by": f.shown_by}
        return None

    def choice(self, f: Any) -> None:
        """Of an offer or a reservation before it; hers already when her customer was reached."""
        if not self.may(f.advisor, f.item):
            self.flag("offered_unlawfully", f)
        elif self.items[f.item]["reached"] is None:
            self.order(f)
            self.whom(f)

    def order(self, f: Any) -> None:
        """Nothing she may take comes first; nothing past its target that does not fit yet is owed her being kept."""
        for other in self.waiting():
            if other == f.item or not self.precedes(other, f.item, f.advisor):
                continue
            if self.may(f.advisor, other):
                self.flag("order", f, other)
            elif self.owed(f.advisor, other):
                self.flag("reservation_forgotten", f, other)

    def owed(self, advisor: str, item: str) -> bool:
        i, a = self.items[item], self.advisors[advisor]
        if i["queue"] not in self.queues or a["expired"] == self.now or self.deferrable(item):
            return False
        rules = self.queues[i["queue"]]
        taken = any(b["reserved"] and b["reserved"][0] == item for b in self.advisors.values())
        past = self.now - i["order"] > 1000 * rules.target_seconds
        fits = self.room(advisor, rules.channel, rules.units)
        if i["alone"] and i["preferred"] != advisor:
            return False
        able = self.able(advisor, item, i["alone"])
        return past and not taken and not fits and able and not self.refused(advisor, item)

    def whom(self, f: Any) -> None:
        free = [b for b in self.advisors if not self.advisors[b]["reserved"] and self.may(b, f.item)]
        if self.place_of(f.advisor, f.item) > min(self.place_of(b, f.item) for b in free):
            self.flag("whom", f)

    def place_of(self, advisor: str, item: str) -> tuple:
        a, i = self.advisors[advisor], self.items[item]
        if i["until"] > self.now and i["preferred"] == advisor:
            return (-1,)
        units = sum(u for _, u in a["busy"].values())
        return (*self.rank(advisor, item), units, *self.fairness(advisor, item), a["idle"], advisor)

    def on_OfferShown(self, f: Any) -> None:
        self.offers[f.offer]["shown_by"] = None

    def on_OfferEnded(self, f: Any) -> None:
        o = self.offers.pop(f.offer, None)
        if o is None or (o["item"], o["advisor"]) != (f.item, f.advisor):
            return self.flag("offer_ended_twice", f)
        i, a = self.items[f.item], self.advisors[f.advisor]
        i["offer"] = None
        if f.end == "accepted":
            i["state"] = "talking"
            if f.conversation in self.gone:
                self.flag("answered_after_leaving", f)
            return None
        if f.end == "timed_out" and f.at != o["deadline"]:
            self.flag("offer_deadline", f)
        i.update(state="waiting", advisor=None)
        self.given.get(i["queue"], {}).pop(f.offer, None)
        a["busy"].pop(f.item)
        if f.end == "declined":
            i["refused"][f.advisor] = f.at + 60_000
        a["ok"] = a["ok"] and f.end != "timed_out"
        a["held"] = a["held"] or (f.end == "withdrawn" and f.reason == "not_shown")
        return None

    # -- whenever time has passed

    def expiries(self) -> list[int]:
        """Instants at which a deadline must have been honoured, or a lawful reason to wait ends."""
        found = [a["reserved"][1] for a in self.advisors.values() if a["reserved"]]
        found += [a["lost_until"] for a in self.advisors.values() if a["lost_until"]]
        found += [until for _, _, until in self.changes.values()]
        found += [t for a in self.advisors.values() for period in a["hours"] or () for t in period]
        found += self.withheld.values()
        found += self.callbacks_due()
        for o in self.offers.values():
            found += [o["deadline"], *([o["shown_by"]] if o["shown_by"] else [])]
        for i in self.items.values():
            if i["state"] == "wrap_up":
                found.append(i["wrap"])
            elif i["state"] != "talking":
                found += [i["deadline"], *i["refused"].values(), *([i["until"]] if i["alone"] else [])]
                if (rules := self.queues.get(i["queue"])) and i["ring"] + 1 < len(rules.rings):
                    found.append(i["since"] + round(1000 * rules.rings[i["ring"] + 1].after_seconds))
        return found

    def look(self, now: int) -> None:
        """After everything due at `now` was done."""
        self.now = max(self.now, now)
        if any(now >= until for _, _, until in self.changes.values()):
            self.flag("deadline_skills", list(self.changes))
        for n, o in self.offers.items():
            if not self.within(o["advisor"]):
                self.flag("contact_hours", n)
            if now >= o["deadline"] or (o["shown_by"] and now >= o["shown_by"]):
                self.flag("deadline_offer", n)
        for a in self.advisors.values():
            if a["reserved"]:
                item, until = a["reserved"]
                if now >= until or self.items.get(item, {}).get("state") not in ("waiting", "reserved"):
                    self.flag("deadline_reservation", a)
            lost = a["lost_until"] and now >= a["lost_until"]
            if lost and any(self.items[n]["state"] == "talking" for n in a["busy"]):
                self.flag("deadline_lost_advisor", a)
        for n, i in self.items.items():
            self.look_at(n, i, now)
        self.nobody_idle()
        self.look_at_callbacks(now)
        if self.interrupted:
            self.flag("nobody_lost", list(self.interrupted))

    def look_at(self, n: str, i: dict, now: int) -> None:
        if i["state"] == "wrap_up":
            if now >= i["wrap"]:
                self.flag("deadline_wrap_up", n)
            return
        if i["conversation"] in self.gone and not i["reserve"]:
            self.flag("kept_after_leaving", n)
        if i["state"] == "talking":
            return
        if i["reached"]:
            self.flag("reached_for_nobody", n)
        rules = self.queues.get(i["queue"])
        if i["state"] == "waiting" and now >= i["deadline"]:
            self.flag("deadline_longest_wait", n)
        if i["alone"] and i["state"] == "waiting" and (now >= i["until"] or not self.serves(i["preferred"])):
            self.flag("deadline_preferred", n)
        if i["state"] == "waiting" and rules is None:
            self.flag("kept_in_removed_queue", n)
        following = rules.rings[i["ring"] + 1:] if rules else ()
        if following and now >= i["since"] + 1000 * following[0].after_seconds:
            self.flag("deadline_ring", n)

    def nobody_idle(self) -> None:
        """Items are taken by what they weigh, so that one who is full is looked at once for all of a weight."""
        weights: dict[tuple[str, int], list[str]] = {}
        for n in self.waiting():
            if rules := self.queues.get(self.items[n]["queue"]):
                weights.setdefault((rules.channel, rules.units), []).append(n)
        for a in self.advisors if weights else ():
            if not self.serves(a) or self.advisors[a]["reserved"]:
                continue
            calls = [n for (channel, _), items in weights.items() if channel == "voice" for n in items]
            for n in calls if self.only_deferrable(a) else ():
                if self.call_behind(a, n):
                    self.flag("call_behind_deferrable", a, n)
            for weight, items in weights.items():
                for n in items if self.room(a, *weight) else ():
                    if self.may(a, n):
                        self.flag("able_idle", a, n)
