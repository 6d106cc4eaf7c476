"""A child process for what reads or prints what others wrote: it may fall, the service not."""
