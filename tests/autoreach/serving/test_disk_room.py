import pytest

from autoreach.serving import disk_room

ALL_THERE_IS = 2**40


def test_a_page_is_told_how_much_room_is_left_and_what_waits(settings):
    settings.LOW_DISK_MIB = ALL_THERE_IS
    free = f"{disk_room.free() // 2**20:,}"
    assert disk_room.warning() == (
        f"The server's disk is nearly full: {free} MiB are free. Files cannot be uploaded, and imports and enrichment "
        "wait. They go on by themselves once 1,099,511,627,776 MiB are free."
    )


@pytest.mark.parametrize(("needed", "low"), [(0, False), (ALL_THERE_IS, True)])
def test_room_is_low_below_what_is_set_also_before_the_folder_exists(settings, tmp_path, needed, low):
    settings.LOW_DISK_MIB, settings.VAR_DIR = needed, tmp_path / "not" / "made" / "yet"
    assert (disk_room.is_low(), bool(disk_room.warning())) == (low, low)


@pytest.mark.parametrize(("more", "low"), [(-4096, False), (4096, True)])
def test_the_room_that_is_needed_is_counted_in_mebibytes(settings, more, low):
    settings.LOW_DISK_MIB = max(disk_room.free() // 2**20 + more, 1)
    assert disk_room.is_low() is low
