"""What the processes take from this room; importing it registers what it erases with a customer."""

from __future__ import annotations

from palabre.customers.ports import on_erase
from palabre.moving.actions.erasing import erase_customer
from palabre.moving.http.routes import routes
from palabre.moving.jobs import jobs

__all__ = ["jobs", "routes"]

on_erase(erase_customer)
