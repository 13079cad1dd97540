"""What goes wrong on the operator's machine."""


class LocalError(Exception):
    """One sentence saying what is wrong and one way out, both in the operator's language."""

    def __init__(self, sentence: str, way_out: str) -> None:
        super().__init__(sentence, way_out)
        self.sentence = sentence
        self.way_out = way_out

    def __str__(self) -> str:
        return f"{self.sentence}\n{self.way_out}"
