"""Reads offers. Source: ashby sheet 7.1 Offers, 2.11."""

from collections.abc import Iterator

from assay.connector import Complete, Cursor, ReadItem, Row
from assay_connectors.ashby.api import AshbyApi
from assay_connectors.ashby.mapping.offers import offer
from assay_connectors.ashby.mapping.payload import Payload
from assay_connectors.ashby.reading.run import OFFERS, Run, unless_gone

OFFER_LIST = "/offer.list"
OFFER_INFO = "/offer.info"


def read_offers(run: Run) -> Iterator[ReadItem]:
    """Offers; each is read in full too, for only that tells when its first version was made."""
    if not run.wants(OFFERS):
        return
    yield from prepare_offers(run)
    listing = run.api.list_all(OFFER_LIST, {}, run.token(OFFER_LIST))
    for raw in listing:
        yield from offer_rows(run, Payload(raw, OFFER_LIST))
    if listing.full:
        yield Complete(OFFERS)
    if listing.sync_token:
        yield Cursor(OFFER_LIST, listing.sync_token)


def read_created_offers(run: Run) -> Iterator[ReadItem]:
    """Offers of the applications made through this connection. Source: ashby sheet 7.5."""
    if not run.wants(OFFERS):
        return
    yield from prepare_offers(run)
    for application_id in run.request.created_application_ids:
        for raw in run.api.list_all(OFFER_LIST, {"applicationId": application_id}):
            yield from offer_rows(run, Payload(raw, OFFER_LIST))
    yield Complete(OFFERS)


def prepare_offers(run: Run) -> Iterator[ReadItem]:
    """Read what offers are looked up in; says what has to be left out."""
    run.definitions("Offer")
    yield from run.lacking_definitions(OFFERS)


def offer_rows(run: Run, listed: Payload) -> Iterator[ReadItem]:
    """An offer."""
    info = offer_info(run.api, listed.identifier()) or Payload({}, OFFER_INFO)
    yield Row(offer(listed, info, run.definitions("Offer")))


def offer_info(api: AshbyApi, offer_id: str) -> Payload | None:
    """An offer with all its versions; None when the vendor does not know it any more."""
    raw = unless_gone(lambda: api.info(OFFER_INFO, {"offerId": offer_id, "excludeFormDefinition": True}))
    return None if raw is None else Payload(raw, OFFER_INFO)
