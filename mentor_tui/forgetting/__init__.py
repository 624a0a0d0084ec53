"""Forgetting a pair: what goes, what stays and why, and the traces that others' texts still hold."""
