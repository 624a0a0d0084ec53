"""What lies beside a vault: backups, copies, drafts, new keys, and the remains of a cut deed."""
