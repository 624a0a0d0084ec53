"""The mentoring itself: the journey and its next step, sessions, goals, agreements, rhythm, and typed lines."""
