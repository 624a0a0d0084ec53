"""Goals: their list, their pages and their forms."""
