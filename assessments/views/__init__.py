"""Pages about frameworks and results; pages that also show measures stand in `measures`."""
