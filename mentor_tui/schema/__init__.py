"""Fields, records and programs: what each may say, and the checks of all three."""
