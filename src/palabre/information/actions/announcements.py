"""The emergency announcement: one gesture, said at every entry it is for from the next second on, until its end."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from palabre.channels.ports import Prompt
from palabre.flows.model.text import nearest
from palabre.flows.ports import Announced
from palabre.foundations import limits
from palabre.foundations.clock import Instant
from palabre.foundations.ids import PersonId
from palabre.information import store
from palabre.information.problems import AnnouncementImpossible, AnnouncementOver, AnnouncementUnknown
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.web.pages import Page, key_of, page_of
from palabre.tenants.actions.audit import record

DAY_MS = 86_400_000

Target = Literal["tenant", "entry", "queue"]
Texts = Annotated[dict[str, str], msgspec.Meta(min_length=1, max_length=20)]


class Announcement(msgspec.Struct, frozen=True):
    """`target` and its `subject`: everybody (''), a number or widget, a queue's id. `texts` by language.

    `hangs_up`: whoever calls hears it and is not taken any further. `state`: said, ended, withdrawn.
    """

    id: str
    target: str
    subject: str
    texts: dict[str, str]
    hangs_up: bool
    begins_at: Instant
    ends_at: Instant
    made_by: PersonId | None
    withdrawn_at: Instant | None
    state: str


async def announce(
    tx: Transaction, *, target: Target, subject: str, texts: dict[str, str], hangs_up: bool, ends_at: Instant
) -> Announcement:
    """From now on. Raises AnnouncementImpossible."""
    tx.scope.require("announcements.make")
    now, texts = now_ms(), {language: text.strip() for language, text in texts.items() if text.strip()}
    _check(texts, ends_at, now)
    values = {
        "id": new_id(), "target": target, "subject": _subject(target, subject), "texts": texts, "hangs_up": hangs_up,
        "now": now, "ends_at": ends_at, "made_by": tx.scope.person,
    }  # fmt: skip
    await store.insert_announcement(tx, values)
    await record(tx, "information.announce", f"announcement:{values['id']}", target=target, hangs_up=hangs_up,
                 ends_at=ends_at)  # fmt: skip
    return await _found(tx, values["id"])


def _subject(target: Target, subject: str) -> str:
    if target == "tenant":
        return ""
    if not subject or len(subject) > limits.NAME_CHARACTERS_MAX:
        raise AnnouncementImpossible(reason="subject")
    if target == "queue":
        try:
            return str(UUID(subject))
        except ValueError:
            raise AnnouncementImpossible(reason="subject") from None
    return subject


def _check(texts: dict[str, str], ends_at: Instant, now: Instant) -> None:
    if not texts:
        raise AnnouncementImpossible(reason="no_words")
    if any(len(text) > limits.ANNOUNCEMENT_CHARACTERS_MAX for text in texts.values()):
        raise AnnouncementImpossible(reason="too_long")
    _check_end(ends_at, now)


def _check_end(ends_at: Instant, now: Instant) -> None:
    if ends_at <= now:
        raise AnnouncementImpossible(reason="ended")
    if ends_at > now + limits.ANNOUNCEMENT_DAYS_MAX * DAY_MS:
        raise AnnouncementImpossible(reason="too_long")


async def withdraw(tx: Transaction, id: str) -> Announcement:
    """The one gesture back: the next caller hears nothing of it. Raises AnnouncementUnknown, AnnouncementOver."""
    tx.scope.require("announcements.make")
    found = await _found(tx, id)
    if found.state != "said":
        raise AnnouncementOver(announcement=id)
    await store.change_announcement(tx, id, now_ms(), found.ends_at)
    await record(tx, "information.withdraw", f"announcement:{id}")
    return await _found(tx, id)


async def restore(tx: Transaction, id: str) -> Announcement:
    """It was withdrawn by mistake: said again, until the same end."""
    tx.scope.require("announcements.make")
    found = await _found(tx, id)
    if found.state != "withdrawn" or found.ends_at <= now_ms():
        raise AnnouncementOver(announcement=id)
    await store.change_announcement(tx, id, None, found.ends_at)
    await record(tx, "information.restore", f"announcement:{id}")
    return await _found(tx, id)


async def end_at(tx: Transaction, id: str, ends_at: Instant) -> Announcement:
    """Longer, or shorter. Raises AnnouncementUnknown, AnnouncementOver, AnnouncementImpossible."""
    tx.scope.require("announcements.make")
    found = await _found(tx, id)
    if found.state != "said":
        raise AnnouncementOver(announcement=id)
    _check_end(ends_at, now_ms())
    await store.change_announcement(tx, id, None, ends_at)
    await record(tx, "information.end_at", f"announcement:{id}", before=found.ends_at, after=ends_at)
    return await _found(tx, id)


async def list_announcements(tx: Transaction, *, after: str, limit: int) -> Page[Announcement]:
    """Newest first."""
    tx.scope.require("information.view")
    rows = await store.announcements(tx, key_of(after, tuple[int, str]), limit + 1)
    return page_of(rows, limit, _shaped, "begins_at", "id")


async def announced(tx: Transaction, target: str, subject: str, languages: list[str]) -> Announced:
    """For flows (flows.ports.announce_by): what is said there now. An entry hears its own and the tenant's."""
    subjects = [(target, subject), *([("tenant", "")] if target == "entry" else [])]
    rows = await store.said_now(tx, subjects, now_ms(), limits.ANNOUNCEMENTS_SAID_MAX)
    words = [_words(row["texts"], languages) for row in rows]
    return Announced(
        tuple(str(row["id"]) for row in rows), tuple(Prompt("text", text, text) for text in words),
        tuple(row["begins_at"] for row in rows), any(row["hangs_up"] for row in rows))  # fmt: skip


def _words(texts: dict[str, str], languages: list[str]) -> str:
    """In the nearest language; in any rather than none: it is an emergency."""
    tags = [tag for language in languages if (tag := nearest(language, list(texts)))]
    return texts[tags[0]] if tags else next(iter(texts.values()))


async def _found(tx: Transaction, id: str) -> Announcement:
    row = await store.announcement(tx, id)
    if row is None:
        raise AnnouncementUnknown(announcement=id)
    return _shaped(row)


def _shaped(row: dict) -> Announcement:
    over = "withdrawn" if row["withdrawn_at"] else "ended" if row["ends_at"] <= now_ms() else "said"
    made_by = PersonId(str(row["made_by"])) if row["made_by"] else None
    return Announcement(
        str(row["id"]), row["target"], row["subject"], row["texts"], row["hangs_up"], row["begins_at"],
        row["ends_at"], made_by, row["withdrawn_at"], over)  # fmt: skip
