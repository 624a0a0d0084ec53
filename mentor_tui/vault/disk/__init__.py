"""The vault on disk: reading a file, saving it so that no crash can lose it, and keeping backups."""
