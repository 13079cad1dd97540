"""The codes of the French départements and overseas communities (INSEE, code officiel géographique)."""

CODES = frozenset(
    [f"{number:02}" for number in range(1, 96) if number != 20]  # noqa: PLR2004  Corsica was divided
    + ["2A", "2B", "971", "972", "973", "974", "975", "976", "977", "978", "986", "987", "988"]
)


def code_of(typed: str) -> str | None:
    """The code somebody means: "29", "2a", " 974 ", and "1" for "01"; None when there is no such place."""
    code = typed.strip().upper()
    if len(code) == 1:
        code = f"0{code}"
    return code if code in CODES else None
