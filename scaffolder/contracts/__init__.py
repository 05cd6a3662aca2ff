"""Black-box tests of a running project: one OpenAPI document and one test suite per project."""
