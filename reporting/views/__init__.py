"""Pages for an analyst. No page of this room shows personal data."""
