"""Pages about agreements: lists, the agreement, its clauses, its document, its verbs."""
