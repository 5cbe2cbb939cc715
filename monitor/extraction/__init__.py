"""HTML, PDF or plain text to an article's text, with title, author, date and language. trafilatura lives here."""
