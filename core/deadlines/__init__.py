"""Last days: how they are counted, who is reminded when, and the run of every night (ADR 0016).

A room registers what has a last day (`core.deadlines.kinds.Deadline`); an administrator decides
with rows (`ReminderRule`) how long before or after it who is told.
"""
