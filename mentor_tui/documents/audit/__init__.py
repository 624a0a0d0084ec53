"""The audit pack: the sessions behind a claim, with what proves them, and nobody's name."""
