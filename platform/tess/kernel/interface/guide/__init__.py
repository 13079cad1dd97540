"""The style guide: every piece of the kit in every state, made of the very fragments that pages use.

Its samples are French, as the demonstration's data are: they are what the product looks like, not what it says.
"""
