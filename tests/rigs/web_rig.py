"""The public port over real PostgreSQL and NATS, in the test's own loop: founded tenants, and browsers that sign in."""

from __future__ import annotations

import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from palabre.foundations.ids import TenantId
from palabre.plumbing import logs
from palabre.plumbing.bus import Bus
from palabre.plumbing.postgres import Database
from palabre.plumbing.secrets import Secrets, master_key
from palabre.plumbing.services import Services
from palabre.plumbing.settings import Settings
from palabre.plumbing.web.application import build_app
from palabre.plumbing.web.options import WebOptions
from palabre.routing import wiring as routing
from palabre.tenants import wiring as tenants
from palabre.tenants.actions.tenants import Founded, create_tenant
from palabre.tenants.model.permissions import everything

# what an accident's reference leads to, for whoever reads a failed test
_shown = logging.StreamHandler(sys.stderr)
_shown.setFormatter(logs.JsonLines("test"))
logging.getLogger("palabre.web").addHandler(_shown)

PASSWORD = "une phrase de passe longue"


class Browser:
    """One person's browser: keeps its cookie, gives X-CSRF. Each has an address of its own unless `host` is said."""

    _hosts = 0

    def __init__(self, app: Any, host: str = "", scheme: str = "http") -> None:
        Browser._hosts += 1
        peer = host or f"198.51.{Browser._hosts // 250}.{Browser._hosts % 250 + 1}"
        transport = httpx.ASGITransport(app=app, client=(peer, 1), raise_app_exceptions=False)
        self.http = httpx.AsyncClient(transport=transport, base_url=f"{scheme}://palabre.test")
        self.me: dict = {}

    async def sign_in(self, email: str, password: str = PASSWORD, **more: Any) -> httpx.Response:
        answer = await self.http.post("/api/session", json={"sign_in": email, "password": password, **more})
        if answer.status_code == 201:
            self.me = answer.json()
            self.http.headers["x-csrf"] = self.me["csrf"]
        return answer

    async def get(self, path: str, **params: Any) -> httpx.Response:
        return await self.http.get(path, params=params)

    async def ask(self, method: str, path: str, body: Any = None) -> httpx.Response:
        return await self.http.request(method, path, json=body)

    async def post(self, path: str, body: Any = None) -> Any:
        """The answer's JSON; an error status fails the test with what was said."""
        answer = await self.ask("POST", path, body)
        assert answer.status_code < 300, (path, answer.status_code, answer.text)
        return answer.json() if answer.content else None


class WebRig:
    """`app`, `services`, and tenants founded by name."""

    def __init__(self, app: Any, services: Services, admin: Database, dsn: Any) -> None:
        self.app, self.services, self.admin, self.dsn = app, services, admin, dsn
        self._browsers: list[Browser] = []

    async def found(self, name: str, email: str, **more: Any) -> Founded:
        return await create_tenant(
            self.admin,
            name,
            administrator_name=f"Admin {name}",
            administrator_email=email,
            administrator_password=PASSWORD,
            **more,
        )

    def browser(self, **more: Any) -> Browser:
        self._browsers.append(Browser(self.app, **more))
        return self._browsers[-1]

    async def signed_in(self, email: str, **more: Any) -> Browser:
        browser = self.browser()
        answer = await browser.sign_in(email, **more)
        assert answer.status_code == 201, answer.text
        return browser

    def transaction(self, tenant: TenantId):
        """As the installation itself, within this tenant."""
        return self.services.database.transaction(everything(tenant))

    async def close(self) -> None:
        for browser in self._browsers:
            await browser.http.aclose()


@asynccontextmanager
async def open_web_rig(
    database: Any, nats: Any, folder: Path, *, routes: list | None = None, options: WebOptions | None = None
) -> AsyncIterator[WebRig]:
    """`database`, `nats`: the fixtures. `routes`: more than those of tenants, customers and routing."""
    from palabre.customers import wiring as customers

    web, admin = await Database.open(database.dsn("web")), await Database.open(database.dsn("owner"), size_max=2)
    bus = await Bus.open(nats.url("front"), "test")
    services = Services(Settings(), web, bus, None, None, None, Secrets(web, master_key(folder / "master.key")))
    routing.connect()
    mine = [*tenants.routes, *routing.routes, *customers.routes, *(routes or [])]
    rig = WebRig(
        build_app(services, mine, authenticate=tenants.authenticate, options=options or WebOptions()),
        services,
        admin,
        database.dsn,
    )
    try:
        yield rig
    finally:
        await rig.close()
        await bus.close()
        await web.close()
        await admin.close()
