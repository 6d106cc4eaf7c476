"""Keeping the record safe: backups, restoring, the lock, and withdrawals that outlive a restore."""
