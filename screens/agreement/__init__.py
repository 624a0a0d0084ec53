"""The agreement: its parts, its versions and its signatures."""
