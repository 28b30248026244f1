"""Turns Ashby's objects into unified records: pure functions, and the only place that knows Ashby's spelling.

Source: ashby sheet 7.1. Absent keys and nulls are alike; values of closed enums that are unknown become None;
anything of a type that is not documented raises :class:`~assay.errors.VendorNonsenseError`.
"""
