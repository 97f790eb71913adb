"""What is published, tried by robots: a key of its own for each call, and what became of the run behind it."""
from __future__ import annotations

import secrets

from palabre.conversations.ports import ROBOT
from palabre.flows.actions.flows import published_version, read_version
from palabre.flows.model.flow import Flow
from palabre.flows.model.ways import Outcome, Passed, Way, end_of, tag_of, ways, what_of
from palabre.flows.problems import FlowNotPublished, FlowUnknown
from palabre.flows.store import flows as flow_rows
from palabre.flows.store import trials as store
from palabre.foundations.clock import HOUR, Instant
from palabre.foundations.ids import FlowId
from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Transaction

KEPT_HOURS = 2


async def answering(
    tx: Transaction, channel: str, entry: str, named: FlowId | None
) -> tuple[FlowId, int, Flow] | None:
    """The flow that answers there, its published version and that document; None: nobody. `named`: by the number
    itself, else it is the one of the entry."""
    row = None if named else await flow_rows.entry(tx, channel, entry)
    flow = named or (FlowId(row["flow"]) if row else None)
    try:
        return (flow, *await published_version(tx, flow)) if flow else None
    except (FlowNotPublished, FlowUnknown):
        return None


async def ways_through(tx: Transaction, flow: Flow, *, most: int) -> list[Way]:
    """Each branch of each menu, those of sub-flows too."""
    known: dict[tuple[str, int | None], Flow | None] = {}
    while True:
        missing: list[tuple[str, int | None]] = []

        def read(id: str, version: int | None, missing: list = missing) -> Flow | None:
            if (id, version) not in known:
                missing.append((id, version))
            return known.get((id, version))

        found = ways(flow, read, most=most)
        if not missing:
            return found
        for id, version in dict.fromkeys(missing):
            known[id, version] = await _document(tx, FlowId(id), version)


async def _document(tx: Transaction, id: FlowId, version: int | None) -> Flow | None:
    try:
        return await read_version(tx, id, version) if version else (await published_version(tx, id))[1]
    except (FlowUnknown, FlowNotPublished):
        return None


async def lend_to_robot(
    tx: Transaction, flow: FlowId, version: int, *, entry: str, language: str, as_if: Instant | None = None
) -> str:
    """A key that runs this published version as if `entry` had been called at `as_if` (ms; None: now)."""
    key = ROBOT + secrets.token_hex(12)
    await store.forget_robots(tx, now_ms() - KEPT_HOURS * HOUR)
    await store.keep_robots(tx, key, flow, version, language, entry, as_if)
    return key


async def outcome(tx: Transaction, key: str) -> Outcome:
    """What became of the call that this key was lent for."""
    row, tried = await store.last_run(tx, key, 0), await store.of_key(tx, key)
    if row is None or tried is None:
        return Outcome("none")
    begun = await read_version(tx, FlowId(tried["flow"]), tried["version"])
    documents: dict[str, Flow | None] = {tried["flow"]: begun}
    path: list[Passed] = []
    came_to = ""
    for flow, name in [(tried["flow"], begun.start), *row["path"]]:
        if flow not in documents:
            documents[flow] = await _document(tx, FlowId(flow), None)
        document = documents[flow]
        if document and (step := document.steps.get(name)):
            path.append(Passed(flow, name, tag_of(step), step.title, what_of(step)))
            came_to = end_of(step)
    ended = row["state"] == "ended"
    return Outcome("ended" if ended else "running", row["reason"] if ended else "", path, came_to)
