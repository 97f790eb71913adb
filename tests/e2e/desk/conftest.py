"""One installation and two browsers for all: who works here speaks 1,000 Hz, who calls 440 Hz; music is 620 Hz."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import ears
import pytest
import pytest_asyncio
from designer_rig import Drawn
from desk_rig import SECONDS_MAX, Caller, Desk, chromium, chromium_path, context_of, straight_to_queue
from people import Person
from playwright.async_api import Browser, Playwright, async_playwright, expect
from robots.installation import Installation

ROOT = Path(__file__).parents[3]
UNHURRIED = {"offer_seconds": 120.0, "wrap_up_seconds": 120.0}
expect.set_options(timeout=SECONDS_MAX * 1000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One loop for the session: browsers and the installation live in it."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session")
def told() -> Callable[[str], None]:
    """`told("line")`: what was measured, for whoever names a file in PALABRE_E2E_TOLD."""
    path = os.environ.get("PALABRE_E2E_TOLD")

    def write(line: str) -> None:
        if path:
            with open(path, "a") as out:
                out.write(line + "\n")

    return write


@pytest.fixture(scope="session")
def pictures() -> Path | None:
    """A folder for screenshots: what PALABRE_E2E_PICTURES names. Without it none is taken."""
    if not (kept := os.environ.get("PALABRE_E2E_PICTURES")):
        return None
    Path(kept).mkdir(parents=True, exist_ok=True)
    return Path(kept)


@pytest.fixture(scope="session")
def installation(missing: Callable[[object], None]) -> Iterator[Installation]:
    if not chromium_path():
        missing("Chromium: apt install chromium, or PALABRE_CHROMIUM=/path")
    if not (ROOT / "web/apps/desk/dist/index.html").exists():
        missing("web/apps/desk is not built: ./palabre demo builds it")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PALABRE_SPEECH_VOICES", "sw=http://127.0.0.1:9/")  # an engine where nobody listens
        with Installation() as made:
            yield from _ready(made, missing)


def _ready(made: Installation, missing: Callable[[object], None]) -> Iterator[Installation]:
    if not made.told["voice"]:
        missing("Asterisk: ./palabre doctor says why")
    ears.write_tone(made.data / "asterisk/moh/music.wav", ears.MUSIC_HERTZ, rate=8_000)
    yield made


@pytest.fixture(scope="session")
def nadia(installation: Installation) -> Iterator[Person]:
    """The administrator, over HTTP."""
    made = Person(installation.url, *installation.sign_in("nadia"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def patience(nadia: Person) -> Callable[..., None]:
    """`patience(offer_seconds=…)`: of every queue, in force for what is offered from then on."""

    def publish(**options: float) -> None:
        for queue in nadia.get("/api/queues")["rows"]:
            wanted = {"version": queue["version"], "options": queue["options"] | options}
            nadia.patch(f"/api/queues/{queue['id']}", wanted)
        nadia.post("/api/routing/publish")

    return publish


@pytest.fixture(scope="session", autouse=True)
def _unhurried(patience: Callable[..., None]) -> None:
    """Offers and wrap-ups outlast whatever a slow machine does meanwhile; what they do by themselves has its tests."""
    patience(**UNHURRIED)


@pytest.fixture(scope="session")
def queues(nadia: Person) -> dict[str, str]:
    return {one["name"]: one["id"] for one in nadia.get("/api/queues")["rows"]}


@pytest.fixture(scope="session")
def direct(nadia: Person, queues: dict[str, str], installation: Installation) -> str:
    """The customer's page whose call goes to the queue `Commercial` without a word."""
    return straight_to_queue(nadia, installation.url, queues["Commercial"])


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def playwright() -> AsyncIterator[Playwright]:
    async with async_playwright() as made:
        yield made


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(playwright: Playwright, installation: Installation) -> AsyncIterator[Browser]:
    """Of those who work here."""
    made = await chromium(playwright, installation.folder, ears.ADVISOR_HERTZ)
    yield made
    await made.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def outside_browser(playwright: Playwright, installation: Installation) -> AsyncIterator[Browser]:
    """Of those who call."""
    made = await chromium(playwright, installation.folder, ears.CALLER_HERTZ)
    yield made
    await made.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def _seats(browser: Browser) -> AsyncIterator[dict[str, Desk]]:
    seats: dict[str, Desk] = {}
    yield seats
    for desk in seats.values():
        await desk.context.close()


Seat = Callable[[str], Awaitable[Desk]]


@pytest_asyncio.fixture(loop_scope="session")
async def seat(browser: Browser, installation: Installation, _seats: dict[str, Desk]) -> AsyncIterator[Seat]:
    """`await seat("awa")`: signed in, at her desk, kept from test to test; afterwards she has nothing and is away."""
    used: list[Desk] = []

    async def take(key: str) -> Desk:
        if key not in _seats or _seats[key].page.is_closed():
            _seats[key] = await Desk.open(browser, installation.url, *installation.sign_in(key))
            await _seats[key].enter()
        used.append(_seats[key])
        return _seats[key]

    yield take
    for desk in used:
        accidents, desk.accidents[:] = list(desk.accidents), []
        if desk.page.is_closed():
            continue
        if desk.me:
            await desk.leave()
        assert not accidents, accidents


@pytest_asyncio.fixture(loop_scope="session")
async def fresh_desk(browser: Browser, installation: Installation) -> AsyncIterator[Callable[..., Awaitable[Desk]]]:
    """`await fresh_desk("paul", url=…, locale=…)`: a context of this test's own, not yet signed in."""
    made: list[Desk] = []

    async def open_desk(key: str, *, url: str = "", within: Browser | None = None, **more) -> Desk:
        made.append(await Desk.open(within or browser, url or installation.url, *installation.sign_in(key), **more))
        made[-1].api = f"{installation.url}/api"  # also when what stood before it has gone
        return made[-1]

    yield open_desk
    for desk in made:
        if desk.me and not desk.page.is_closed():
            await desk.leave()
        await desk.context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def caller(outside_browser: Browser, direct: str, installation: Installation) -> AsyncIterator[Caller]:
    """Somebody in front of the customer's page, whose call would go straight to a queue."""
    installation.rows("delete from phone where network is not null returning 1")  # ten calls in ten minutes a network
    context = await context_of(outside_browser)
    yield await Caller.open(context, direct)
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def rama(browser: Browser, installation: Installation, nadia: Person) -> AsyncIterator[Desk]:
    """Somebody of this test's own: what she agrees to binds nobody else."""
    password = f"Baobab-{secrets.token_hex(6)}"
    name = f"Rama {secrets.token_hex(3)}"
    email = f"{name.replace(' ', '-').lower()}@example.test"
    wanted = {"name": name, "email": email, "roles": ["advisor"], "password": password}
    id = nadia.post("/api/people", wanted)["id"]
    made = await Desk.open(browser, installation.url, email, password)
    await made.enter()
    made.name = name
    yield made
    accidents = list(made.accidents)
    await made.context.close()
    nadia.patch(f"/api/people/{id}", {"version": nadia.get(f"/api/people/{id}")["version"], "active": False})
    assert not accidents, accidents


@pytest_asyncio.fixture(loop_scope="session")
async def drawn(seat: Seat, nadia: Person) -> AsyncIterator[Drawn]:
    """A new flow, open in the designer."""
    admin = await seat("nadia")
    page, name = admin.page, f"Essai dessiné {time.time_ns()}"
    await page.evaluate("localStorage.removeItem('palabre.flows.view')")
    await page.goto(f"{admin.url}/desk/setup/flows")
    await page.get_by_role("button", name="Nouveau parcours").click()
    await page.get_by_role("dialog").get_by_label("Nom").fill(name)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name=name)).to_be_visible()
    yield Drawn(admin, nadia, name)
    await page.goto(f"{admin.url}/desk/setup/people")
