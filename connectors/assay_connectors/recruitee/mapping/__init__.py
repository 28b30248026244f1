"""Maps vendor objects to unified records: pure functions, no requests. Source: recruitee sheet 7.1.

One file per group of models.
"""
