"""HTTP evidence: recorded exchanges, their files, redaction, recording and strict replay."""
