"""The register as it is read: frozen values for pages, packs and data files."""
