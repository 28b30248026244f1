"""A project with one small connector in a git repository, to be changed and looked at."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from assay.gate.hunks import changes_since
from assay.gate.locating import Places

HOME = "connectors/assay_connectors/acme"
CONTRACT = "contracts/assay_contracts/acme/contract.yaml"
WAIVERS = "contracts/assay_contracts/acme/waivers.yaml"
JOBS, TAGS, WORDS = f"{HOME}/mapping/jobs.py", f"{HOME}/actions/tags.py", f"{HOME}/words.py"
CASSETTE = "cassettes/acme/full-sync.json"
FILES = {
    CONTRACT: """\
connector: acme
name: Acme
gate:
  max_age_days: 90
  severity: {unproven: refuse}
models:
  - title: Jobs
    fields:
      - name: name
      - name: status
        renders: {DRAFT: OPEN}
      - name: job_code
      - name: department
  - title: Users
    fields: []
actions:
  - title: Add tag to candidate
    inputs:
      - name: tag.name
        arrives: {to: /candidates/*/tags, at: label}
      - name: candidate_id
features:
  - name: Scope testing
behaviours:
  - id: tags-are-made
    group: Add tag to candidate
    given: a name
    when: nobody has it
    then: it is made
    source: acme sheet 1
wire:
  base_url: https://api.acme.test
  listings: []
""",
    WAIVERS: """\
waivers:
  - clause: acme/field/jobs/name
    waives: regression
    reason: known
    owner: a team
    link: https://example.com/1
    expires: 2026-11-01
  - clause: acme/field/jobs/name
    waives: regression
    reason: known still
    owner: a team
    link: https://example.com/2
    expires: 2026-12-01
""",
    JOBS: """\
\"\"\"Jobs.\"\"\"

from assay.unified.records import Job
from assay_connectors.acme.words import status_of

_KINDS = {"a": "FULL_TIME", "b": "PART_TIME"}


def job(row):
    \"\"\"A job.\"\"\"
    return Job(
        name=row["title"],
        status=status_of(row["state"]),
        job_code=row["code"],
        department=_department(row),
    )


def _department(row):
    group = row["group"]
    return group["label"]
""",
    WORDS: """\
_STATUS = {
    "o": "OPEN",
    "c": "CLOSED",
}


def status_of(word):
    return _STATUS[word]


def unrelated(word):
    return word
""",
    TAGS: """\
from assay.unified.actions import AddCandidateTag


def put(connection, action: AddCandidateTag):
    tag = action.tag
    connection.post(f"/candidates/{action.candidate_id}/tags", {"label": tag.name})


def elsewhere(connection):
    connection.get("/ping")
""",
    CASSETTE: """\
{
  "assay": {
    "format": 1,
    "connector": "acme",
    "origin": "sandbox",
    "recorded_at": "2026-11-01"
  },
  "version": 1,
  "interactions": []
}
""",
    "connectors/assay_connectors/client.py": "def send(call):\n    return call\n",
    "contracts/assay/reality.py": "def is_real(value):\n    return bool(value)\n",
    "contracts/assay_contracts/acme/scenarios.py": "def full_sync(player):\n    player.sync()\n",
    "README.md": "# Acme\n",
}


@dataclass(frozen=True)
class Project:
    """The repository."""

    root: Path

    @classmethod
    def at(cls, root: Path) -> "Project":
        project = cls(root)
        for file, text in FILES.items():
            project.write(file, text)
        project.git("init", "-q", "-b", "main")
        project.commit()
        return project

    def git(self, *words: str) -> str:
        command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.com", *words]
        done = subprocess.run(  # noqa: S603 -- our own words
            command, cwd=self.root, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def commit(self) -> str:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "Go on")
        return self.git("rev-parse", "HEAD")

    def write(self, file: str, text: str) -> None:
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def swap(self, file: str, old: str, new: str = "") -> None:
        text = (self.root / file).read_text(encoding="utf-8")
        assert text.count(old) == 1
        self.write(file, text.replace(old, new))

    def line_of(self, file: str, text: str) -> tuple[str, int]:
        lines = (self.root / file).read_text(encoding="utf-8").splitlines()
        return file, next(number for number, line in enumerate(lines, start=1) if text in line)

    def places(self, base: str = "HEAD") -> Places:
        return Places(self.root, changes_since(self.root, base))
