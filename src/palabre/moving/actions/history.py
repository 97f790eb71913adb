"""Imports as people see them: what was given, what it would change or has changed, by whom, and how far it is."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import Any

import msgspec

from palabre.foundations import limits
from palabre.foundations.clock import HOUR
from palabre.moving.model.kinds import BY_NAME, LANGUAGES
from palabre.moving.model.words import ADDED_TITLES, said
from palabre.moving.problems import ImportUnknown
from palabre.moving.store import imports as store
from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.web.pages import Page, cursor_of, key_of, page_of

PERMISSION = "moving.import"


class File(msgspec.Struct):
    """One file of an upload. `kind`: '' where nobody knows what it is, then `reason`. `extra`: columns that are no
    kind's (kept as her own where `kept`). `header`: as it stood there."""

    name: str
    kind: str
    reason: str = ""
    encoding: str = ""
    separator: str = ""
    header: list[str] = []
    columns: dict[str, list[str]] = {}
    extra: list[str] = []
    doubled: list[str] = []
    kept: bool = False
    rows: int = 0
    why: str = ""


class Import(msgspec.Struct):
    """`state`: reading, unreadable, ready (a preview), applying, applied, undoing, undone. `counts`: kind → new,
    changed, same, refused. `rows`, `done`: of what is under way. `left`: rows that undoing left. `failure`: why
    nothing was applied, with the line. `undo_until`: ms, where it can still be undone."""

    id: str
    file_name: str
    state: str
    created_at: int
    created_by: str | None
    applied_at: int | None
    applied_by: str | None
    undone_at: int | None
    undone_by: str | None
    files: list[File]
    counts: dict[str, dict[str, int]]
    rows: int
    done: int
    left: int
    failure: dict[str, str] | None
    undo_until: int | None


class Field(msgspec.Struct):
    """One field that a row would set, or has set. `title`: its column, in her language."""

    name: str
    title: str
    before: str
    after: str


class ImportRow(msgspec.Struct):
    """`state`: new, changed, same, refused. `why`: in her language. `undone`: '', undone or left, then `left_why`."""

    position: int
    kind: str
    line: int
    key: str
    state: str
    fields: list[Field]
    column: str
    reason: str
    why: str
    applied: bool
    undone: str
    left_why: str


async def list_imports(tx: Transaction, *, after: str, limit: int) -> Page[Import]:
    tx.scope.require(PERMISSION)
    rows = await store.page(tx, key_of(after, tuple[int, str]), limit + 1)
    return page_of(rows, limit, lambda row: shaped(row, tx.scope.language), "created_at", "id")


async def get_import(tx: Transaction, id: str) -> Import:
    tx.scope.require(PERMISSION)
    return shaped(await row_of(tx, id), tx.scope.language)


async def row_of(tx: Transaction, id: str, *, lock: bool = False) -> dict[str, Any]:
    row = await store.find(tx, id, lock=lock)
    if row is None or row["state"] == "discarded":
        raise ImportUnknown()
    return row


def shaped(row: dict[str, Any], language: str) -> Import:
    def text(name: str) -> str | None:
        return str(row[name]) if row[name] else None

    until = row["applied_at"] + limits.MOVING_UNDO_DAYS * 24 * HOUR if row["applied_at"] else None
    able = until and until > now_ms() and (row["state"] == "applied" or (row["state"] == "undone" and row["left_rows"]))
    files = msgspec.convert(row["files"], list[File])
    for file in files:
        file.why = said(file.reason, "", language)
    failure = row["failure"]
    if failure:
        failure = {**failure, "why": said(failure.get("reason", "refused"), failure.get("what", ""), language)}
    return Import(
        str(row["id"]), row["file_name"], row["state"], row["created_at"], text("created_by"), row["applied_at"],
        text("applied_by"), row["undone_at"], text("undone_by"), files, row["counts"], row["rows"],
        row["done"], row["left_rows"], failure, until if able else None)  # fmt: skip


async def list_rows(
    tx: Transaction, id: str, *, kind: str | None, state: str | None, undone: str | None, after: str, limit: int
) -> Page[ImportRow]:
    """In the order of the files."""
    tx.scope.require(PERMISSION)
    await row_of(tx, id)
    key = key_of(after, tuple[int])
    rows = await store.rows_page(tx, id, kind=kind, state=state, undone=undone, after=key[0] if key else -1,
                                 limit=limit + 1)  # fmt: skip
    more = cursor_of(rows[limit - 1]["position"]) if len(rows) > limit else None
    return Page([_row(row, tx.scope.language) for row in rows[:limit]], more)


def _row(row: dict[str, Any], language: str) -> ImportRow:
    after = row["after"] or row["fields"]
    shown = _in_order(row["kind"], row["before"] if row["state"] == "changed" else row["fields"])
    fields = [Field(name, title_of(row["kind"], name, language), _shown(row["before"].get(name, "")),
                    _shown("yes" if name == "active" else after.get(name, ""))) for name in shown]  # fmt: skip
    if row["state"] == "refused":
        fields = [Field(name, name, "", value) for name, value in row["fields"].items()]
    return ImportRow(
        row["position"], row["kind"], row["line"], row["key"], row["state"], fields,
        title_of(row["kind"], row["field"], language) if row["field"] else "", row["reason"],
        said(row["reason"], row["what"], language), row["applied_at"] is not None, row["undone"],
        said(row["left_reason"], row["what"], language))  # fmt: skip


def _in_order(kind: str, fields: dict[str, str]) -> list[str]:
    """As the columns of a template stand."""
    at = {column.name: n for n, column in enumerate(BY_NAME[kind].columns)} if kind in BY_NAME else {}
    return sorted(fields, key=lambda name: (at.get(name, len(at)), name))


def _shown(text: str) -> str:
    """A sound is known to people by that it is one."""
    return "♪" if text.startswith("sound:") else text


def title_of(kind: str, column: str, language: str) -> str:
    at = LANGUAGES.index(language) if language in LANGUAGES else 1
    titles = {c.name: c.titles[at] for c in BY_NAME[kind].columns} if kind in BY_NAME else {}
    active = ("En service", "In service", "في الخدمة")[at]
    return titles.get(column, active if column == "active" else column.removeprefix("more:"))


async def refused_csv(tx: Transaction, id: str, kind: str) -> str:
    """The refused rows of one kind as they stood, with what is wrong: to be corrected and given again."""
    tx.scope.require(PERMISSION)
    found = await row_of(tx, id)
    header = next((f["header"] for f in found["files"] if f["kind"] == kind), [])
    rows = await store.rows_page(tx, id, kind=kind, state="refused", undone=None, after=-1,
                                 limit=limits.MOVING_ROWS_MAX)  # fmt: skip
    at = LANGUAGES.index(tx.scope.language) if tx.scope.language in LANGUAGES else 1
    added = [titles[at] for titles in ADDED_TITLES.values()]
    return written([[*header, *added], *(
        [*(row["fields"].get(name, "") for name in header), str(row["line"]),
         title_of(kind, row["field"], tx.scope.language), said(row["reason"], row["what"], tx.scope.language)]
        for row in rows)])  # fmt: skip


def written(rows: Sequence[Sequence[str]]) -> str:
    """CSV as spreadsheets open it; no cell is taken for a formula."""
    lines: list[str] = []
    writer = csv.writer(_Lines(lines), delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([f"'{cell}" if cell[:1] in "=@\t" and cell else cell for cell in row])
    return "\ufeff" + "".join(lines)


class _Lines:
    def __init__(self, lines: list[str]) -> None:
        self.write = lines.append
