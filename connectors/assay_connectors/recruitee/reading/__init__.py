"""Reads Recruitee and streams unified records. Source: recruitee sheet 4, 7.1."""
