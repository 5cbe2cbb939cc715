"""The composition root: the only room that knows every part. It wires, and starts nothing but the web page."""
