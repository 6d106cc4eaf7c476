"""Reading a source: from raw bytes to the parts of a report."""

from recommendations.reading.report import read_report

__all__ = ["read_report"]
