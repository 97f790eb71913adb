"""What the processes take from this room; importing it registers its steps and what it says for flows."""

from __future__ import annotations

from palabre.flows.actions.library import KNOWN, NAMED
from palabre.flows.ports import announce_by
from palabre.information import store
from palabre.information.actions.announcements import announced
from palabre.information.http import routes
from palabre.information.jobs import fetch_feeds
from palabre.information.steps import exact_time, http_request, tell_feed  # noqa: F401  each registers its kind
from palabre.plumbing.postgres import Transaction

__all__ = ["jobs", "routes"]


async def named_by_themselves(tx: Transaction) -> dict[str, str]:
    """A credential is known by its name alone, here and anywhere."""
    return {name: name for name in await store.credential_names(tx)}


KNOWN["feed"] = store.feed_ids
KNOWN["credential"] = store.credential_names
NAMED["feed"] = store.feed_names
NAMED["credential"] = named_by_themselves
announce_by(announced)

jobs = (fetch_feeds,)  # for the worker: each takes the services and runs until cancelled
