"""Settings: about you, the program's look, and the keys."""
