"""What leaves: selection for an audience, citations, composition, PDF."""
