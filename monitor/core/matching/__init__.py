"""Matching: which topics an article is on, whether it reports or only mentions, and the sentences that show it.

All topics are looked up in one pass over the article. Pure: no clock, no files, no learning at run time.
"""
