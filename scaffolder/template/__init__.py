"""Where templates come from, what can be chosen, and how they are rendered."""
