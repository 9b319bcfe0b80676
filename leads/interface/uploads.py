from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from autoreach.serving import disk_room

ROOM_FOR_FORM = 1 << 20


class TooLargeIsNotStored(FileUploadHandler):
    """Reads past files for which there is no room: the request is larger than an import may be, or the disk is full."""

    def new_file(self, *args, **kwargs):
        if is_too_large(self.request) or disk_room.is_low():
            raise SkipFile

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None


def is_too_large(request):
    length = request.META.get("CONTENT_LENGTH") or "0"
    return length.isdecimal() and int(length) > settings.IMPORT_MAX_BYTES + ROOM_FOR_FORM
