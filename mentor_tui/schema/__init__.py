"""What a record, a form and a program may say: fields, records, programs, and the checks of all three."""
