"""What a process needs to serve desks: routes, the gateway's life, uvicorn's options."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar

from palabre.desk.actions.gateway import Gateway
from palabre.desk.drivers.websocket import OPTIONS, LiveWebSocket

# for uvicorn.Config(**UVICORN): desks need our protocol class
UVICORN = {"ws": LiveWebSocket, **OPTIONS}


@asynccontextmanager
async def lifespan(app: Litestar) -> AsyncIterator[None]:
    """The gateway lives as long as the application."""
    gateway = app.state.gateway = Gateway(app.state.services)
    await gateway.start()
    try:
        yield
    finally:
        await gateway.stop()
