"""Figures of the running product, beside a floor measured in the same run: `make bench`."""
