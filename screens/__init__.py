"""What a person sees and presses: the Textual app. Imports the core; the core never imports this.

Textual reads its debugging switches from the environment when it is first imported, and some of them write every
key pressed, or the whole screen, to a file. They are taken out here, before any module of this package imports it.
"""

import os

_SWITCHES = (
    "TEXTUAL",
    "TEXTUAL_DEBUG",
    "TEXTUAL_DEVTOOLS_HOST",
    "TEXTUAL_DEVTOOLS_PORT",
    "TEXTUAL_DRIVER",
    "TEXTUAL_LOG",
    "TEXTUAL_PRESS",
    "TEXTUAL_SCREENSHOT",
    "TEXTUAL_SCREENSHOT_FILENAME",
    "TEXTUAL_SCREENSHOT_LOCATION",
    "TEXTUAL_SHOW_RETURN",
)

for _name in _SWITCHES:
    os.environ.pop(_name, None)
os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
