"""What the processes take from this room."""

from __future__ import annotations

from palabre.simulation.http import routes

__all__ = ["routes"]
