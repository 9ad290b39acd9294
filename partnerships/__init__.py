"""Who takes part: institutions, hosts, people's roles, recognition, arrangements."""
