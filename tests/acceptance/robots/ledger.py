"""What the robots were told had been done, for the checkers to find again."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Ledger:
    """`said`: (who, text) in the order of acknowledgement. `accepted`: offers. `finished`: work items.

    `wrong`: what a robot saw and never may see: a message twice, a number skipped, a session lost.
    """

    visitor_said: dict[str, list[str]] = field(default_factory=dict)
    advisor_said: dict[str, list[str]] = field(default_factory=dict)
    seen_by_visitor: dict[str, list[tuple[str, int, str]]] = field(default_factory=dict)
    conversations: dict[str, list[str]] = field(default_factory=dict)
    accepted: list[tuple[str, str, str]] = field(default_factory=list)  # offer, item, conversation
    finished: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        return {
            "visitors": len(self.visitor_said),
            "visitor_messages": sum(map(len, self.visitor_said.values())),
            "advisor_messages": sum(map(len, self.advisor_said.values())),
            "accepted": len(self.accepted),
            "finished": len(self.finished),
            "wrong": len(self.wrong),
        }
