"""An upload read and judged, row by row, into rows that people look at. Nothing else is written.

What is there is asked for by batches, so that a hundred thousand customers need the memory of two hundred. Read again
from its beginning where a worker was cut.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import Any

import msgspec

from palabre.channels.voice.actions.dialling import check_number
from palabre.channels.voice.actions.numbers import find_number
from palabre.flows.actions.calendars import zone
from palabre.foundations import limits, tables
from palabre.foundations.problems import Problem
from palabre.foundations.tables import Unreadable
from palabre.moving.actions.hands import names
from palabre.moving.actions.hands.every import hands
from palabre.moving.actions.hands.prompts import SOUND
from palabre.moving.actions.history import File
from palabre.moving.actions.package import Package, fetched, hash_of
from palabre.moving.actions.working import Held
from palabre.moving.model.judging import (
    MORE,
    At,
    Judged,
    Thing,
    addresses,
    cleaned,
    judge,
    key_of,
    leans_on,
    missing,
    refused,
)
from palabre.moving.model.kinds import BY_NAME, KINDS, Kind, columns_of, kind_of_file, plain
from palabre.moving.store import imports as store
from palabre.plumbing.postgres import Transaction
from palabre.tenants.model.people import check_roles

MANY = ("customers", "do_not_call")  # may be a hundred thousand


class Raw(msgspec.Struct):
    """A row as it stands: `cells` by our columns, `whole` by the file's."""

    line: int
    cells: dict[str, list[str]]
    whole: dict[str, str]


class Sheet(msgspec.Struct):
    file: File
    kind: Kind
    text: str
    names: list[str]
    at: dict[str, list[int]]


async def read(held: Held) -> None:
    """From reading to ready, or unreadable."""
    async with held.transaction() as tx:
        await store.delete_rows(tx, held.id)
        await store.set_state(tx, held.id, "reading", done=0)
    file = await fetched(held.services, held.scope.tenant, str(held.row["blob"]))
    with file:
        try:
            package = await asyncio.to_thread(Package, file, held.row["file_name"])
            await _Reader(held, package).run()
        except Unreadable as why:
            await _unreadable(held, [File(held.row["file_name"], "", reason=f"file_{why.reason}")])


async def _unreadable(held: Held, files: list[File]) -> None:
    async with held.transaction() as tx:
        await store.set_state(tx, held.id, "unreadable", files=msgspec.to_builtins(files), holder="", held_until=0)


class _Reader:
    def __init__(self, held: Held, package: Package) -> None:
        self._held, self._package = held, package
        self._hands = hands(held.services)
        self._files: list[File] = []
        self._counts: dict[str, Counter[str]] = {}
        self._coming: dict[str, set[str]] = {}  # names that come with this upload, folded
        self._seen: dict[str, dict[str, int]] = {}  # key → line of the same kind
        self._known: dict[str, frozenset[str]] = {}
        self._position = 0
        self.sounds: dict[str, str] = {}

    async def run(self) -> None:
        sheets = await asyncio.to_thread(self._sheets)
        for kind in KINDS:
            for sheet in (s for s in sheets if s.kind.name == kind.name):
                await self._sheet(sheet)
        if not any(f.kind for f in self._files):
            return await _unreadable(self._held, self._files)
        async with self._held.transaction() as tx:
            await store.set_state(tx, self._held.id, "ready", holder="", held_until=0,
                                  files=msgspec.to_builtins(self._files), counts=self._plain_counts())  # fmt: skip

    def _plain_counts(self) -> dict[str, dict[str, int]]:
        states = ("new", "changed", "same", "refused")
        return {kind: {state: found[state] for state in states} for kind, found in self._counts.items()}

    def _sheets(self) -> list[Sheet]:
        found = []
        for name, data in self._package.tables():
            file = File(name, "")
            self._files.append(file)
            try:
                if (sheet := _sheet_of(file, data, self._held.row["kind"])) is not None:
                    found.append(sheet)
            except Unreadable as why:
                file.reason = f"file_{why.reason}"
        self._files += [File(name, "", reason="file_not_a_table") for name in self._package.others()]
        return found

    async def _sheet(self, sheet: Sheet) -> None:
        kind, most = sheet.kind, limits.MOVING_ROWS_MAX if sheet.kind.name in MANY else limits.MOVING_THINGS_MAX
        self._counts.setdefault(kind.name, Counter())
        rows = _rows(sheet)
        if kind.name not in MANY:  # they may lean on one another, further down too
            whole = list(islice(rows, most + 1))
            self._coming[kind.name] = {plain_key for raw in whole if (plain_key := _name_of(kind, raw))}
            rows = iter(whole)
        while batch := await asyncio.to_thread(lambda: list(islice(rows, limits.MOVING_BATCH_ROWS))):
            sheet.file.rows += len(batch)
            if sheet.file.rows > most:
                raise Unreadable("too_many_rows")
            await self._batch(kind, batch)

    async def _batch(self, kind: Kind, batch: list[Raw]) -> None:
        about = self._held.about
        cleans = await asyncio.to_thread(lambda: [_clean(kind, raw, about) for raw in batch])
        async with self._held.transaction(len(batch)) as tx:
            keys = [key for one in cleans if isinstance(one, dict) for key in keys_of(kind, one)]
            there = await self._hands[kind.name].present(tx, keys) if keys else {}
            judged = [await self._judge(tx, kind, raw, one, there) for raw, one in zip(batch, cleans, strict=True)]
            await store.insert_rows(tx, [self._row(kind, raw, one) for raw, one in zip(batch, judged, strict=True)])

    async def _judge(
        self, tx: Transaction, kind: Kind, raw: Raw, fields: dict[str, str] | Judged, there: Mapping[str, Thing]
    ) -> Judged:
        if isinstance(fields, Judged):
            return fields
        keys = keys_of(kind, fields)
        if not keys:
            return refused(raw.whole, kind.key[0], "no_address" if kind.name == "customers" else "no_key")
        seen = self._seen.setdefault(kind.name, {})
        if (line := next((seen[key] for key in keys if key in seen), None)) is not None:
            return refused(raw.whole, kind.key[0], "twice", str(line))
        for key in keys:
            seen[key] = raw.line
        await self._know(tx, kind, fields)
        known = lambda of: self._known.get(of, frozenset()) | self._coming.get(of, set())
        judged = missing(kind, fields, known) or await self._fit(tx, kind, fields, there_of(kind, fields, there))
        return msgspec.structs.replace(judged, fields=raw.whole) if judged.state == "refused" else judged

    async def _know(self, tx: Transaction, kind: Kind, fields: Mapping[str, str]) -> None:
        for _, of, _ in leans_on(kind, fields):
            if of not in self._known:
                self._known[of] = frozenset(await names.ids(tx, of))

    async def _fit(self, tx: Transaction, kind: Kind, fields: dict[str, str], there: Thing | None) -> Judged:
        """What only this installation can say of it."""
        if there is not None and not there.id:
            return refused(fields, "phones", "several_customers")
        look = {"hours": self._fit_hours, "queues": self._fit_queue, "numbers": self._fit_number,
                "advisors": self._fit_advisor, "prompts": self._fit_prompt}.get(kind.name)  # fmt: skip
        return (await look(tx, fields, there) if look else None) or judge(kind, fields, there)

    async def _fit_hours(self, tx: Transaction, fields: dict[str, str], there: Thing | None) -> Judged | None:
        try:
            zone(fields.get("zone") or self._held.about.zone)
        except Problem:
            return refused(fields, "zone", "not_a_zone", fields.get("zone", ""))
        return None

    async def _fit_queue(self, tx: Transaction, fields: dict[str, str], there: Thing | None) -> Judged | None:
        if there and fields.get("channel", there.fields["channel"]) != there.fields["channel"]:
            return refused(fields, "channel", "channel_fixed", there.fields["channel"])
        return None

    async def _fit_number(self, tx: Transaction, fields: dict[str, str], there: Thing | None) -> Judged | None:
        if there is None and await find_number(self._held.services.database, fields["number"]):
            return refused(fields, "number", "number_elsewhere")
        if rescue := fields.get("rescue_number"):
            try:
                await check_number(tx, rescue, "rescue")
            except Problem as problem:
                return refused(fields, "rescue_number", "refused", problem.code)
        return None

    async def _fit_advisor(self, tx: Transaction, fields: dict[str, str], there: Thing | None) -> Judged | None:
        before = there.fields if there else {}
        roles = (fields.get("roles") or before.get("roles") or "advisor").split("; ")
        partner = fields.get("partner", before.get("partner", ""))
        try:
            check_roles(tx.scope, [*roles, *before.get("roles", "").split("; ")] if there else roles, partner or None)
        except Problem as problem:
            reason = "more_than_you" if problem.code == "tenants.roles_not_granted" else "not_for_a_partner"
            return refused(fields, "roles", reason)
        return None

    async def _fit_prompt(self, tx: Transaction, fields: dict[str, str], there: Thing | None) -> Judged | None:
        if not (fields.get("text") or fields.get("file") or there):
            return refused(fields, "text", "prompt_without_words")
        if not (name := fields.get("file")):
            return None
        if not self._package.has_sound(name):
            return refused(fields, "file", "no_such_file", name)
        wav = await asyncio.to_thread(self._package.sound, name)
        if wav is None:
            return refused(fields, "file", "sound_unreadable", name)
        fields["file"] = f"{SOUND}{hash_of(wav)}:{name}"
        if there and there.fields["file"].startswith(f"{SOUND}{hash_of(wav)}:"):
            fields["file"] = there.fields["file"]
        return None

    def _row(self, kind: Kind, raw: Raw, one: Judged) -> dict[str, Any]:
        self._counts[kind.name][one.state] += 1
        self._position += 1
        return {"import": self._held.id, "position": self._position, "kind": kind.name, "line": raw.line,
                "key": "" if one.state == "refused" else next(iter(keys_of(kind, one.fields)), ""), "state": one.state,
                "field": one.field, "reason": one.reason, "what": one.what, "fields": one.fields,
                "before": one.before, "thing": one.thing}  # fmt: skip


def _clean(kind: Kind, raw: Raw, about: Any) -> dict[str, str] | Judged:
    try:
        return cleaned(kind, raw.cells, about)
    except At as at:
        return refused(raw.whole, at.column, at.reason, at.what)


def keys_of(kind: Kind, fields: Mapping[str, str]) -> list[str]:
    """All that it can be found by."""
    if kind.name == "customers":
        return addresses(fields)
    key = key_of(kind, fields)
    return [key] if key else []


def there_of(kind: Kind, fields: Mapping[str, str], there: Mapping[str, Thing]) -> Thing | None:
    """Who has one of its addresses; a thing without id where several have."""
    found = {thing.id: thing for key in keys_of(kind, fields) if (thing := there.get(key)) is not None}
    if len(found) > 1:
        return Thing("", {})
    return next(iter(found.values()), None)


def _name_of(kind: Kind, raw: Raw) -> str:
    given = raw.cells.get("name") or [""]
    return key_of(BY_NAME["skills"], {"name": given[0]})


def _sheet_of(file: File, data: bytes, wanted: str) -> Sheet | None:
    """What a table is of: as asked, else by its name, else by its columns. None: nobody knows."""
    text, file.encoding = tables.decode(data)
    file.separator = tables.separator_of(text)
    _, first = next(tables.rows_of(text, file.separator), (0, []))
    header, file.doubled = tables.named_columns(first)
    kind = BY_NAME.get(wanted) or kind_of_file(file.name) or _kind_of_columns(first)
    at = columns_of(kind, first) if kind else {}
    if kind is None or not any(name in at for name in kind.key):
        file.reason, file.header = "file_no_header" if kind else "file_unknown_kind", header[:50]
        return None
    used = {position for positions in at.values() for position in positions}
    file.kind, file.header, file.kept = kind.name, header[:200], kind.more
    file.columns = {name: [header[p] for p in positions] for name, positions in at.items()}
    file.extra = [title for p, title in enumerate(header) if p not in used][:50]
    return Sheet(file, kind, text, header, at)


def _kind_of_columns(header: Collection[str]) -> Kind | None:
    """The kind that knows most of these columns, and all that it is known by."""
    worth = {kind: len(columns_of(kind, header)) for kind in KINDS
             if any(n in columns_of(kind, header) for n in kind.key)}  # fmt: skip
    titles = sum(1 for one in header if plain(one))
    best = max(worth, key=lambda kind: worth[kind], default=None)
    return best if best and worth[best] * 2 > titles else None


def _rows(sheet: Sheet) -> Iterator[Raw]:
    used = {position for positions in sheet.at.values() for position in positions}
    rows = tables.rows_of(sheet.text, sheet.file.separator)
    next(rows, None)
    for line, cells in rows:
        ours = {name: [cells[p] for p in at if p < len(cells)] for name, at in sheet.at.items()}
        whole = {name: cells[p][:500] for p, name in enumerate(sheet.names[:200]) if p < len(cells)}
        if sheet.kind.more:
            ours |= {f"{MORE}{name[:60]}": [cells[p]] for p, name in enumerate(sheet.names) if p < len(cells)
                     and p not in used}  # fmt: skip
        yield Raw(line, ours, whole)
