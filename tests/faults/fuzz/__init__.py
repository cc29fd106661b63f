"""Random input for whatever reads what strangers and keepers write: `python -m tests.faults.fuzz [TARGET…] [SECONDS]`."""
