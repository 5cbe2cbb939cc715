"""Reading what the web writes: characters, safe trees, visible text, dates, and what stands in a page's place.

Common ground of ``sources`` and ``extraction``. Pure: bytes or text in, values out; no network, files or clock.
"""
