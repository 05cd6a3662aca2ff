"""Update a project to a newer version of the templates."""
