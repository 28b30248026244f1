"""Turns Recruitee's objects into unified records: pure functions, the only place that knows its spelling.

Source: recruitee sheet 7.1. Absent keys and nulls are alike, words of open enums that are unknown pass
through, and a value of a type that is not documented raises :class:`~assay.errors.VendorNonsenseError`.
"""
