"""What is learned and how it goes: pilots, pathways, students, and each student's run."""
