"""Avionté's objects as unified records, in pure functions. Source: avionte sheet 7."""
