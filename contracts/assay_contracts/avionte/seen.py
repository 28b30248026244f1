"""What of a company Avionté can hold, stated from the avionte sheet alone (2, 4.4, 7).

Values that are merely said otherwise are in the contract (``renders``); here is what takes looking at more
than one value: which records exist at all, and what follows from a stage, an outcome or a place.
"""
