"""People and pairs: their pages, and forgetting one."""
