"""Documents: what leaves, looked at before it does, and the register of what left."""
