"""All that is published judged at once, as publication would judge it today: what it leans on is read once for all."""
from __future__ import annotations

import msgspec

from palabre.channels.ports import CAPABILITIES
from palabre.flows.actions.library import KNOWN, pinned_by
from palabre.flows.model.flow import Flow, read_flow
from palabre.flows.model.subflows import offered
from palabre.flows.model.validation import Library, flow_faults
from palabre.flows.store import flows as store
from palabre.flows.store import prompts
from palabre.foundations import limits
from palabre.foundations.ids import FlowId
from palabre.plumbing.postgres import Transaction


class Judged(msgspec.Struct, frozen=True):
    """A published flow. `changed`: its draft is another. `faults`: codes of what publication would refuse now."""

    flow: FlowId
    name: str
    version: int
    changed: bool
    faults: tuple[str, ...]


async def judge_published(tx: Transaction, voices: frozenset[str]) -> list[Judged]:
    """By name; FLOWS_JUDGED_MAX at most. `voices`: languages that the installation can synthesise."""
    tx.scope.require("flows.view")
    rows = await store.published_beside_drafts(tx, limits.FLOWS_JUDGED_MAX)
    documents = {row["flow"]: read_flow(row["document"]) for row in rows}
    said = await _prompts(tx, [*documents.values()])
    kinds = {kind for flow in documents.values() for step in flow.steps.values() for kind, _ in step.refers_to()}
    known = {kind: await KNOWN[kind](tx) for kind in sorted(kinds) if kind in KNOWN}
    offers = {row["flow"]: offered(row["flow"], row["name"], row["version"], documents[row["flow"]]) for row in rows}
    callers = _callers({row["flow"]: row["name"] for row in rows}, documents)
    found = []
    for row in rows:
        flow = documents[row["flow"]]
        library = Library(said, voices, known, CAPABILITIES, offers, await pinned_by(tx, flow), FlowId(row["flow"]),
                          callers.get(row["flow"], []))  # fmt: skip
        faults = tuple(fault.code for fault in flow_faults(flow, library))
        found.append(Judged(FlowId(row["flow"]), row["name"], row["version"], row["changed"], faults))
    return found


async def _prompts(tx: Transaction, flows: list[Flow]) -> dict[str, dict[str, bool]]:
    """Name → language → whether it is recorded."""
    named = {said for flow in flows for step in flow.steps.values() for said in step.said() if isinstance(said, str)}
    named |= {label for flow in flows for step in flow.steps.values() for label in step.labels()}
    found: dict[str, dict[str, bool]] = {}
    for row in await prompts.of_names(tx, named):
        found.setdefault(row["name"], {})[row["language"]] = row["recording"] is not None
    return found


def _callers(names: dict[str, str], documents: dict[str, Flow]) -> dict[str, list[tuple[str, frozenset[str]]]]:
    """Flow → those that run it in its latest version, and what they have wired."""
    found: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for caller, flow in documents.items():
        for step in flow.steps.values():
            if (run := step.runs()) is not None and run[1] is None and run[0] != caller:
                found.setdefault(run[0], []).append((names[caller], frozenset(step.next)))
    return found
