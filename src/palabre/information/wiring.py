"""What the processes take from this room; importing it registers its steps and what it says for flows."""

from __future__ import annotations

from palabre.flows.actions.library import KNOWN
from palabre.flows.ports import announce_by
from palabre.information import store
from palabre.information.actions.announcements import announced
from palabre.information.http import routes
from palabre.information.jobs import fetch_feeds
from palabre.information.steps import exact_time, http_request, tell_feed  # noqa: F401  each registers its kind

__all__ = ["jobs", "routes"]

KNOWN["feed"] = store.feed_ids
KNOWN["credential"] = store.credential_names
announce_by(announced)

jobs = (fetch_feeds,)  # for the worker: each takes the services and runs until cancelled
