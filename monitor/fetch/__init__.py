"""The web: one door, ``client.HttpFetcher``, through which every feed and page is asked.

What the room promises: a fetch is bounded in time, bytes and memory; it never connects to an address that the operator
did not mean to be reached; it is polite to every host; and whatever a server does comes back as a value with a reason.
httpx and httpcore are imported in ``transport`` alone. The room parses no feed and no page, and keeps nothing on disk.

How a fetch runs: ``weburl`` reads the address, ``politeness`` waits for the host's turn and asks ``robots``,
``connections`` lends a wire, ``transport`` connects (``guard`` judges the address) and speaks HTTP, ``body`` reads and
decodes, ``redirects`` says where to go next, ``answers`` reads status and headers.
"""

import sys

# httpx's own command line, with rich and all of pygments: 4.5 MB that no fetch needs. It does without.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # None: cannot be imported
