"""Who runs a stage, and when: sweeps find the work in the store, pools run it, a scheduler ticks.

Decides nothing about content: that is the stages'. APScheduler and Procrastinate live here and nowhere else.
"""
