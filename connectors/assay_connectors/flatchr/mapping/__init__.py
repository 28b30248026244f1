"""Flatchr's objects as unified records. Source: flatchr sheet 7."""
