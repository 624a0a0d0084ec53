"""The journey: the steps of a program, and the worksheets that belong to them."""
