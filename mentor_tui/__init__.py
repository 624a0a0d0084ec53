"""mentor-tui: a private, offline companion for mentoring pairs."""

__version__ = "0.1.0"
