"""What can go wrong here, said to a person."""


class EmbeddedError(Exception):
    """Something a person must know or decide; the message is complete without a traceback."""
