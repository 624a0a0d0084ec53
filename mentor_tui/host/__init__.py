"""The machine: places on disk, what the process may do, what is left after a crash, and who else runs."""
