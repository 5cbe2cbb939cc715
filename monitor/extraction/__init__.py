"""HTML, PDF or plain text to an article's text, with title, author, date and language. trafilatura lives here.

Bytes in, values out, mostly in a worker process: fetches nothing, stores nothing, knows no topic.
"""
