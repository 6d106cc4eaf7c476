"""What is refused, in words the reader can act on."""


class Refused(Exception):
    """A rule says no. Nothing was saved.

    `sentences` maps the name of a form field to the sentence that stands beside
    it; the empty name is for what concerns the whole.
    """

    def __init__(self, sentence: str = "", **fields: str) -> None:
        self.sentences = {name: said for name, said in {"": sentence, **fields}.items() if said}
        super().__init__(" ".join(self.sentences.values()))


class NotFound(Refused):
    """Nothing here by that name, as far as this reader may know."""


class NotAllowed(Refused):
    """This person may not do that."""


class Changed(Refused):
    """Somebody else saved first; both versions are shown to the second person."""


class Unreadable(Refused):
    """A file that cannot be read as a source."""
