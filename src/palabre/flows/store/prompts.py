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


async def of_names(tx: Transaction, names: Collection[str]) -> list[dict]:
    return await tx.all(
        """select name, language, text, recording::text from palabre.prompt
           where tenant = %(tenant)s and name = any(%(names)s)""",
        {"tenant": tx.scope.tenant, "names": list(names)})


async def page(tx: Transaction, after: tuple[str, str], limit: int) -> list[dict]:
    return await tx.all(
        """select name, language, text, recording::text, changed_at from palabre.prompt
           where tenant = %(tenant)s and (name, language) > (%(name)s, %(language)s)
           order by name, language limit %(limit)s""",
        {"tenant": tx.scope.tenant, "name": after[0], "language": after[1], "limit": limit})
