"""What the processes take from this room."""

from __future__ import annotations

from litestar import Router

from palabre.workforce.http import telework, workstations
from palabre.workforce.jobs import obey_contact_hours

__all__ = ["jobs", "routes"]

routes = [Router("/api", tags=["workforce"], route_handlers=[*telework.routes, *workstations.routes])]

jobs = (obey_contact_hours,)  # for the worker: each takes the services and runs until cancelled
