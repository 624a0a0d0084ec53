"""The vault: making, opening and locking it, its passphrase, backups and copies."""
