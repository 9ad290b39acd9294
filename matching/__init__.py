"""How a student gets a place: rounds, criteria, applications, ratings, the match."""
