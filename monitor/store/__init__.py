"""The database; SQLAlchemy lives here and its types never leave. Holds rows, decides nothing about content."""
