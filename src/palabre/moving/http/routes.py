"""All of this room's routes: a file per subject."""

from __future__ import annotations

from litestar import Router

from palabre.moving.http import checklist, imports, numbers, rehearsals

_handlers = [one for part in (imports, numbers, rehearsals, checklist) for one in part.handlers]
routes = [Router("/api", tags=["moving"], route_handlers=_handlers)]
