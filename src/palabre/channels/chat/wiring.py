"""What the processes take from this room."""

from __future__ import annotations

from palabre.channels.chat.drivers.line import ChatLine
from palabre.channels.chat.http.routes import routes, with_hub
from palabre.channels.chat.jobs import end_silent

__all__ = ["ChatLine", "jobs", "routes", "with_hub"]

jobs = (end_silent,)  # for the worker: each takes the services and runs until cancelled
