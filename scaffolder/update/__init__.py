"""Bring a newer version of the templates into a project."""
