"""Parts of the running platform killed with -9 at seeded moments: nothing lost, nothing doubled.

``python -m tests.kills --seed 7 --moments 6`` starts everything in a folder of its own (real
PostgreSQL, broker, worker, beat, web and mail server), gives it work, kills, waits, and asks
the database and the mailbox. The test run takes six moments, ``make soak`` fifty.
"""
