"""Which permission of an API key each endpoint needs. Source: ashby sheet 6.1 [D]."""

_ENDPOINTS = {
    "apiKeysRead": "/apiKey.info /webhook.info",
    "apiKeysWrite": "/webhook.create /webhook.update /webhook.delete",
    "organizationRead": (
        "/user.list /user.info /user.search /department.list /department.info /location.list /location.info"
        " /hiringTeamRole.list"
    ),
    "jobsRead": (
        "/job.list /job.info /job.search /jobPosting.list /jobPosting.info /jobBoard.list"
        " /jobInterviewPlan.info"
    ),
    "candidatesRead": (
        "/candidate.list /candidate.info /candidate.search /candidate.listNotes /application.list"
        " /application.info /application.listHistory /file.info /surveySubmission.list /surveyRequest.list"
    ),
    "candidatesWrite": (
        "/candidate.create /candidate.update /candidate.addTag /candidate.removeTag /candidate.createNote"
        " /candidate.uploadFile /candidate.uploadResume /application.create /application.changeStage"
        " /application.changeSource /application.update /application.transfer /applicationForm.submit"
        " /customField.setValue /customField.setValues /file.createFileUploadHandle /surveySubmission.create"
    ),
    "hiringProcessMetadataRead": (
        "/archiveReason.list /candidateTag.list /source.list /customField.list /customField.info"
        " /surveyFormDefinition.list /surveyFormDefinition.info"
    ),
    "hiringProcessMetadataWrite": "/candidateTag.create /candidateTag.archive /customField.create",
    "interviewsRead": (
        "/interviewPlan.list /interviewStage.list /interviewStage.info /interviewSchedule.list"
        " /interviewEvent.list /interview.list /interview.info"
    ),
    "offersRead": "/offer.list /offer.info",
}

PERMISSION_OF: dict[str, str] = {
    endpoint: permission for permission, endpoints in _ENDPOINTS.items() for endpoint in endpoints.split()
}
"""``/candidate.list`` -> ``candidatesRead``."""


def scope_of(permission: str) -> str:
    """The permission as ``apiKey.info`` spells it: ``candidatesRead`` -> ``candidates:read``."""
    for right in ("Read", "Write"):
        if permission.endswith(right):
            return f"{permission.removesuffix(right)}:{right.lower()}"
    raise ValueError(permission)
