"""The files beside a vault: backups, copies, drafts, new keys, and the remains of interrupted work."""
