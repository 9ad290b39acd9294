"""What the three parties promise: tripartite agreements, clauses, signatures."""
