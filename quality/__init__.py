"""Whether it was good: instruments, reviews, findings."""
