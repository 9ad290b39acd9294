"""The files that this room takes in, and what each column means."""
