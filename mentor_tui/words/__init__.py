"""Words: text made clean, days and lengths as people say them, and the names of people found in a text."""
