"""What the platform knows of people, why and how long; and how they get it, or are forgotten.

A room writes in its own ``privacy.py`` which of its columns say something about a person
(`register`). From that one register come the page "What we know of you", the copy of one's
data, erasure, retention, the notes of who looked at a file, and the record of processing in
the documentation (ADR 0019).
"""
