"""What every page owes: nothing for axe to say, no sideways scroll, room for a finger. And pictures to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

TALL = 900
WIDE, TELEPHONE, NARROW = 1280, 360, 320
FINGER = 44  # CSS pixels
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}

# Links within a sentence are read, not aimed at (WCAG 2.5.8 exempts them too); a choice is aimed at by its label.
SMALL = """(least) => {
  const seen = (box) => box.width > 1 && box.height > 1;
  const inSentence = (link) => {
    const around = link.closest("p, li, td, th, dd, dt, label, legend, figcaption, h1, h2, h3, span");
    return around && around.textContent.trim().length > link.textContent.trim().length;
  };
  const found = [];
  for (const one of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
    if (one.closest(".skip, .unseen") || (one.matches("a") && inSentence(one))) continue;
    const label = one.matches("[type=radio], [type=checkbox]") && one.labels[0];
    const box = (label || one).getBoundingClientRect();
    if (!seen(box)) continue;
    const text = one.matches("a") && !one.matches(".btn") && box.height >= 24;
    if (box.height < least - 0.5 && !text) found.push(`${Math.round(box.height)} px: ${one.outerHTML.slice(0, 120)}`);
  }
  return found;
}"""

WIDER = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > width + 1)
    .filter((one) => !one.closest(".scroll, .places, .tabs, .scene, .public-top nav"))
    .slice(0, 5).map((one) => one.outerHTML.slice(0, 120));
}"""


def check_page(page: Page) -> None:
    """Fail unless the page holds in light and in dark, at 1280, 360 and 320 pixels."""
    before = page.viewport_size
    found: list[str] = []
    for scheme, width in (("light", WIDE), ("dark", WIDE), ("light", NARROW)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": TALL})
        found += [f"{scheme} {width}: {problem}" for problem in axe_problems(page)]
    for width in (NARROW, TELEPHONE):
        page.set_viewport_size({"width": width, "height": TALL})
        found += [f"{width}: wider than the screen: {one}" for one in page.evaluate(WIDER)]
    found += [f"too small for a finger, {one}" for one in page.evaluate(SMALL, FINGER)]
    page.emulate_media(color_scheme="light")
    if before:
        page.set_viewport_size(before)
    assert not found, f"{page.url}\n" + "\n".join(found)


def axe_problems(page: Page) -> list[str]:
    """Return what axe-core has against the page as it now stands, a line each."""
    violations: list[dict[str, Any]] = Axe().run(page, options=AXE).response["violations"]
    return [
        f"{one['id']}: {one['help']}: " + " | ".join(node["html"][:160] for node in one["nodes"][:3])
        for one in violations
    ]


def take_pictures(page: Page, folder: Path, name: str) -> list[Path]:
    """Save the page as `<name>-<width>-<scheme>.png`, wide and on a telephone, light and dark."""
    folder.mkdir(parents=True, exist_ok=True)
    before = page.viewport_size
    taken = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for width in (WIDE, TELEPHONE):
            page.set_viewport_size({"width": width, "height": TALL})
            path = folder / f"{name}-{width}-{scheme}.png"
            page.screenshot(path=str(path), full_page=True)
            taken.append(path)
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    if before:
        page.set_viewport_size(before)
    return taken
