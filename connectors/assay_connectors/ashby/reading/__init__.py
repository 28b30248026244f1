"""Reads Ashby and streams unified records.

:func:`read` serves a sync run; :mod:`assay_connectors.ashby.reading.again` reads single objects again, for
actions and webhooks: ``candidate(connection, candidate_id)``, ``application(connection, application_id)``,
``jobs(connection, job_ids)``, ``schedule(connection, schedule)``, ``offer(connection, offer_id)``. Each
yields :data:`~assay.connector.ReadItem`.
"""
