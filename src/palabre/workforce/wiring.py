"""What the processes take from this room."""

from __future__ import annotations

from litestar import Router

from palabre.workforce.http import forecasts, staffing, telework, workstations
from palabre.workforce.jobs import make_forecasts, obey_contact_hours

__all__ = ["jobs", "routes"]

_HANDLERS = [*telework.routes, *workstations.routes, *forecasts.routes, *staffing.routes]
routes = [Router("/api", tags=["workforce"], route_handlers=_HANDLERS)]

jobs = (obey_contact_hours, make_forecasts)  # for the worker: each takes the services and runs until cancelled
