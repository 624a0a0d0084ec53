"""What corrects Textual: each with its reason, its test, and when it may be deleted."""
