"""A draft tried by who writes it: the runner, lines and steps that customers have, by an entry that counts nowhere."""
from __future__ import annotations

import secrets
from typing import Any

import msgspec

from palabre.channels.chat.actions import put_widget
from palabre.channels.voice.actions.phones import Credentials, issue_trial_call
from palabre.conversations.ports import TRIAL
from palabre.flows.actions.flows import check_draft, get_flow
from palabre.flows.model.faults import Fault
from palabre.flows.model.flow import read_flow
from palabre.flows.problems import TrialNotPossible
from palabre.flows.store import trials as store
from palabre.foundations.clock import HOUR, Instant
from palabre.foundations.ids import FlowId
from palabre.foundations.problems import Forbidden
from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.services import Services
from palabre.tenants.actions.audit import record

FATAL = ("start_unknown", "flow_unreadable", "channel_unknown")
"""With these it cannot begin; whatever else is wrong, it is tried as far as it goes."""

FORGOTTEN_DAYS = 2
HIDDEN = "_"
GONE_SECONDS, SILENT_SECONDS = 60, 1800


class Trial(msgspec.Struct, frozen=True):
    """`key`: of a chat (`/chat-ws/KEY`) or of a call. `faults`: what publication would refuse. `begun_at`: ms."""

    key: str
    version: int
    faults: list[Fault]
    begun_at: Instant


class Progress(msgspec.Struct, frozen=True):
    """`state`: none (nobody came yet), running, ended (`reason`). `step` in `flow`, `variables` of that flow.

    `path`: (flow, step) come by. `depth`: flows that wait for this one.
    """

    state: str
    channel: str = ""
    flow: str = ""
    step: str = ""
    visit: int = 0
    reason: str = ""
    variables: dict[str, str] = {}
    path: list[tuple[str, str]] = []
    depth: int = 0
    conversation: str = ""


async def begin_trial(tx: Transaction, id: FlowId, *, voices: frozenset[str], language: str = "") -> Trial:
    """The draft as it stands is what her key runs from now on; what she tried before keeps its own document."""
    tx.scope.require("flows.edit")
    if tx.scope.person is None:
        raise Forbidden(permission="flows.edit")
    flow = await get_flow(tx, id)
    faults = await check_draft(tx, id, voices=voices)
    if fatal := [[f.code, f.where, f.what] for f in faults if f.code in FATAL]:
        raise TrialNotPossible(faults=fatal)
    document = read_flow(flow.draft)
    known, now = await store.of_person(tx, id, tx.scope.person), now_ms()
    key = known["key"] if known else TRIAL + secrets.token_hex(12)
    version = await store.insert_version(tx, id, flow.draft, tx.scope.person)
    await store.keep(tx, key, id, tx.scope.person, version, language or document.languages[0])
    if known is None:
        await put_widget(
            tx, key=key, name=flow.name, origins=[], greetings={}, gone_seconds=GONE_SECONDS,
            silent_seconds=SILENT_SECONDS)  # fmt: skip
    await store.forget_versions(tx, id, now - FORGOTTEN_DAYS * 24 * HOUR)
    await record(tx, "flows.try_draft", f"flow:{id}", revision=flow.revision)
    return Trial(key, version, faults, now)


async def call_trial(services: Services, tx: Transaction, id: FlowId) -> Credentials:
    """A telephone for some minutes that reaches her trial alone. Raises TrialNotPossible where she has begun none."""
    return await issue_trial_call(services, tx, (await _hers(tx, id))["key"])


async def watch_trial(tx: Transaction, id: FlowId, since: Instant) -> Progress:
    """Her newest run begun after `since`."""
    row = await store.last_run(tx, (await _hers(tx, id))["key"], since)
    if row is None:
        return Progress("none")
    shown = {name: value for name, value in row["variables"].items() if not name.startswith(HIDDEN)}
    state = "ended" if row["state"] == "ended" else "running"
    return Progress(
        state, row["channel"], row["flow"], row["step"], row["visit"], row["reason"], shown,
        [(flow, step) for flow, step in row["path"]], len(row["frames"]), row["conversation"])  # fmt: skip


async def _hers(tx: Transaction, id: FlowId) -> dict[str, Any]:
    tx.scope.require("flows.edit")
    known = await store.of_person(tx, id, tx.scope.person) if tx.scope.person is not None else None
    if known is None:
        raise TrialNotPossible(faults=[["trial_not_begun", "", ""]])
    return known
