"""What it teaches the ministry: datasets, pseudonymised, logged, streamed."""
