"""Pages about organisations, the people in them, and the own account."""
