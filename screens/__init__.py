"""The Textual app: what a person sees and presses. Imports the core; the core never imports this.

Textual reads its switches from the environment when it is first imported, and some of them write every key pressed,
or the whole screen, to a file or to another program. Only those that change nothing but looks and speed stay; every
other one is taken out here, before any module of this package imports Textual. A switch that a later Textual may
bring is out until it was looked at.
"""

import os

HARMLESS = frozenset(
    {
        "TEXTUAL_ANIMATIONS",
        "TEXTUAL_COLOR_SYSTEM",
        "TEXTUAL_DIM_FACTOR",
        "TEXTUAL_DISABLE_KITTY_KEY",
        "TEXTUAL_FILTERS",
        "TEXTUAL_FPS",
        "TEXTUAL_SLOW_THRESHOLD",
        "TEXTUAL_SMOOTH_SCROLL",
        "TEXTUAL_SPEEDUPS",
        "TEXTUAL_THEME",
    }
)

for _name in [name for name in os.environ if name.startswith("TEXTUAL") and name not in HARMLESS]:
    del os.environ[_name]
os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
