"""Mutation testing of the vault and of text, and of other rooms: ``make mutation``. See ``docs/reliability.md``.

A runner of our own, because mutmut 3 leaves out module-level code, where the format's bounds and the patterns of
cleaning stand, and most functions with a decorator, and cannot draw a sample.
"""
