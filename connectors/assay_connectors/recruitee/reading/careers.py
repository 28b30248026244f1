"""The careers site: published jobs with their questions. Source: recruitee sheet 2.11 [D], 7.1."""

from collections.abc import Mapping
from typing import Any

from assay.errors import SettingError, VendorRefusedError
from assay_connectors.recruitee.api import RecruiteeApi, items_of
from assay_connectors.recruitee.mapping.payload import Payload
from assay_connectors.recruitee.mapping.questions import plain, questions_of
from assay_connectors.recruitee.refusals import is_gone

CAREERS_LIST = "/api/offers/"
_QUESTIONS = "open_questions"


class CareersSite:
    """What the careers site shows; read in one go when it is first needed, and then remembered."""

    def __init__(self, api: RecruiteeApi) -> None:
        self._api = api
        self._offers: dict[str, Payload] | None = None
        self._questions: dict[str, dict[str, str]] = {}
        self.missing = ""
        """Why there is no careers site to read; empty when there is, or nobody looked yet."""

    @property
    def offers(self) -> Mapping[str, Payload]:
        """Published jobs by id; empty when there is no careers site (see :attr:`missing`).

        Raises:
            ConnectorError: the site is down, or answers nonsense.
        """
        if self._offers is None:
            self._offers = self._read()
        return self._offers

    def raw(self, job_id: str) -> Mapping[str, Any] | None:
        """The careers site's object of a job; None when it is not published."""
        offer = self.offers.get(job_id)
        return None if offer is None else offer.raw

    def question_ids(self, job_id: str) -> Mapping[str, str]:
        """Text of each question of a job -> its id; of a text that occurs twice, the first one."""
        if job_id not in self._questions:
            ids: dict[str, str] = {}
            offer = self.offers.get(job_id)
            for question in questions_of(offer) if offer is not None else ():
                ids.setdefault(plain(question.text("body")) or "", question.identifier())
            self._questions[job_id] = ids
        return self._questions[job_id]

    def _read(self) -> dict[str, Payload]:
        try:
            listed = items_of(self._api.careers("/offers/"), "offers", CAREERS_LIST)
        except SettingError as error:
            self.missing = error.message
            return {}
        except VendorRefusedError as error:
            if not is_gone(error):
                raise
            self.missing = "there is no careers site at that sub-domain (HTTP 404)"
            return {}
        offers = (Payload(self._in_full(offer), CAREERS_LIST) for offer in listed)
        return {offer.identifier(): offer for offer in offers}

    def _in_full(self, listed: dict[str, Any]) -> dict[str, Any]:
        """The list shows questions as a rule; where it does not, the job's own page does."""
        if _QUESTIONS in listed:
            return listed
        try:
            offer = self._api.careers(f"/offers/{listed.get('slug') or listed.get('id')}").get("offer")
        except VendorRefusedError as error:
            if not is_gone(error):
                raise
            return listed
        return offer if isinstance(offer, dict) else listed
