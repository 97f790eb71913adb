"""A run's two ends, each one call within a transaction."""
from __future__ import annotations

from palabre.conversations.ports import is_trial
from palabre.flows.actions.flows import published_version, read_version
from palabre.flows.facts import FlowBegan, FlowEnded
from palabre.flows.model.text import nearest
from palabre.flows.model.variables import AS_IF, begins_with
from palabre.flows.store import runs as store
from palabre.flows.store import trials
from palabre.flows.store.runs import Run
from palabre.foundations.ids import ConversationId, CustomerId, FlowId, RunId
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction


async def begin_run(
    tx: Transaction, *, conversation: ConversationId, flow: FlowId, channel: str, entry: str, language: str = ""
) -> Run:
    """A run of the flow's published version at its first step, told to the partition. Raises FlowNotPublished.

    A trial's entry runs the draft as it was when the trial began. `language`: what the customer asked for; the run
    begins in the flow's nearest, else in its first.
    """
    tried = await trials.of_key(tx, entry) if is_trial(entry) else None
    version = tried["version"] if tried else None
    version, document = (version, await read_version(tx, flow, version)) if version else (
        await published_version(tx, flow))  # fmt: skip
    spoken = nearest(language, document.languages) or document.languages[0]
    begun = {**document.variables, **begins_with(document.declares)}
    variables = {"language": spoken, **begun, "channel": channel, "entry": (tried and tried["entry"]) or entry}
    if tried and tried["as_if"] is not None:
        variables[AS_IF] = str(tried["as_if"])
    run = Run(
        id=RunId(new_id()), conversation=conversation, flow=flow, version=version, channel=channel, entry=entry,
        step=document.start, visit=1, attempt=0, variables=variables, awaited={}, line_cursor="", state="running",
        reason="", began_at=now_ms(),
    )
    await store.insert(tx, run)
    tx.tell(FlowBegan(now_ms(), run.id, conversation, flow, version))
    return run


async def count_runs(tx: Transaction, conversation: ConversationId) -> int:
    """How many it has had; nobody else begins one of it until this transaction ends."""
    await store.alone(tx, conversation)
    return await store.count(tx, conversation)


async def end_run(tx: Transaction, run: RunId, reason: str, *, attempt: int | None = None) -> bool:
    """End it and tell the partition; False when it had ended (or another process has it, where `attempt` is given)."""
    ended = await store.end(tx, run, reason, attempt)
    if ended is None:
        return False
    tx.tell(FlowEnded(now_ms(), run, ended.conversation, reason))
    return True


async def erase_customer(tx: Transaction, customer: CustomerId) -> None:
    """What flows hold of her; a run under way keeps its variables until it has ended."""
    await store.erase_customer(tx, customer)
