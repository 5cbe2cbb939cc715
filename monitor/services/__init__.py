"""What people do: called by the command line and the web page alike. Each function is one act, in one transaction."""
