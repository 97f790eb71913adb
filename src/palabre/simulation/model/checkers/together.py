"""The laws of a call with more than one beside its customer, by what facts told: who is with her, and whose time it is.

Read as a telephone's own book: each effect that was done moved somebody. Nothing of the model is asked.
"""
from __future__ import annotations

from typing import Any

from palabre.simulation.model.checkers.book import Book

HERS = ("talk", "hold", "consult")
SETTLED_MS = 10_000  # an effect is asked, lost on the way, asked again


class Line:
    """`place`: flow, music, talk. `up`: advisors and outside parties whose telephones are in the call; `lost`: until
    when they may come back. `aside_of`: all but her wait with music."""

    def __init__(self) -> None:
        self.place, self.aside_of = "flow", ""
        self.up: set[str] = set()
        self.lost: set[str] = set()
        self.alone_since = 0


class Together:
    """Beside AllLaws, whose `flag` it uses: `batch(facts)`, `look(now)`."""

    def __init__(self, book: Book) -> None:
        self.flag, self.now = book.flag, 0
        self.lines: dict[str, Line] = {}
        self.asked: dict[str, Any] = {}
        self.transfers: dict[str, Any] = {}  # under way, by conversation
        self.items: dict[str, dict[str, Any]] = {}  # conversation, kind, advisor, since when she talks
        self.given: list[Any] = []  # transfers by which a customer was handed over in this batch
        self.over: set[str] = set()  # work items of transfers that ended in this batch, and nobody was given her
        self.sought: dict[str, str] = {}  # the work item of each transfer under way
        self.segments: dict[str, Any] = {}
        self.spent: dict[str, int] = {}  # milliseconds of her segments, by work item
        self.owed: dict[str, int] = {}  # … that must have been, once it is over

    def batch(self, made: list) -> None:
        for fact in made:
            self.now = fact.at
            if hear := getattr(self, "on_" + type(fact).__name__, None):
                hear(fact)
        for began in self.given:  # she may have her again, but not go on having her
            if any(i["advisor"] == began.advisor and i["since"] <= began.at for i in self.of(began.conversation)):
                self.flag("given_and_kept", began)
        for item in self.over & self.items.keys():
            if not self.items[item]["advisor"]:
                self.flag("sought_for_nobody", item)
        self.given, self.over = [], set()
        for conversation in {getattr(fact, "conversation", "") for fact in made} & self.lines.keys():
            self.whole(conversation)

    def of(self, conversation: str) -> list[dict[str, Any]]:
        return [i for i in self.items.values() if i["conversation"] == conversation]

    # -- the telephone

    def on_CallArrived(self, f: Any) -> None:
        self.lines[f.conversation] = Line()

    def on_CustomerLeft(self, f: Any) -> None:
        self.lines.pop(f.conversation, None)

    on_ConversationClosed = on_CustomerLeft

    def requested(self, f: Any) -> None:
        self.asked[f.effect] = f

    on_ConnectRequested = on_DisconnectRequested = on_HoldRequested = on_WaitRequested = requested
    on_PartyRequested = on_PartyEndRequested = on_FlowRequested = on_AsideRequested = requested

    def on_EffectEnded(self, f: Any) -> None:
        asked, line = self.asked.pop(f.effect, None), self.lines.get(f.conversation)
        if asked is None or line is None or f.outcome != "done":
            return
        getattr(self, "done_" + type(asked).__name__)(line, asked)

    def done_ConnectRequested(self, line: Line, f: Any) -> None:
        consulted = f.held or line.aside_of not in ("", f.advisor)
        if not consulted and not self.beside(line):
            line.place = "talk"
        line.up.add(f.advisor)
        line.lost.discard(f.advisor)

    def done_PartyRequested(self, line: Line, f: Any) -> None:
        if line.place != "music" or not line.up:
            line.place = "talk"
        line.up.add(f.effect)

    def done_DisconnectRequested(self, line: Line, f: Any) -> None:
        line.up -= line.up if f.who == "all" else {f.advisor}
        line.lost -= {f.advisor}
        line.place = "gone" if f.who == "all" else line.place

    def done_HoldRequested(self, line: Line, f: Any) -> None:
        line.place = "music" if f.on else "talk"

    def done_WaitRequested(self, line: Line, f: Any) -> None:
        line.place = "music"

    def done_FlowRequested(self, line: Line, f: Any) -> None:
        line.place = "flow"

    def done_AsideRequested(self, line: Line, f: Any) -> None:
        line.aside_of = f.advisor if f.on else ""

    def done_PartyEndRequested(self, line: Line, f: Any) -> None:
        line.up.discard(f.party)

    def on_PartyLeft(self, f: Any) -> None:
        if line := self.lines.get(f.conversation):
            line.up.discard(f.party)

    def on_LegLost(self, f: Any) -> None:
        """Left alone she hears music at once: the telephone part does that by itself."""
        if line := self.lines.get(f.conversation):
            line.up.discard(f.advisor)
            line.lost.add(f.advisor)

    def on_LegGivenUp(self, f: Any) -> None:
        if line := self.lines.get(f.conversation):
            line.lost.discard(f.advisor)

    def beside(self, line: Line) -> set[str]:
        return line.up & {line.aside_of} if line.aside_of else line.up

    def alone(self, line: Line) -> bool:
        """In the talk, and nobody is there to talk with, nor may come back."""
        return line.place == "talk" and not self.beside(line) and not line.lost

    # -- who is sought

    def on_TransferBegan(self, f: Any) -> None:
        if f.conversation in self.transfers:
            self.flag("sought_twice", f)
        self.transfers[f.conversation] = f
        self.sought[f.transfer] = f.item

    def on_TransferMoved(self, f: Any) -> None:
        self.sought[f.transfer] = f.item

    def on_TransferEnded(self, f: Any) -> None:
        began = self.transfers.pop(f.conversation, None)
        if began is None:
            return self.flag("transfer_ended_twice", f)
        if f.outcome == "handed_over":
            self.given.append(began)
        else:
            self.over.add(self.sought[f.transfer])
        return None

    def on_WorkItemQueued(self, f: Any) -> None:
        self.items[f.item] = {"conversation": f.conversation, "kind": f.kind, "advisor": "", "since": 0}

    def on_OfferEnded(self, f: Any) -> None:
        if f.end == "accepted" and f.item in self.items:
            self.items[f.item].update(advisor=f.advisor, since=f.at)

    def on_WorkItemEnded(self, f: Any) -> None:
        item = self.items.pop(f.item, None)
        if item and item["advisor"]:
            self.owed[f.item] = f.at - item["since"]

    on_WorkItemInterrupted = on_WorkItemEnded

    def whole(self, conversation: str) -> None:
        """One is sought at a time, and by one work item."""
        sought = [i for i in self.of(conversation) if not i["advisor"]]
        if len(sought) > 1:
            self.flag("sought_twice", conversation)

    # -- whose time it is

    def on_SegmentOpened(self, f: Any) -> None:
        if f.conversation not in self.lines or f.kind not in HERS:
            return
        if any((s.owner, s.conversation) == (f.owner, f.conversation) for s in self.segments.values()):
            self.flag("segments_overlap", f)
        self.segments[f.segment] = f

    def on_SegmentClosed(self, f: Any) -> None:
        opened = self.segments.pop(f.segment, None)
        if opened:
            self.spent[opened.subject] = self.spent.get(opened.subject, 0) + f.at - opened.at

    def look(self, now: int) -> None:
        """Whenever time is about to pass."""
        for conversation, line in self.lines.items():
            line.alone_since = (line.alone_since or now) if self.alone(line) else 0
            if line.alone_since and now - line.alone_since > SETTLED_MS:
                self.flag("customer_alone", conversation)
                line.alone_since = now
        for item, owed in self.owed.items():
            if self.spent.pop(item, owed) != owed:
                self.flag("segments_gap", item)
        self.owed.clear()
