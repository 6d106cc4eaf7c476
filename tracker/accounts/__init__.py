"""Who may sign in: accounts, sessions and one-time links."""
