"""What the processes take from this room; importing it registers its step and what it erases with a customer."""

from __future__ import annotations

from palabre.customers.ports import on_erase
from palabre.voicemail.actions.messages import erase_customer
from palabre.voicemail.http import routes
from palabre.voicemail.jobs import jobs
from palabre.voicemail.steps import voicemail  # noqa: F401  registers its kind

__all__ = ["jobs", "routes"]

on_erase(erase_customer)
