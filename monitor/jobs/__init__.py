"""Who runs a stage, and when: sweeps find the work in the store, pools run it, a scheduler ticks."""
