"""Does a scan find every damage to the archive?"""

import random
import shutil

import pytest

from conftest import NOON
from journal_kit import BY
from zhishui.filing.archive import queries, services
from zhishui.filing.archive.inventory import Inventory, digest_of, next_version, sidecar
from zhishui.filing.archive.ocfl import object_path
from zhishui.kernel import Ref


pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(data_folder):
    """Three cases, one with a second version."""
    for number in range(3):
        store(number, "receipt.pdf", bytes([number]) * 50)
    store(1, "notice.pdf", b"notice")
    assert queries.scan().damages == ()
    return data_folder / "archive"


def store(number, name, content):
    case = Ref("filing", "case", f"c{number}")
    services.store(case=case, documents={name: content}, retention="10y", by=BY, at=NOON)


def place(archive, number):
    return archive / object_path(f"filing.case:c{number}")


def whys():
    return {damage.why for damage in queries.scan().damages}


def test_a_sound_archive_is_counted(archive):
    report = queries.scan()
    files = [path for path in archive.rglob("*") if path.is_file()]
    inside_versions = [path for path in files if path.parent.name.startswith("v") and path.name.startswith("inventory")]
    assert report.objects == 3
    assert report.files == len(files) - len(inside_versions)
    assert report.as_dict()["ok"] is True


def test_an_archive_not_begun_is_sound(data_folder):
    report = queries.scan()
    assert (report.objects, report.files, report.damages) == (0, 0, ())


def test_every_flipped_bit_is_found(archive):
    """F19: one bit of every file in turn, then many random ones."""
    die = random.Random(19)
    files = sorted(path for path in archive.rglob("*") if path.is_file())
    for path in files + die.choices(files, k=100):
        before = path.read_bytes()
        bit = die.randrange(len(before) * 8)
        path.write_bytes((int.from_bytes(before) ^ 1 << bit).to_bytes(len(before)))
        assert queries.scan().damages, path
        path.write_bytes(before)
    assert queries.scan().damages == ()


def test_every_lost_or_cut_file_is_found(archive):
    for path in sorted(path for path in archive.rglob("*") if path.is_file()):
        before = path.read_bytes()
        path.write_bytes(before[:-1])
        assert queries.scan().damages, path
        path.unlink()
        assert queries.scan().damages, path
        path.write_bytes(before)
    assert queries.scan().damages == ()


def test_two_files_swapped_are_found(archive):
    one, two = (place(archive, number) / "v1/content/receipt.pdf" for number in (0, 2))
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)
    assert len(queries.scan().damages) == 2


def test_a_lost_object_is_known_from_the_journal(archive):
    shutil.rmtree(place(archive, 0))
    assert whys() == {"日志记载已归档，档案中没有"}


def test_a_lost_version_is_known_from_the_journal(archive):
    shutil.rmtree(place(archive, 1) / "v2")
    assert "日志记载已归档，档案中没有" in whys()


def test_what_was_slipped_in_is_found(archive):
    (place(archive, 0) / "v1/content/extra.pdf").write_bytes(b"x")
    assert whys() == {"多出的文件"}
    (place(archive, 0) / "v1/content/extra.pdf").unlink()
    (archive / "loose.txt").write_bytes(b"x")
    assert whys() == {"多出的文件"}
    (archive / "loose.txt").unlink()
    (archive / "aaa/bbb/ccc/empty").mkdir(parents=True)
    assert whys() == {"没有可读的版本"}


def test_an_object_in_the_wrong_place_is_found(archive):
    shutil.move(place(archive, 0), place(archive, 0).with_name("elsewhere"))
    assert whys() == {"放错了位置"}


def test_a_forged_object_with_consistent_inventories_contradicts_the_journal(archive):
    """Whoever rewrites a document with its inventory and sidecar still has the log against him."""
    folder = place(archive, 0)
    files = {"receipt.pdf": b"forged", "retention.json": b'{"receipt.pdf":"10y"}'}
    inventory, fresh = next_version(Inventory.empty("filing.case:c0"), files, at=NOON, user="nobody")
    for name, content in fresh.items():
        (folder / "v1" / name).write_bytes(content)
    for where in (folder, folder / "v1"):
        (where / "inventory.json").write_bytes(inventory.content())
        (where / "inventory.json.sha512").write_bytes(sidecar(inventory.content()))
    assert whys() == {"清单与日志记载不符"}


def test_an_object_the_journal_never_heard_of_is_found(archive):
    inventory, fresh = next_version(Inventory.empty("filing.case:x"), {"a": b"1"}, at=NOON, user="nobody")
    folder = archive / object_path("filing.case:x")
    (folder / "v1/content").mkdir(parents=True)
    (folder / "0=ocfl_object_1.1").write_bytes(b"ocfl_object_1.1\n")
    (folder / "v1/content/a").write_bytes(fresh["content/a"])
    for where in (folder, folder / "v1"):
        (where / "inventory.json").write_bytes(inventory.content())
        (where / "inventory.json.sha512").write_bytes(f"{digest_of(inventory.content())} inventory.json\n".encode())
    assert whys() == {"日志没有记载"}


def test_a_rewritten_history_of_versions_is_found(archive):
    folder = place(archive, 1)
    files = {"receipt.pdf": b"other", "retention.json": b"{}"}
    inventory, _ = next_version(Inventory.empty("filing.case:c1"), files, at=NOON, user="nobody")
    (folder / "v1/inventory.json").write_bytes(inventory.content())
    (folder / "v1/inventory.json.sha512").write_bytes(sidecar(inventory.content()))
    assert {"与前一版本不衔接", "清单与日志记载不符"} <= whys()
