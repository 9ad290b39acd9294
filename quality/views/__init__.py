"""Pages about quality: reviews from plan to follow-up, and how quality is assessed."""
