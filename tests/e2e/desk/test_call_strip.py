"""The call strip in a real call: at every width who it is is read whole, and every gesture stays within it."""

from __future__ import annotations

import pytest
from axe_rig import turns_to
from desk_rig import until_page

WIDTHS = (1366, 1024, 768, 320)
OUTSIDE = """() => {
  const strip = document.querySelector('[data-call]'), frame = strip.getBoundingClientRect();
  const beyond = ({ left, right, top, bottom, width }) => width > 0 &&
    (left < frame.left - 1 || right > frame.right + 1 || top < frame.top - 1 || bottom > frame.bottom + 1);
  const out = [...strip.querySelectorAll('button')].filter((one) => beyond(one.getBoundingClientRect()));
  const name = strip.querySelector('strong');
  const cut = name.scrollWidth > name.clientWidth ? ['name'] : [];
  return [...out.map((one) => one.getAttribute('aria-label')), ...cut];
}"""


@pytest.mark.parametrize("language", ["fr", "ar"])
async def test_who_it_is_and_every_gesture_are_there_at_every_width(language, seat, caller, pictures):
    awa = await seat("awa")
    await awa.be("available")
    await caller.call()
    await awa.accept()
    try:
        if language != "fr":
            await turns_to(awa, language)
        for width in WIDTHS:
            await awa.page.set_viewport_size({"width": width, "height": 800})
            await until_page(awa.page, f"innerWidth === {width} && document.documentElement.scrollWidth <= {width}")
            await awa.page.evaluate("new Promise(requestAnimationFrame)")
            found = await awa.page.evaluate(OUTSIDE)
            await awa.picture(f"strip_{language}_{width}", pictures)
            assert not found, f"{width}: {found}"
    finally:
        await awa.page.set_viewport_size({"width": 1366, "height": 800})
        if language != "fr":
            await turns_to(awa, "fr")
