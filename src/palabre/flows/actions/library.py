"""What publication looks a flow up against. Higher rooms add the kinds of things their steps refer to."""
from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import UUID

from palabre.channels.ports import CAPABILITIES
from palabre.flows.model.flow import Flow, read_flow
from palabre.flows.model.subflows import Offered, offered
from palabre.flows.model.validation import Library
from palabre.flows.store import calendars, flows, prompts
from palabre.foundations import limits
from palabre.foundations.ids import FlowId
from palabre.plumbing.postgres import Transaction
from palabre.routing.actions.advisors import advisor_ids
from palabre.routing.actions.queues import all_queues
from palabre.routing.actions.rules import queues_in_force
from palabre.tenants.actions.people import list_people

Known = Callable[[Transaction], Awaitable[frozenset[str]]]

async def _queues(tx: Transaction) -> frozenset[str]:
    """Those in force: what a run could ask for this minute."""
    return frozenset(queue.id for queue in await queues_in_force(tx))


Named = Callable[[Transaction], Awaitable[dict[str, str]]]


async def _queue_names(tx: Transaction) -> dict[str, str]:
    return {queue.id: queue.name for queue in await all_queues(tx)}


async def _flow_names(tx: Transaction) -> dict[str, str]:
    return {row["id"]: row["name"] for row in await flows.names(tx, limits.FLOWS_JUDGED_MAX)}


async def _advisor_addresses(tx: Transaction) -> dict[str, str]:
    """People are known elsewhere by their address alone; that of who may not see it is not told."""
    if "people.view" not in tx.scope.permissions:
        return {}
    found: dict[str, str] = {}
    after: str | None = ""
    while after is not None and len(found) < limits.ADVISORS_CHECKED_MAX:
        page = await list_people(tx, role="advisor", after=after, limit=limits.PAGE_ROWS_MAX)
        found |= {one.id: one.email for one in page.rows if one.email}
        after = page.next
    return found


NAMED: dict[str, Named] = {
    "queue": _queue_names, "calendar": calendars.names, "flow": _flow_names, "advisor": _advisor_addresses,
}  # fmt: skip
"""Kind of thing → id → the name by which it is found in another installation. Higher rooms add theirs."""

KNOWN: dict[str, Known] = {"queue": _queues, "calendar": calendars.ids, "advisor": advisor_ids}
"""Kind of thing (as in Step.refers_to) → ids of those that exist."""


async def library_for(tx: Transaction, flow: Flow, voices: frozenset[str], itself: FlowId) -> Library:
    """`voices`: languages that the installation can synthesise. `itself`: whose document this is."""
    named: set[str] = set()
    for step in flow.steps.values():
        named |= {said for said in step.said() if isinstance(said, str)} | set(step.labels())
    found: dict[str, dict[str, bool]] = {}
    for row in await prompts.of_names(tx, named):
        found.setdefault(row["name"], {})[row["language"]] = row["recording"] is not None
    kinds = {kind for step in flow.steps.values() for kind, _ in step.refers_to()}
    known = {kind: await KNOWN[kind](tx) for kind in sorted(kinds) if kind in KNOWN}
    return Library(found, voices, known, CAPABILITIES, *await _beside(tx, flow), itself, await _callers(tx, itself))


async def _beside(
    tx: Transaction, flow: Flow
) -> tuple[dict[str, Offered], dict[tuple[str, int], Offered]]:
    """Published flows, and the versions that this one pins."""
    return {one.flow: one for one in await offered_flows(tx)}, await pinned_by(tx, flow)


async def pinned_by(tx: Transaction, flow: Flow) -> dict[tuple[str, int], Offered]:
    """Versions of others that this one names."""
    pinned: dict[tuple[str, int], Offered] = {}
    for step in flow.steps.values():
        if (run := step.runs()) is not None and run[1] is not None:
            row = await flows.version(tx, FlowId(run[0]), run[1]) if _is_id(run[0]) else None
            if row is not None:
                pinned[run[0], run[1]] = offered(run[0], "", run[1], read_flow(row["document"]))
    return pinned


async def _callers(tx: Transaction, itself: FlowId) -> list[tuple[str, frozenset[str]]]:
    """Published flows that run this one in its latest version, and what they have wired."""
    found = []
    for row in await flows.published_documents(tx):
        for step in read_flow(row["document"]).steps.values():
            if (run := step.runs()) is not None and run[:2] == (itself, None) and row["flow"] != itself:
                found.append((row["name"], frozenset(step.next)))
    return found


async def offered_flows(tx: Transaction) -> list[Offered]:
    """What published flows offer to those who would run them, by name."""
    rows = await flows.published_documents(tx)
    made = [offered(row["flow"], row["name"], row["version"], read_flow(row["document"])) for row in rows]
    return sorted(made, key=lambda one: (one.name.lower(), one.flow))


async def _flows(tx: Transaction) -> frozenset[str]:
    return frozenset(row["flow"] for row in await flows.published_documents(tx))


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


KNOWN["flow"] = _flows
