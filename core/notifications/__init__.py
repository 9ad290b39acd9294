"""What the platform tells people: in the list on the platform, and by e-mail (ADR 0012).

A room registers its `Topic`s and `Kind`s, and calls `notify` inside the transaction of what
happened. Letters go out later, from the database: `core.notifications.outbox`.
"""
