"""Whether a report tells of a new development, a step in one, or repeats one. Pure: texts and what was filed come in.

``features`` works out once what the decision needs of a text; ``memory`` holds the reports of the last 60 days;
``verdict.judge`` decides. May import the model and ``core.text``; not the matcher, the clock or the store.
"""
