"""Imports: session spreadsheets, and the JSON of a full export.

Each is read in two steps: *understand* (nothing is changed, everything doubtful is listed) and *apply*.
"""
