"""The laws of callbacks, and of rules that are published at an instant: by what facts told, with their own clock."""
from __future__ import annotations

from typing import Any

from palabre.simulation.model.checkers.book import Book

RING_SECONDS = 25
REFUSED_MS = 60_000
PUBLISHED_LATE_MS = 15_000
OUTCOMES = ("reached", "not_reached", "cancelled", "returned", "expired", "queue_removed")


class CallingBack(Book):
    """`customer_of`: who asked, where rows know it; else everybody is somebody else."""

    def on_CallbackRequested(self, f: Any) -> None:
        who = self.customer_of.get(f.callback, f.callback)
        if any((b["who"], b["queue"]) == (who, f.queue) for b in self.callbacks.values()):
            self.flag("callback_twice", f)
        self.callbacks[f.callback] = {
            "who": who, "queue": f.queue, "since": f.since, "next": f.due or f.at, "promised": f.promised,
            "until": f.until, "distances": f.distances, "tries": 0, "effect": None, "line": None, "again": None}

    def on_DialRequested(self, f: Any) -> None:
        """Somebody is reserved for her, and it is time."""
        b = self.callbacks.get(f.conversation)
        if b is None:
            return self.flag("dialled_for_nobody", f)
        reserved = [n for n, i in self.of_callback(f.conversation) if i["state"] == "reserved"]
        if not any(a["reserved"] and a["reserved"][0] in reserved for a in self.advisors.values()):
            self.flag("dialled_unreserved", f)
        if not b["next"] <= f.at < b["until"] or b["effect"] or b["line"] or f.seconds != RING_SECONDS:
            self.flag("dialled_unlawfully", f)
        if b["tries"] > len(b["distances"]):
            self.flag("callback_tries", f)
        b.update(effect=f.effect, tries=b["tries"] + 1)
        return None

    def on_EffectEnded(self, f: Any) -> None:
        for id, b in self.callbacks.items():
            if b["effect"] == f.effect and f.outcome == "done":
                self.lines[f.detail] = id

    def on_CallbackTried(self, f: Any) -> None:
        b = self.callbacks[f.callback]
        distance = self.distance(b)
        again = f.at + distance if distance and f.at + distance < b["until"] else 0
        if f.outcome == "refused":
            again = min(f.at + REFUSED_MS, b["until"])
        if f.again != again or f.number != b["tries"]:
            self.flag("callback_tries", f)
        b.update(effect=None, line=None, next=f.again, again=f.again)

    def distance(self, b: dict) -> int:
        """Milliseconds from this try to the next; 0: it was the last one."""
        return 1000 * b["distances"][b["tries"] - 1] if 0 < b["tries"] <= len(b["distances"]) else 0

    def on_CallbackReached(self, f: Any) -> None:
        b = self.callbacks[f.callback]
        if not b["effect"] or self.lines.get(f.conversation) != f.callback:
            self.flag("reached_for_nobody", f)
        b.update(effect=None, line=f.conversation)

    def on_CallbackEnded(self, f: Any) -> None:
        """Once, and as it was: in time where an advisor had her by the promised instant."""
        b = self.callbacks.pop(f.callback, None)
        if b is None:
            return self.flag("callback_ended_twice", f)
        self.callbacks_over.add(f.callback)
        talking = any(i["state"] == "talking" and i["conversation"] == b["line"] for i in self.items.values())
        if f.in_time != (f.outcome == "reached" and f.at <= b["promised"]):
            self.flag("callback_in_time", f)
        lawful = {"reached": talking, "not_reached": b["again"] == 0, "expired": f.at >= b["until"]}
        if f.outcome not in OUTCOMES or not lawful.get(f.outcome, True):
            self.flag("callback_ended_how", f)
        return None

    def callback_abandoned(self, i: dict, f: Any) -> None:
        """Who waits at home cannot hang up."""
        if i["kind"] == "callback" and i["reserve"] and f.reason in ("abandoned", "short_abandoned"):
            self.flag("callback_abandoned", f)

    def of_callback(self, id: str) -> list[tuple[str, dict]]:
        return [(n, i) for n, i in self.items.items() if i["conversation"] == id and i["state"] != "wrap_up"]

    # -- rules at an instant

    def publication(self, f: Any) -> None:
        """Each version follows the one before, and none comes before its time."""
        if self.version and f.version != self.version + 1:
            self.flag("rules_version", f)
        if f.at < self.planned.get(f.version, 0):
            self.flag("published_early", f)
        self.version = f.version

    # -- whenever time has passed

    def callbacks_due(self) -> list[int]:
        found = [at + PUBLISHED_LATE_MS for version, at in self.planned.items() if version > self.version]
        for b in self.callbacks.values():
            found += [b["until"], *([b["next"]] if b["next"] else [])]
        return found

    def look_at_callbacks(self, now: int) -> None:
        for version, at in self.planned.items():
            if version > self.version and now >= at + PUBLISHED_LATE_MS:
                self.flag("deadline_publication", version)
        kept = {i["conversation"] for i in self.items.values() if i["kind"] == "callback" and i["reserve"]}
        for id in kept & self.callbacks_over:
            self.flag("kept_for_callback", id)
        for id, b in self.callbacks.items():
            if b["line"]:
                continue
            planned = not b["effect"] and id not in kept
            if now >= b["until"] or (planned and b["next"] <= now):
                self.flag("deadline_callback", id)
            if id in kept and b["next"] > now:
                self.flag("kept_for_callback", id)
