"""What the processes take from this room."""

from __future__ import annotations

from palabre.moving.http.routes import routes

__all__ = ["jobs", "routes"]

jobs: tuple = ()
