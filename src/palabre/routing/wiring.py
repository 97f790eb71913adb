"""What the processes take from this room, and what it hangs on to below."""

from __future__ import annotations

from palabre.routing.actions.skills import configure_advisor
from palabre.routing.http import explain, rules
from palabre.tenants.ports import on_person_changed

__all__ = ["connect", "routes"]

routes = [*rules.routes, *explain.routes]


def connect() -> None:
    """People who change are told to the partition. Once per process, before its first request."""
    on_person_changed(configure_advisor)
