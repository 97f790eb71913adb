"""What the processes take from this room."""

from __future__ import annotations

from palabre.customers.http import routes

__all__ = ["routes"]
