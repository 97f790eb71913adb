"""What publication looks a flow up against. Higher rooms add the kinds of things their steps refer to."""
from __future__ import annotations

from collections.abc import Awaitable, Callable

from palabre.channels.ports import CAPABILITIES
from palabre.flows.model.flow import Flow
from palabre.flows.model.validation import Library
from palabre.flows.store import calendars, prompts
from palabre.plumbing.postgres import Transaction
from palabre.routing.actions.advisors import advisor_ids
from palabre.routing.actions.rules import queues_in_force

Known = Callable[[Transaction], Awaitable[frozenset[str]]]

async def _queues(tx: Transaction) -> frozenset[str]:
    """Those in force: what a run could ask for this minute."""
    return frozenset(queue.id for queue in await queues_in_force(tx))


KNOWN: dict[str, Known] = {"queue": _queues, "calendar": calendars.ids, "advisor": advisor_ids}
"""Kind of thing (as in Step.refers_to) → ids of those that exist."""


async def library_for(tx: Transaction, flow: Flow, voices: frozenset[str]) -> Library:
    """`voices`: languages that the installation can synthesise."""
    named: set[str] = set()
    for step in flow.steps.values():
        named |= {said for said in step.said() if isinstance(said, str)} | set(step.labels())
    found: dict[str, dict[str, bool]] = {}
    for row in await prompts.of_names(tx, named):
        found.setdefault(row["name"], {})[row["language"]] = row["recording"] is not None
    kinds = {kind for step in flow.steps.values() for kind, _ in step.refers_to()}
    known = {kind: await KNOWN[kind](tx) for kind in sorted(kinds) if kind in KNOWN}
    return Library(found, voices, known, CAPABILITIES)
