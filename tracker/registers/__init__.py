"""Registers from elsewhere, on their way into the record."""
