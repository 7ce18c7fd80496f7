"""Freshet and others side by side: what `tools/bench` runs."""
