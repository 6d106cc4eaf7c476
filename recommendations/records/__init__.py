"""Writing records: author, time, history; and the gate over the records."""
