"""The site: settings, addresses, home page, and the database it stands on."""
