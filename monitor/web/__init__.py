"""Pages, an API and feeds over the services; the web framework lives here. Decides nothing about content."""
