"""Rows of drafts that are tried: who, by which key, and which document the key runs."""
from __future__ import annotations

from typing import Any

from psycopg.types.json import Jsonb

from palabre.foundations.ids import FlowId, PersonId
from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Transaction

NOBODY = "00000000-0000-0000-0000-000000000000"


async def of_person(tx: Transaction, flow: FlowId, person: PersonId) -> dict | None:
    return await tx.one(
        """select key, version, begun_at from palabre.flow_trial
           where tenant = %(tenant)s and flow = %(flow)s and person = %(person)s and entry = ''""",
        {"tenant": tx.scope.tenant, "flow": flow, "person": person})


async def of_key(tx: Transaction, key: str) -> dict | None:
    return await tx.one(
        """select flow::text, version, entry, as_if from palabre.flow_trial
           where tenant = %(tenant)s and key = %(key)s""",
        {"tenant": tx.scope.tenant, "key": key})


async def keep(tx: Transaction, key: str, flow: FlowId, person: PersonId, version: int, language: str) -> None:
    await tx.execute(
        """insert into palabre.flow_trial (tenant, key, flow, person, version, language, begun_at)
           values (%(tenant)s, %(key)s, %(flow)s, %(person)s, %(version)s, %(language)s, %(now)s)
           on conflict (tenant, key) do update
             set version = excluded.version, language = excluded.language, begun_at = excluded.begun_at""",
        {"tenant": tx.scope.tenant, "key": key, "flow": flow, "person": person, "version": version,
         "language": language, "now": now_ms()})


async def keep_robots(
    tx: Transaction, key: str, flow: FlowId, version: int, language: str, entry: str, as_if: int | None
) -> None:
    """`version`: one that was published; `entry`: the number that is called in name."""
    await tx.execute(
        """insert into palabre.flow_trial (tenant, key, flow, person, version, language, begun_at, entry, as_if)
           values (%(tenant)s, %(key)s, %(flow)s, %(nobody)s, %(version)s, %(language)s, %(now)s, %(entry)s, %(as_if)s)
           on conflict (tenant, key) do nothing""",
        {"tenant": tx.scope.tenant, "key": key, "flow": flow, "nobody": NOBODY, "version": version,
         "language": language, "now": now_ms(), "entry": entry, "as_if": as_if})


async def forget_robots(tx: Transaction, before: int) -> None:
    """Keys of robots' calls begun before `before` (ms)."""
    await tx.execute(
        "delete from palabre.flow_trial where tenant = %(tenant)s and entry <> '' and begun_at < %(before)s",
        {"tenant": tx.scope.tenant, "before": before})


async def insert_version(tx: Transaction, flow: FlowId, document: Any, by: PersonId) -> int:
    """The document as it is tried: a version below zero, whose runs find it after a restart too."""
    row = await tx.one(
        """insert into palabre.flow_version (tenant, flow, version, document, published_by, published_at)
           select %(tenant)s, %(flow)s, least(coalesce(min(version), 0), 0) - 1, %(document)s, %(by)s, %(now)s
           from palabre.flow_version where tenant = %(tenant)s and flow = %(flow)s returning version""",
        {"tenant": tx.scope.tenant, "flow": flow, "document": Jsonb(document), "by": by, "now": now_ms()})
    return row["version"]


async def forget_versions(tx: Transaction, flow: FlowId, before: int) -> None:
    """Documents tried before `before` (ms) whose runs have ended and which no key runs any more."""
    await tx.execute(
        """delete from palabre.flow_version v where v.tenant = %(tenant)s and v.flow = %(flow)s and v.version < 0
             and v.published_at < %(before)s
             and not exists (select from palabre.flow_trial t
               where t.tenant = %(tenant)s and t.flow = v.flow and t.version = v.version)
             and not exists (select from palabre.flow_run r where r.tenant = %(tenant)s and r.flow = v.flow
               and r.version = v.version and r.state <> 'ended')""",
        {"tenant": tx.scope.tenant, "flow": flow, "before": before})


async def last_run(tx: Transaction, key: str, since: int) -> dict | None:
    """The newest run of this key begun after `since`."""
    return await tx.one(
        """select conversation::text, channel, flow::text, version, step, visit, variables, state, reason, path, frames,
             began_at
           from palabre.flow_run where tenant = %(tenant)s and entry = %(key)s and began_at >= %(since)s
           order by id desc limit 1""",
        {"tenant": tx.scope.tenant, "key": key, "since": since})
