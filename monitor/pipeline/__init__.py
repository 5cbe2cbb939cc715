"""What the machine does: each stage loads, acts at the edges, decides in the core and saves in one transaction."""
