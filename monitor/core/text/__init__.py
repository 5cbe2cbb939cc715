"""Text as the matcher sees it: folded, cut into tokens, sentences and paragraphs, with offsets into the original.

Pure string work: knows nothing of topics, articles or where a text comes from.
"""
