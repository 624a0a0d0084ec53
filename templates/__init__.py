"""What can be edited without Python: programs, forms, PDU rules, documents. Data only."""
