"""The shell: the app itself, the open vault and its lock, forms and drafts, help, find and the ways between places."""
