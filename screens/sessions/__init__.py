"""Sessions: planned, logged, moved and called off."""
