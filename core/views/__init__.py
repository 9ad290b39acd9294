"""Pages and bases of pages that belong to no room."""
