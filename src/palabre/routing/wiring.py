"""What the processes take from this room, and what it hangs on to below."""

from __future__ import annotations

from palabre.routing.actions.skills import configure_advisor
from palabre.routing.http import advisors, changes, explain, rules
from palabre.routing.jobs import publish_scheduled
from palabre.tenants.ports import on_person_changed

__all__ = ["connect", "jobs", "routes"]

routes = [*rules.routes, *changes.routes, *explain.routes, *advisors.routes]
jobs = (publish_scheduled,)  # for the worker: each takes the services and runs until cancelled


def connect() -> None:
    """People who change are told to the partition. Once per process, before its first request."""
    on_person_changed(configure_advisor)
