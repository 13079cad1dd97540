"""From what somebody signed in, in words: "Firefox sur Windows". Never more than a person recognises."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# in this order: Edge and Opera call themselves Chrome, Chrome calls itself Safari
_BROWSERS = (("edge", "Edg"), ("opera", "OPR"), ("samsung", "SamsungBrowser"), ("firefox", "Firefox|FxiOS"),
             ("chromium", "Chromium"), ("chrome", "Chrome|CriOS"), ("safari", "Safari"))  # fmt: skip
_SYSTEMS = (("ipad", "iPad"), ("iphone", "iPhone"), ("android", "Android"), ("windows", "Windows"),
            ("chromeos", "CrOS"), ("mac", "Mac OS"), ("linux", "Linux"))  # fmt: skip
_SAID = {
    "edge": "Edge",
    "opera": "Opera",
    "samsung": "Samsung Internet",
    "firefox": "Firefox",
    "chromium": "Chromium",
    "chrome": "Chrome",
    "safari": "Safari",
    "ipad": "iPad",
    "iphone": "iPhone",
    "android": "Android",
    "windows": "Windows",
    "chromeos": "ChromeOS",
    "mac": "macOS",
    "linux": "Linux",
}
A_BROWSER, A_DEVICE = gettext_lazy("A browser"), gettext_lazy("a device we don't recognise")


def device_of(user_agent: str) -> str:
    """What we keep of a browser's own description: two words of ours, "firefox/windows"; either may be empty."""
    return "/".join(
        next((name for name, pattern in names if re.search(pattern, user_agent)), "") for names in (_BROWSERS, _SYSTEMS)
    )


def said(device: str) -> str:
    """`device` as one says it."""
    browser, _slash, system = device.partition("/")
    parts = {"browser": _SAID.get(browser, A_BROWSER), "system": _SAID.get(system, A_DEVICE)}
    return _("%(browser)s on %(system)s") % parts
