"""The service: settings, database, accounts, pages and commands."""
