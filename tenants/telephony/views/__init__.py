"""The pages of lines, sites and calls."""

from tess.kernel.intake import sending as sending  # the canaries still look for it here
