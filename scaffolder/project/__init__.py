"""A generated project: created, inspected, explained, published."""
