"""The tests, and the small sites that they build."""
