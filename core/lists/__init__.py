"""What every list can do beside filtering and sorting: its columns, its file, its saved views."""
