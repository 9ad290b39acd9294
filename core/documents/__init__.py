"""Files that people attach to things: checked by content, kept apart, handed out (ADR 0015).

A room registers a `core.documents.kinds.DocumentKind` for one of its models; pages and API of
documents then work for its rows. How: docs/development/attach-documents.md.
"""
