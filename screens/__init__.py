"""What a person sees and presses: the Textual app. Imports the core; the core never imports this."""
