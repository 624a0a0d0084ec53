"""The demo: an invented pair to look around in, kept in memory only."""
