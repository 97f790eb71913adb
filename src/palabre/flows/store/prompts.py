"""Rows of prompts: what is said, by name and language."""
from __future__ import annotations

from collections.abc import Collection

from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Transaction


async def save(tx: Transaction, name: str, language: str, text: str) -> None:
    """Its words; a recording stays."""
    await tx.execute(
        """insert into palabre.prompt (tenant, name, language, text, changed_at)
           values (%(tenant)s, %(name)s, %(language)s, %(text)s, %(now)s)
           on conflict (tenant, name, language) do update set text = excluded.text, changed_at = excluded.changed_at""",
        {"tenant": tx.scope.tenant, "name": name, "language": language, "text": text, "now": now_ms()})


async def set_recording(tx: Transaction, name: str, language: str, recording: str | None) -> str | None:
    """Attach a blob; returns the id of the one it replaces."""
    before = await tx.one(
        """select recording::text from palabre.prompt
           where tenant = %(tenant)s and name = %(name)s and language = %(language)s for update""",
        {"tenant": tx.scope.tenant, "name": name, "language": language})
    await tx.execute(
        """insert into palabre.prompt (tenant, name, language, recording, changed_at)
           values (%(tenant)s, %(name)s, %(language)s, %(recording)s, %(now)s)
           on conflict (tenant, name, language) do update
             set recording = excluded.recording, changed_at = excluded.changed_at""",
        {"tenant": tx.scope.tenant, "name": name, "language": language, "recording": recording,
         "now": now_ms()})
    return before["recording"] if before else None


async def delete(tx: Transaction, name: str, language: str) -> dict | None:
    return await tx.one(
        """delete from palabre.prompt where tenant = %(tenant)s and name = %(name)s and language = %(language)s
           returning recording::text""",
        {"tenant": tx.scope.tenant, "name": name, "language": language})


async def of_names(tx: Transaction, names: Collection[str], *, lock: bool = False) -> list[dict]:
    locked = "order by name, language for update" if lock else ""
    return await tx.all(
        f"""select name, language, text, recording::text from palabre.prompt
            where tenant = %(tenant)s and name = any(%(names)s) {locked}""",
        {"tenant": tx.scope.tenant, "names": list(names)})


async def named_recordings(tx: Transaction, blobs: Collection[str]) -> set[str]:
    """Of these, those that a prompt has."""
    rows = await tx.all(
        """select distinct recording::text from palabre.prompt
           where tenant = %(tenant)s and recording = any(%(blobs)s::uuid[])""",
        {"tenant": tx.scope.tenant, "blobs": list(blobs)})
    return {row["recording"] for row in rows}


async def page(tx: Transaction, after: tuple[str, str], limit: int) -> list[dict]:
    return await tx.all(
        """select name, language, text, recording::text, changed_at from palabre.prompt
           where tenant = %(tenant)s and (name, language) > (%(name)s, %(language)s)
           order by name, language limit %(limit)s""",
        {"tenant": tx.scope.tenant, "name": after[0], "language": after[1], "limit": limit})


# -- codes by which one is spoken on a telephone


async def insert_code(tx: Transaction, digest: bytes, name: str, language: str, person: str, expires_at: int) -> None:
    await tx.execute(
        """insert into palabre.flow_prompt_code (tenant, digest, name, language, person, expires_at)
           values (%(tenant)s, %(digest)s, %(name)s, %(language)s, %(person)s, %(expires_at)s)""",
        {"tenant": tx.scope.tenant, "digest": digest, "name": name, "language": language, "person": person,
         "expires_at": expires_at})


async def code(tx: Transaction, digest: bytes, now: int) -> dict | None:
    return await tx.one(
        """select name, language, person::text from palabre.flow_prompt_code
           where tenant = %(tenant)s and digest = %(digest)s and expires_at > %(now)s""",
        {"tenant": tx.scope.tenant, "digest": digest, "now": now})


async def delete_code(tx: Transaction, digest: bytes) -> None:
    await tx.execute(
        "delete from palabre.flow_prompt_code where tenant = %(tenant)s and digest = %(digest)s",
        {"tenant": tx.scope.tenant, "digest": digest})


async def forget_codes(tx: Transaction, now: int) -> None:
    """Those whose time is over."""
    await tx.execute(
        "delete from palabre.flow_prompt_code where tenant = %(tenant)s and expires_at <= %(now)s",
        {"tenant": tx.scope.tenant, "now": now})
