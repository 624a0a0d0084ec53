"""Mutation testing of the vault and of text: ``make mutation``. See ``docs/reliability.md``.

A runner of our own, because mutmut leaves out decorated functions and module-level code, which is where the format's
bounds and the patterns of cleaning stand, and cannot draw a sample.
"""
