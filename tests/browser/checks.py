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
MODES = (
    ("light", "no-preference", WIDE),
    ("dark", "no-preference", WIDE),
    ("light", "no-preference", NARROW),
)
BRIEFLY = (
    ("light", "no-preference", WIDE),
    ("dark", "no-preference", NARROW),
)  # a state of a page the walk looks at whole
EVERY_MODE = (  # the figure and the long walk
    ("light", "no-preference", WIDE),
    ("dark", "no-preference", WIDE),
    ("light", "more", WIDE),
    ("light", "no-preference", NARROW),
    ("dark", "no-preference", NARROW),
)
AXE_SAYS = "axe, "
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
COLOURS = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]}
AXE_RUN = """(options) => axe.run(options).then(({violations}) => violations.map((one) =>
  `${one.id}: ${one.help}: ` + one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")))"""

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

# What one reads to work is 18 px; what is said beside it 16, and it says so by its class. Pictures and keys are drawn.
TINY = """() => {
  const secondary = "small, .small, .help, .counter, .legend, .tab-count, .card-label, .trail, .places-group,"
    + ".choices-name, .pocket, code, sup, .foot, .contents, .compact, details.data";
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const one = node.parentElement;
    if (!node.textContent.trim() || one.closest("svg, kbd, script, style, noscript, .unseen, .skip")) continue;
    const box = one.getBoundingClientRect();
    const size = parseFloat(getComputedStyle(one).fontSize);
    if (box.width < 2 || !size) continue;
    const least = one.closest(secondary) || one.closest("main") === null ? 16 : 18;
    if (size < least - 0.05) found.add(`${size} px: ${one.outerHTML.slice(0, 100)}`);
  }
  return [...found].slice(0, 8);
}"""

# Runs before each page: what the content policy refuses is kept, so that a test can say it was nothing.
LISTEN = """window.refusedByPolicy = [];
addEventListener("securitypolicyviolation", (event) =>
  window.refusedByPolicy.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));"""

WIDER = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const spills = (one) => one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1;
  const wide = (one) => one.getBoundingClientRect().right > width + 1 || spills(one);
  const found = [...document.querySelectorAll("body *")].filter(wide)
    .filter((one) => !one.closest(".scroll, .places, .tabs, .scene, .public-top nav"));
  return found.slice(-5).map((one) => one.outerHTML.slice(0, 120)).concat(found.length ? [] : ["something"]);
}"""


def check_page(page: Page, modes: tuple[tuple[str, str, int], ...] = BRIEFLY) -> None:
    """Fail unless the page holds in each of `modes`, and at 1280, 360 and 320 pixels."""
    before = page.viewport_size
    found: list[str] = []
    widths: set[int] = set()
    for scheme, contrast, width in modes:
        page.emulate_media(color_scheme=scheme, contrast=contrast)
        page.set_viewport_size({"width": width, "height": TALL})
        mode = f"{scheme} {'more contrast ' if contrast == 'more' else ''}{width}"
        options = COLOURS if width in widths else AXE  # another scheme paints the same elements at the same places
        widths.add(width)
        found += [f"{AXE_SAYS}{mode}: {problem}" for problem in axe_problems(page, options)]
    for width in (NARROW, TELEPHONE):
        page.set_viewport_size({"width": width, "height": TALL})
        found += [f"{width}: wider than the screen: {one}" for one in page.evaluate(WIDER)]
    found += [f"too small for a finger, {one}" for one in page.evaluate(SMALL, FINGER)]
    found += [f"too small to read, {one}" for one in page.evaluate(TINY)]
    found += [f"the policy refused {one}" for one in page.evaluate("window.refusedByPolicy || []")]
    page.emulate_media(color_scheme="light", contrast="no-preference")
    if before:
        page.set_viewport_size(before)
    assert not found, f"{page.url}\n" + "\n".join(found)


def axe_problems(page: Page, options: dict[str, Any] = AXE) -> list[str]:
    """Return what axe-core has against the page as it now stands, a line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    # the faults alone: all that axe says besides takes longer to carry than to find
    found: list[str] = page.evaluate(AXE_RUN, options)
    return found


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
