// What a page looks like, for tests: what a narrow screen cuts off, what moves by itself, where the Tab key stops.
(() => {
  if (globalThis.testEyes) return;
  const words = (e) => (e.innerText || e.ariaLabel || e.labels?.[0]?.innerText || "").slice(0, 40);
  const told = (e) => `${e.tagName.toLowerCase()}.${e.className} "${words(e)}"`;
  const marked = (e) => {
    const style = getComputedStyle(e);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  };
  const within = (n, most) => Math.min(most - 2, Math.max(1, n));

  globalThis.testEyes = {
    /** What does not fit the width (WCAG 1.4.10). A table may be wider, in a frame of its own that scrolls it. */
    tooWide() {
      const found = [], page = document.scrollingElement.scrollWidth - innerWidth;
      if (page > 0) found.push(`the page by ${page} px`);
      for (const e of document.querySelectorAll("body *")) {
        const box = e.getBoundingClientRect();
        if (!box.width || e.closest("table, [role=table], .unseen, svg") || !e.checkVisibility({ visibilityProperty: true })) continue;
        if (box.right > innerWidth + 1 || box.left < -1) found.push(`${told(e)} from ${box.left} to ${box.right}`);
        const scrolls = /auto|scroll/.test(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1;
        if (scrolls && !e.querySelector("table, [role=table]") && e.tagName !== "TEXTAREA")
          found.push(`${told(e)} scrolls by ${e.scrollWidth - e.clientWidth} px`);
      }
      return found.slice(0, 6);
    },
    /** What moves although less motion is asked for; a time that ebbs away may jump. */
    moving: () => document.getAnimations().filter((one) => one.playState === "running").map((one) => one.effect.target)
      .filter((e) => !getComputedStyle(e).animationTimingFunction.startsWith("steps")).map((e) => `${told(e)} moves`),
    stops: new Map(),
    /** Where the focus is, its number on this way round, and what is wrong there; null: nowhere. */
    stop() {
      const e = document.activeElement;
      if (e === document.body) return null;
      const { stops } = globalThis.testEyes, box = e.getBoundingClientRect();
      if (!stops.has(e)) stops.set(e, stops.size);
      const x = within(box.x + box.width / 2, innerWidth), y = within(box.y + Math.min(box.height / 2, 12), innerHeight);
      const at = document.elementFromPoint(x, y);
      const wrong = [];
      if (![e, e.parentElement, e.closest("label")].some((one) => one && marked(one))) wrong.push(`${told(e)} is not marked`);
      if (!at || !(e.contains(at) || at.contains(e))) wrong.push(`${told(e)} is not seen`);
      return { n: stops.get(e), wrong };
    },
  };
})();
