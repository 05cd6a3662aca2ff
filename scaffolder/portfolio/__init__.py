"""A static site that shows generated projects to people who hire."""
