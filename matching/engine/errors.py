"""What the engine refuses, each with a code for translation and the place it was found."""


class EngineError(ValueError):
    """Input or output that cannot be trusted: `code` for machines, `place` and `detail` for people.

    The texts are English and for logs; an interface translates by `code`.
    """

    def __init__(self, code: str, place: str, detail: str) -> None:
        super().__init__(f"{place}: {detail}")
        self.code = code
        self.place = place
        self.detail = detail


class DocumentError(EngineError):
    """A stored document that does not have the promised shape or types."""


class InstanceError(EngineError):
    """An intake round that contradicts itself."""


class ScoreError(EngineError):
    """Criteria, weights or ratings that cannot be combined."""


class FileError(EngineError):
    """A file that cannot be used: the place is its name, with the line where there is one."""


class LotteryError(EngineError):
    """A lottery whose commitments, secrets and seed do not agree."""


class RerunError(EngineError):
    """The second implementation came to another outcome."""
