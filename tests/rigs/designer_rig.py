"""A flow of a test's own in the designer, drawn by mouse or by the keyboard alone."""

from __future__ import annotations

import time

from desk_rig import Desk
from people import Person
from playwright.async_api import Locator, Page, expect

WIDE = {"width": 1366, "height": 800}
STEPS = {
    "hello": {"kind": "say", "prompts": [{"say": "text", "value": "Bienvenue à l’essai"}], "next": {"done": "menu"}},
    "menu": {
        "kind": "menu",
        "title": "Que voulez-vous ?",
        "prompts": [{"say": "text", "value": "Un ou deux ?"}],
        "options": [{"key": "1", "exit": "one"}, {"key": "2", "exit": "two"}],
        "next": {"one": "queue", "two": "bye", "silence": "bye", "wrong": "bye"},
    },
    "bye": {"kind": "hang_up"},
}


class Drawn:
    """A flow of a test's own, open in the designer."""

    def __init__(self, desk: Desk, nadia: Person, name: str) -> None:
        self.desk, self.page, self.nadia, self.name = desk, desk.page, nadia, name

    @property
    def id(self) -> str:
        rows = self.nadia.get("/api/flows", limit=500)["rows"]
        return next(row["id"] for row in rows if row["name"] == self.name)

    @property
    def draft(self) -> dict:
        return self.nadia.get(f"/api/flows/{self.id}")["draft"]

    async def saved(self) -> None:
        await expect(self.page.locator("[data-saving=saved]")).to_be_visible()

    def widget(self) -> str:
        """A page's chat that this flow answers."""
        key = self.nadia.post("/api/chat/widgets", {"name": self.name, "origins": ["*"]})["key"]
        self.nadia.put(f"/api/flow-entries/chat/{key}", {"flow": self.id})
        return key


async def drag(page: Page, source: Locator, target: Locator) -> None:
    from_box, to_box = await source.bounding_box(), await target.bounding_box()
    assert from_box and to_box
    await page.mouse.move(from_box["x"] + from_box["width"] / 2, from_box["y"] + from_box["height"] / 2)
    await page.mouse.down()
    x, y = to_box["x"] + to_box["width"] / 2, to_box["y"] + to_box["height"] / 2
    await page.mouse.move(x - 5, y - 5, steps=4)
    await page.mouse.move(x, y, steps=3)
    await page.mouse.up()


async def eventually_draft(drawn: Drawn, holds) -> None:
    deadline = time.monotonic() + 15
    while not holds(drawn.draft):
        assert time.monotonic() < deadline, drawn.draft
        await drawn.page.wait_for_timeout(50)


class Keys:
    """The keyboard alone: Tab to what is wanted, then keys."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def to(self, wanted: Locator, back: bool = False) -> None:
        handle = await wanted.element_handle()
        for _ in range(220):
            if await self.page.evaluate("one => document.activeElement === one", handle):
                return
            await self.page.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"Tab never reaches {wanted}")

    async def press(self, wanted: Locator, key: str = "Enter", back: bool = False) -> None:
        await self.to(wanted, back)
        await self.page.keyboard.press(key)

    async def write(self, wanted: Locator, text: str) -> None:
        await self.to(wanted)
        await self.page.keyboard.press("Control+a")
        await self.page.keyboard.type(text)

    async def choose(self, wanted: Locator, label: str) -> None:
        """In a native list: its arrows, until it says what is wanted."""
        await self.to(wanted)
        await self.page.keyboard.press("Home")
        count = await wanted.evaluate("one => one.options.length")
        for _ in range(count):
            if await wanted.evaluate("one => one.selectedOptions[0]?.label") == label:
                return
            await self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no {label}")

    async def says(self, panel: Locator, text: str) -> None:
        """What this step says is written."""
        await self.press(panel.get_by_role("button", name="Écrire un message : Ce qui est dit"))
        await self.page.get_by_role("dialog").get_by_label("Texte en fr").wait_for()
        await self.page.keyboard.type(text)
        await self.press(self.page.get_by_role("button", name="Enregistrer le texte"))
        await self.page.get_by_role("dialog").wait_for(state="detached")

    def exit_of(self, step: str, exit: str) -> Locator:
        """In the outline."""
        return self.page.locator(f"li[data-step='{step}']").get_by_label(exit, exact=True)

    async def leads_to(self, step: str, exit: str, kind: str, name: str) -> Locator:
        """From the outline, that exit leads to a new step of this kind: its panel."""
        await self.choose(self.exit_of(step, exit), kind)
        await self.page.keyboard.press("Enter")
        panel = self.page.get_by_role("region", name=f"Étape {name.replace('_', ' ')}")
        await panel.wait_for()
        return panel


def filled(drawn: Drawn, queue: str) -> None:
    exits = dict.fromkeys(("longest_wait", "closed", "full", "nobody"), "bye")
    steps = STEPS | {"queue": {"kind": "queue", "title": "Vers nous", "queue": queue, "next": exits}}
    now = drawn.nadia.get(f"/api/flows/{drawn.id}")
    draft = {"languages": ["fr"], "channels": ["voice", "chat"], "start": "hello", "steps": steps}
    drawn.nadia.put(f"/api/flows/{drawn.id}/draft", {"draft": draft, "revision": now["revision"]})


async def reopened(drawn: Drawn) -> None:
    page = drawn.page
    await page.goto(f"{drawn.desk.url}/desk/setup/flows")
    await page.get_by_role("button", name=f"Ouvrir {drawn.name}").click()
    await expect(page.locator(".react-flow__node").first).to_be_visible()


async def says(drawn: Drawn, name: str) -> None:
    """The flow says this message, and the step that does is open."""
    nadia = drawn.nadia
    nadia.put(f"/api/prompts/{name}/fr", {"text": "Bonjour"})
    now = nadia.get(f"/api/flows/{drawn.id}")
    steps = {"say": {"kind": "say", "prompts": [name], "next": {"done": "end"}}, "end": {"kind": "hang_up"}}
    draft = now["draft"] | {"steps": steps, "start": "say"}
    nadia.put(f"/api/flows/{drawn.id}/draft", {"draft": draft, "revision": now["revision"]})
    await reopened(drawn)
    await drawn.page.locator('.react-flow__node [data-step="say"]').click()
