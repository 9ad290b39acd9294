"""A page in a browser as axe finds it, and how wide it is."""

from playwright.sync_api import Page

WCAG = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # Everything else that axe tells of a page takes as long as the page itself.
    "resultTypes": ["violations"],
}
LOOK = "wanted => axe.run(wanted).then(found => found.violations)"


# How wide a page is, and in which colours, sizes and layers its texts stand: what decides on
# contrast, which is more than half of the time that axe needs.
MEASURED = """() => {
  const layers = new Map(), texts = new Set();
  for (const e of document.querySelectorAll("body, body *")) {
    const s = getComputedStyle(e);
    const layer = [s.backgroundColor, s.backgroundImage, s.opacity, s.position, s.mixBlendMode];
    const own = layer.join();
    const below = layers.get(e.parentElement) ?? "";
    const stack = own === "rgba(0, 0, 0, 0),none,1,static,normal" ? below : `${below}/${own}`;
    layers.set(e, stack);
    const says = [...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.data.trim());
    if (says || e.matches("input, select, textarea"))
      texts.add([s.color, s.fontSize, s.fontWeight, s.textShadow, e.disabled, stack].join());
  }
  return {wide: document.documentElement.scrollWidth, texts: [...texts]};
}"""
# Those that axe has found good in this process.
LEGIBLE: set[str] = set()


def looked_at(page: Page) -> tuple[list[tuple[str, list[str]]], int]:
    """What axe finds (rule, places), and the width in pixels.

    Whether a text can be read against what lies behind it is asked where a text, a size or what
    lies behind it is new; what was not found good is new the next time as well.
    """
    measured = page.evaluate(MEASURED)
    is_new = not LEGIBLE.issuperset(measured["texts"])
    rules = {"color-contrast": {"enabled": is_new}}
    violations = page.evaluate(LOOK, WCAG | {"rules": rules})
    found = [(one["id"], [node["html"] for node in one["nodes"]]) for one in violations]
    if not found:
        LEGIBLE.update(measured["texts"])
    return found, measured["wide"]
