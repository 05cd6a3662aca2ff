"""Runs proofs and records the green ones: `python -m tests.tools.prove --help`."""
