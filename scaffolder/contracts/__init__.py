"""What a running project must do, checked from outside: one document and one suite per project."""
