"""The command line: parse, call a service, print. It decides nothing; click and rich live here and nowhere else."""
