"""The baseline of typing: nothing but Textual's own text area. Run as a script."""

from textual.app import App, ComposeResult
from textual.widgets import TextArea


class Writing(App[None]):
    """A place to write."""

    def compose(self) -> ComposeResult:
        yield TextArea()


if __name__ == "__main__":
    Writing().run()
