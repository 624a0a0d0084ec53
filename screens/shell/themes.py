"""Two quiet themes. Nothing on the screen says by colour alone what it does not also say in words."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.theme import Theme

DARK = Theme(
    name="mentor-dark",
    primary="#6FA8C9",
    secondary="#8FB996",
    accent="#E0A458",
    foreground="#E4E6E8",
    background="#15191D",
    surface="#1B2025",
    panel="#232A31",
    success="#8FB996",
    warning="#E0A458",
    error="#D98880",
    dark=True,
)
LIGHT = Theme(
    name="mentor-light",
    primary="#2A6F97",
    secondary="#3F7D58",
    accent="#A65E00",
    foreground="#1E2529",
    background="#FAFAF7",
    surface="#F1F1EC",
    panel="#E6E7E1",
    success="#3F7D58",
    warning="#A65E00",
    error="#A4343A",
    dark=False,
    # Title lines take the foreground's colour, which is dark here: their ground has to be light.
    variables={"primary-background": "#BCD3DF"},
)
NAMES = ("mentor-dark", "mentor-light")


def first_theme(app: App[Any]) -> None:
    """The theme to start with, set before any style is read: a change later would read all of them again."""
    for theme in (DARK, LIGHT):
        app.register_theme(theme)
    app.set_reactive(App.theme, DARK.name)
    app.stylesheet.set_variables(app.get_css_variables())


def apply_theme(app: App[Any], name: str) -> None:
    """Use the theme with this name; an unknown or empty one falls back to the dark theme."""
    for theme in (DARK, LIGHT):
        if theme.name not in app.available_themes:
            app.register_theme(theme)
    app.theme = name if name in app.available_themes else DARK.name
