"""A span's own rows, for higher rooms that play it again. Bounded: `cut` says that there were more."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from palabre.foundations.clock import Instant
from palabre.plumbing.postgres import Transaction
from palabre.reporting.actions import periods
from palabre.reporting.model.rows import Contact, Interval
from palabre.reporting.store import spans

INTERVALS_PER_CONTACT = 8  # a handled call makes three or four; pauses and those who wait make some


class Span(msgspec.Struct):
    """`end`: as asked, or where the most allowed were reached (`cut`)."""

    begin: Instant
    end: Instant
    contacts: list[Contact]
    intervals: list[Interval]
    cut: bool


async def rows_between(tx: Transaction, begin: Instant, end: Instant, most: int) -> Span:
    """Contacts that entered a queue in [begin, end), `most` at most, and the intervals beside them."""
    tx.scope.require("reporting.view")
    contacts = await spans.contacts(tx, begin, end, most + 1)
    cut = len(contacts) > most
    if cut:
        end = contacts[most].queued
        contacts = [c for c in contacts[:most] if c.queued < end]
    intervals = await spans.intervals(tx, begin, end, most * INTERVALS_PER_CONTACT + 1)
    return Span(begin, end, contacts, intervals, cut)


async def held_in(tx: Transaction, asked: Sequence[periods.Span], most: int) -> list[int]:
    """For each span, how many contacts entered a queue in it, counted up to `most`."""
    tx.scope.require("reporting.view")
    return await spans.counts(tx, [one.begin for one in asked], [one.end for one in asked], most)
