"""What the room does in the background."""

from uuid import UUID

from beside.directory.imports import batches, files
from beside.directory.models import Batch
from beside.kernel import clock, progress
from beside.kernel.jobs import BULK, job


@job(tries=1, queue=BULK, alone="directory-import")
def bring_in_batch(batch_id: str) -> None:
    """Import a file that was looked at. Repeated, it finds the batch no longer waiting."""
    batch = Batch.objects.select_related("mapping", "made_by").get(pk=UUID(batch_id))
    if batch.state != Batch.State.PREVIEWED or batch.upload is None:
        return
    work = progress.resume(batch.progress_id) if batch.progress_id else None
    try:
        batches.bring_in(
            files.from_bytes(batch.file_name, bytes(batch.upload)),
            batches.Choices.again(batch),
            at=clock.now(),
            by=batch.made_by,
            batch=batch,
            work=work,
        )
    except progress.Cancelled:
        return
