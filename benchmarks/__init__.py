"""Measures the printer against other ways to the same paper. Not part of the product, and never of ./test."""
