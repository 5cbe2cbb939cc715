"""Tasks in killable processes, bounded in CPU time, memory and wall time. Knows nothing of what the tasks do."""
