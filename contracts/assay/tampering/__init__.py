"""Recorded traffic changed on purpose, to see whether a connector notices.

Three ways: every value changed (:mod:`.perturbation`: do unified values follow the payload?), the same
records cut into other pages (:mod:`.recutting`: is every page read?), and one fault at a time
(:mod:`.payload_faults`: would the checks see it?).
"""
