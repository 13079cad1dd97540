"""Which Chromium drives the tests, and how it is started."""

import shutil

# Best first: without a window to draw, Chromium takes half the processor's time for the same pages.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
# The last: no page of a test lives long enough for what optimising its scripts costs.
FLAGS = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--js-flags=--no-opt,--no-maglev")
