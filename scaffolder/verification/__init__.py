"""Start a project and run its contract tests."""
