"""What stands beside a conversation: advisors' notes, attachments, its outcome. One call = part of one transaction."""

from __future__ import annotations

from typing import Any

from palabre.conversations.actions.messages import checked_text
from palabre.conversations.problems import OutcomeUnknown
from palabre.conversations.store import notes
from palabre.foundations.ids import ConversationId, PersonId
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction


async def add_note(tx: Transaction, conversation: ConversationId, author: PersonId, text: str) -> dict[str, Any]:
    """{id, conversation, author, text, created_at}: seen by advisors only, also after the end."""
    note = {
        "id": new_id(),
        "conversation": conversation,
        "author": author,
        "text": checked_text(text),
        "created_at": now_ms(),
    }
    await notes.insert_note(tx, note["id"], conversation, author, note["text"], note["created_at"])
    return note


async def list_notes(tx: Transaction, conversation: ConversationId) -> list[dict[str, Any]]:
    return await notes.notes(tx, [conversation])


async def attach(
    tx: Transaction, conversation: ConversationId, attachment: str, kind: str, *, seconds: float | None = None
) -> None:
    """A recording, file or photo (by the id its room serves it by) takes its place in the timeline. Idempotent."""
    await notes.attach(tx, attachment, conversation, kind, seconds, now_ms())


async def list_attachments(tx: Transaction, conversation: ConversationId) -> list[dict[str, Any]]:
    """[{id, conversation, kind, seconds, created_at}]; what they hold is served by the room that made them."""
    return await notes.attachments(tx, [conversation])


async def set_outcome(tx: Transaction, conversation: ConversationId, author: PersonId | None, code: str | None) -> None:
    """The wrap-up code; None takes it back. Raises OutcomeUnknown."""
    if code is not None and code not in {r["code"] for r in await notes.outcome_codes(tx)}:
        raise OutcomeUnknown(code=code)
    await notes.set_outcome(tx, conversation, code, author, now_ms())


async def list_outcome_codes(tx: Transaction, *, retired: bool = False) -> list[dict[str, Any]]:
    """[{code, labels: {language: label}, position, retired_at}] in the tenant's order."""
    return await notes.outcome_codes(tx, retired=retired)


async def put_outcome_code(
    tx: Transaction, code: str, labels: dict[str, str], *, position: int = 0, retired: bool = False
) -> None:
    await notes.put_outcome_code(tx, code, labels, position, now_ms() if retired else None)
