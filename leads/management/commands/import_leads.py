import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from leads.models import ImportJob, Offer, Workspace
from leads.sources.csv import lifecycle
from leads.sources.csv.errors import UnreadableFile
from leads.sources.csv.upload import open_job

COUNTS = ("create", "update", "duplicates_in_file", "duplicates_in_workspace", "rejected", "unique_people")


class Command(BaseCommand):
    help = "Import people from a CSV, TSV or XLSX file into a workspace, as the import page does."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--workspace", required=True, metavar="SLUG")
        parser.add_argument("--offer", type=int, metavar="ID", help="score the people for this offer")
        parser.add_argument("--duplicates", choices=ImportJob.Policy.values, default=ImportJob.Policy.FILL)
        parser.add_argument("--dry-run", action="store_true", help="show the preview and write nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *, file, workspace, offer, duplicates, dry_run, **options):
        try:
            target = self.workspace_of(workspace)
            offer = self.offer_of(target, offer)
            with self.opened(file) as opened:
                report = self.imported(target, offer, opened, duplicates, dry_run)
        except CommandError as error:
            if not options["json"]:
                raise
            report = report_of(ImportJob(error=str(error)))
        self.show(report, as_json=options["json"])

    def opened(self, file):
        try:
            return file.open("rb")
        except OSError as error:
            raise CommandError(f"The file cannot be opened: {error.strerror}.") from error

    def workspace_of(self, slug):
        workspace = Workspace.objects.filter(slug=slug).first()
        if workspace is None:
            raise CommandError(f"There is no workspace “{slug}”.")
        return workspace

    def offer_of(self, workspace, pk):
        if pk is None:
            return None
        offer = Offer.objects.filter(workspace=workspace, pk=pk).first()
        if offer is None:
            raise CommandError(f"Workspace “{workspace.slug}” has no offer {pk}.")
        if offer.refusal:
            raise CommandError(offer.refusal)
        return offer

    def imported(self, workspace, offer, file, policy, dry_run):
        with transaction.atomic():
            job = open_job(workspace=workspace, offer=offer, file=file, file_name=Path(file.name).name, keep_file=False)
            job.policy = policy
            job.save(update_fields=["policy"])
            preview_or_error(job, file)
            report = report_of(job)
            if dry_run or job.error:
                transaction.set_rollback(True)
        if not (dry_run or job.error):
            lifecycle.begin_commit(job, policy=policy)
            run_to_its_end(job)
            report["error"] = job.error or None
        return report

    def show(self, report, *, as_json):
        if as_json:
            self.stdout.write(json.dumps(report, ensure_ascii=False))
        elif not report["error"]:
            self.stdout.write("\n".join(f"{name.replace('_', ' ')}: {report[name]}" for name in ("rows", *COUNTS)))
        if report["error"]:
            if not as_json:
                self.stderr.write(report["error"])
            raise SystemExit(1)


def run_to_its_end(job):
    try:
        lifecycle.run(job.pk)
    except Exception:
        job.refresh_from_db()
        # given up: the job itself says what became of it
        if not job.error:
            raise
    job.refresh_from_db()


def preview_or_error(job, file):
    if job.error:
        return
    try:
        with transaction.atomic():
            lifecycle.make_preview(job, file)
    except UnreadableFile as error:
        job.error = str(error)


def report_of(job):
    names = {index: name or f"Column {index + 1}" for index, name, _ in job.columns}
    return {
        "rows": job.rows,
        **{name: 0 if job.error else job.summary.get(name, 0) for name in COUNTS},
        "encoding": job.encoding,
        "delimiter": job.delimiter or None,
        "mapping": {names[int(index)]: field for index, field in job.mapping.items()},
        "error": job.error or None,
    }
