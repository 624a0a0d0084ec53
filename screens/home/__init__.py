"""Home: every pair at a glance, and the one next thing."""
