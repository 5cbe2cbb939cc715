"""A made-up press world on loopback, for `monitor demo` and the acceptance tests.

Nine outlets publish, reprint, follow up, edit, withdraw and fail within two minutes. Everything in it is invented. It
knows nothing of the monitor that watches it: it only answers HTTP.
"""
