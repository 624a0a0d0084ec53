"""The app, opened at a place: `at_place.py VAULT PASSPHRASE PLACE`. Run as a script in the installed copy."""

import sys
from pathlib import Path

from mentor_tui.screens.shell.app import MentorApp, Setup

if __name__ == "__main__":
    app = MentorApp(Setup(vault_path=Path(sys.argv[1]), passphrase=sys.argv[2]))
    app.resume_at = sys.argv[3]
    app.run()
    print(app.crash)
