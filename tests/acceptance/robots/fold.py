"""A second reading of the journal, from its printed facts alone: the laws it must keep, and the state it amounts to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

Printed = dict[str, Any]
ENDS = {"accepted", "declined", "timed_out", "withdrawn", "rescinded"}


class Fold:
    """One partition's. `wrong`: each breach of a law, in words with its number."""

    def __init__(self, facts: list[Printed]) -> None:
        self.wrong: list[str] = []
        self.conversations: dict[str, str] = {}  # id → open, closed
        self.reasons: dict[str, str] = {}
        self.channels: dict[str, str] = {}
        self.segments: dict[str, dict[str, Any]] = {}
        self._standing: dict[str, dict[str, dict[str, Any]]] = {}  # of a conversation, its open segments: an hour's
        self._talks: dict[str, list[dict[str, Any]]] = {}          # journal is looked through once and not squared
        self._offered: set[str] = set()                            # items with an open offer
        self.offers: dict[str, dict[str, Any]] = {}
        self.items: dict[str, dict[str, Any]] = {}
        self.wrap_ups: dict[str, str] = {}  # item → open, ended
        self.messages: Counter[tuple[str, str]] = Counter()
        self.left: set[str] = set()  # conversations whose customer has left
        self.left_how: dict[str, str] = {}
        self.advisors: dict[str, str] = {}
        self.order: list[tuple[str, str]] = []  # conversation, message as numbered
        self._expected, self._at, self._cause = 1, 0, ""
        self._causes: set[str] = set()
        for fact in facts:
            self._number(fact)
            name = fact["fact"].rsplit(".", 1)[0].rsplit(".", 1)[1]
            apply: Callable | None = getattr(self, f"_on_{name}", None)
            if apply:
                apply(fact["number"], fact["at"], fact["fields"])
        self.last = self._expected - 1
        self._end()

    def say(self, number: int, what: str) -> None:
        self.wrong.append(f"{number}: {what}")

    def _number(self, fact: Printed) -> None:
        if fact["number"] != self._expected:
            self.say(fact["number"], f"expected {self._expected}")
        if fact["at"] < self._at:
            self.say(fact["number"], "the clock ran back")
        cause = fact["cause"]
        if cause and cause != self._cause and cause in self._causes:
            self.say(fact["number"], f"command {cause} counted twice")
        self._causes.add(cause)
        self._expected, self._at, self._cause = fact["number"] + 1, fact["at"], cause

    # -- conversations

    def _on_ConversationOpened(self, number: int, at: int, f: dict) -> None:
        if f["conversation"] in self.conversations:
            self.say(number, f"{f['conversation']} opened twice")
        self.conversations[f["conversation"]] = "open"
        self.channels[f["conversation"]] = f["channel"]

    def _on_ConversationReopened(self, number: int, at: int, f: dict) -> None:
        if self.conversations.get(f["conversation"]) != "closed":
            self.say(number, f"{f['conversation']} reopened though not closed")
        self.conversations[f["conversation"]] = "open"

    def _on_ConversationClosed(self, number: int, at: int, f: dict) -> None:
        if self.conversations.get(f["conversation"]) != "open":
            self.say(number, f"{f['conversation']} closed though not open")
        self.conversations[f["conversation"]], self.reasons[f["conversation"]] = "closed", f.get("reason", "")
        for id, segment in self._standing.get(f["conversation"], {}).items():
            self.say(number, f"segment {id} ({segment['kind']}) open in a closed conversation")

    def _on_CustomerLeft(self, number: int, at: int, f: dict) -> None:
        self.left.add(f["conversation"])
        self.left_how[f["conversation"]] = f.get("reason", "")

    def _on_CustomerReturned(self, number: int, at: int, f: dict) -> None:
        self.left.discard(f["conversation"])

    def _on_SegmentOpened(self, number: int, at: int, f: dict) -> None:
        if f["segment"] in self.segments:
            self.say(number, f"segment {f['segment']} opened twice")
        if self.conversations.get(f["conversation"]) != "open":
            self.say(number, f"segment in {f['conversation']}, which is not open")
        beside = self._standing.setdefault(f["conversation"], {})
        if f["kind"] == "talk" and any(s["kind"] == "talk" for s in beside.values()):
            self.say(number, f"two talks at once in {f['conversation']}")
        made = self.segments[f["segment"]] = beside[f["segment"]] = {
            "conversation": f["conversation"], "kind": f["kind"], "owner": f["owner"],
            "subject": f.get("subject", ""), "opened": at, "closed": None, "number": number,
        }  # fmt: skip
        if f["kind"] == "talk":
            self._talks.setdefault(made["subject"], []).append(made)

    def _on_SegmentClosed(self, number: int, at: int, f: dict) -> None:
        segment = self.segments.get(f["segment"])
        if segment is None or segment["closed"] is not None:
            return self.say(number, f"segment {f['segment']} closed though not open")
        segment["closed"], segment["reason"] = at, f.get("reason", "")
        self._standing[segment["conversation"]].pop(f["segment"])

    def _on_MessageReceived(self, number: int, at: int, f: dict) -> None:
        self._message(f)

    def _on_MessageSent(self, number: int, at: int, f: dict) -> None:
        self._message(f)

    def _message(self, f: dict) -> None:
        self.messages[f["conversation"], f["message"]] += 1
        self.order.append((f["conversation"], f["message"]))

    # -- work

    def _on_WorkItemQueued(self, number: int, at: int, f: dict) -> None:
        if f["item"] in self.items:
            self.say(number, f"item {f['item']} queued twice")
        self.items[f["item"]] = {
            "conversation": f["conversation"], "queue": f["queue"], "at": at, "since": f["since"],
            "interrupted": bool(f.get("interrupted")), "end": None, "advisor": None, "number": number,
        }  # fmt: skip

    def _on_OfferMade(self, number: int, at: int, f: dict) -> None:
        item = self.items.get(f["item"])
        if item is None or item["end"] or item["advisor"]:
            self.say(number, f"offer of item {f['item']}, which does not wait")
        if f["item"] in self._offered:
            self.say(number, f"item {f['item']} offered twice at once")
        self._offered.add(f["item"])
        self.offers[f["offer"]] = {**f, "end": None, "number": number}

    def _on_OfferEnded(self, number: int, at: int, f: dict) -> None:
        offer = self.offers.get(f["offer"])
        if offer is None or offer["end"] or f["end"] not in ENDS:
            return self.say(number, f"offer {f['offer']} ended though not open")
        offer["end"], offer["ended_at"] = f["end"], at
        self._offered.discard(f["item"])
        if f["end"] == "accepted":
            self.items[f["item"]]["advisor"], self.items[f["item"]]["answered"] = f["advisor"], at

    def _on_WorkItemEnded(self, number: int, at: int, f: dict) -> None:
        self._end_item(number, f["item"], f["reason"])

    def _on_WorkItemInterrupted(self, number: int, at: int, f: dict) -> None:
        self._end_item(number, f["item"], f"interrupted:{f.get('reason', '')}")

    def _end_item(self, number: int, item: str, reason: str) -> None:
        if item not in self.items or self.items[item]["end"]:
            return self.say(number, f"item {item} ended though not open")
        self.items[item]["end"] = reason

    def _on_WrapUpStarted(self, number: int, at: int, f: dict) -> None:
        if f["item"] in self.wrap_ups:
            self.say(number, f"second wrap-up of {f['item']}")
        self.wrap_ups[f["item"]] = "open"

    def _on_WrapUpEnded(self, number: int, at: int, f: dict) -> None:
        if self.wrap_ups.get(f["item"]) != "open":
            self.say(number, f"wrap-up of {f['item']} ended though not open")
        self.wrap_ups[f["item"]] = "ended"

    # -- advisors

    def _on_AdvisorSignedIn(self, number: int, at: int, f: dict) -> None:
        self.advisors[f["advisor"]] = "away"

    def _on_AdvisorStatusChanged(self, number: int, at: int, f: dict) -> None:
        self.advisors[f["advisor"]] = f["status"]

    def _on_AdvisorSignedOut(self, number: int, at: int, f: dict) -> None:
        self.advisors.pop(f["advisor"], None)

    # -- what must hold of the whole

    def _end(self) -> None:
        for pair, times in self.messages.items():
            if times > 1 and len({p for p in self.messages if p[1] == pair[1]}) == 1:
                self.say(self.last, f"message {pair} told {times} times")
        for id, offer in self.offers.items():
            if offer["end"] == "accepted" and not self.talks(offer["item"]):
                self.say(self.last, f"accepted offer {id} without its talk")

    def talks(self, item: str) -> list[dict[str, Any]]:
        return self._talks.get(item, [])

    @property
    def open(self) -> dict[str, Any]:
        """Everything that still stands: empty once all is over."""
        standing = {
            "conversations": [c for c, state in self.conversations.items() if state == "open"],
            "segments": [i for i, s in self.segments.items() if s["closed"] is None],
            "offers": [o for o, v in self.offers.items() if v["end"] is None],
            "items": [i for i, v in self.items.items() if v["end"] is None],
            "wrap_ups": [i for i, state in self.wrap_ups.items() if state == "open"],
        }
        return {key: found for key, found in standing.items() if found}

    def measures(self, begin: int, end: int) -> dict[str, int]:
        """Figures of the items that entered from `begin` until `end` (ms), by the definitions shown to people."""
        fresh = [i for i in self.items.values() if not i["interrupted"] and begin <= i["at"] < end]
        return {
            "offered": len(fresh),
            "answered": sum(1 for i in fresh if i["advisor"]),
            "abandoned": sum(1 for i in fresh if not i["advisor"] and i["end"] == "abandoned"),
            "short_abandoned": sum(1 for i in fresh if not i["advisor"] and i["end"] == "short_abandoned"),
            "waiting": sum(1 for i in fresh if not i["advisor"] and not i["end"]),
            "resumed": sum(1 for i in self.items.values() if i["interrupted"] and begin <= i["at"] < end),
        }
