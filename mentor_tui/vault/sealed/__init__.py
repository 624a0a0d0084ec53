"""The vault's bytes and keys: what is encrypted with what, and how a file is laid out."""
