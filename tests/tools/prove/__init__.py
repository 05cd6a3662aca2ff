"""Runs proofs and records green ones: `python -m tests.tools.prove --help`."""
