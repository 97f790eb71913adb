"""All of this room's routes: a file per subject."""

from __future__ import annotations

from litestar import Router

from palabre.moving.http import imports, numbers

routes = [Router("/api", tags=["moving"], route_handlers=[*imports.handlers, *numbers.handlers])]
