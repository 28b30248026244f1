"""A new connector from templates: contract, scenarios, connector, sandbox and tests that run at once.

Nothing of it is proven, and the first ``assay certify`` says for every clause what is to be written, and
where. No existing file is touched.
"""

from assay.scaffold.draft import Draft, draft
from assay.scaffold.rendering import rendered
from assay.scaffold.writing import free_places, write

__all__ = ["Draft", "draft", "free_places", "rendered", "write"]
