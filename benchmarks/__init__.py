"""Benchmarks that print measurements. They are not tests."""
