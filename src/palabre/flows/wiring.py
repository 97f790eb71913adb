"""What the processes take from this room; importing it registers the kinds of steps."""
from __future__ import annotations

from palabre.conversations.ports import on_card
from palabre.customers.ports import on_erase
from palabre.flows.actions.calendars import calendar_names, compiled_hours
from palabre.flows.actions.choices import choices_of
from palabre.flows.actions.runner import FlowRunner
from palabre.flows.actions.runs import erase_customer
from palabre.flows.http import designer, packages
from palabre.flows.http import routes as drafts
from palabre.flows.jobs import let_go_packages, publish_planned, refresh_hours_ahead
from palabre.flows.steps import (  # noqa: F401  each registers its kind
    branch,
    business_hours,
    collect,
    come_back,
    hang_up,
    menu,
    queue,
    record_consent,
    record_prompt,
    say,
    set,
    sub_flow,
    transfer,
)
from palabre.routing.ports import use_calendar_names, use_hours

__all__ = ["FlowRunner", "jobs", "routes"]

use_hours(compiled_hours)
use_calendar_names(calendar_names)
on_erase(erase_customer)
on_card("choices", choices_of)

routes = [*drafts.routes, *designer.routes, *packages.routes]
# for the worker: each takes the services and runs until cancelled
jobs = (refresh_hours_ahead, publish_planned, let_go_packages)
