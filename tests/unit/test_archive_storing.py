"""Are documents kept so that anyone can read them without us?"""

import json

import ocfl
import pytest

from conftest import NOON
from journal_kit import BY
from zhishui.filing.archive import queries, services
from zhishui.filing.archive.files import FileStorage
from zhishui.filing.archive.ocfl import object_path
from zhishui.journal import transaction
from zhishui.journal.queries import events_about
from zhishui.kernel import Ref, Refused


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_folder")]
CASE = Ref("filing", "case", "0195a0b0-7c1e-7000-8000-000000000001")
RECEIPT, SUBMISSION = b"%PDF-1.7 receipt", '{"纳税人":"张三"}'.encode()


def store(documents, case=CASE, retention="10y"):
    return services.store(case=case, documents=documents, retention=retention, by=BY, at=NOON)


def told(case=CASE):
    return [event.data for event in events_about(case) if event.name == "filing.archive.stored"]


def test_what_was_stored_is_read(data_folder):
    view = store({"receipt.pdf": RECEIPT, "submission.json": SUBMISSION})
    assert queries.read(CASE, "receipt.pdf") == RECEIPT
    assert queries.read(CASE, "submission.json") == SUBMISSION
    assert (view.case, view.version) == (CASE, 1)
    assert [(document.name, document.retention) for document in view.documents] == [
        ("receipt.pdf", "10y"),
        ("submission.json", "10y"),
    ]
    assert queries.contents(CASE) == view


def test_another_validator_finds_the_archive_valid(data_folder):
    """ocfl-py is not ours; it judges root and objects, digests included."""
    for number in range(4):
        case = Ref("filing", "case", f"c{number}")
        store({"receipt.pdf": RECEIPT, "submission.json": b"%d" % number}, case)
    store({"notice.pdf": b"later"}, Ref("filing", "case", "c2"))
    root = ocfl.StorageRoot(root=str(data_folder / "archive"))
    assert root.validate()
    assert (root.num_objects, root.good_objects) == (4, 4)
    path = data_folder / "archive" / object_path("filing.case:c2")
    validator = ocfl.Object(path=str(path))
    passed, found = validator.validate(str(path), log_warnings=True, log_errors=True)
    assert passed, str(found)
    assert "[W" not in str(found), str(found)


def test_the_place_of_an_object_follows_from_its_id_alone():
    layout = ocfl.layout_registry.get_layout("0003-hash-and-id-n-tuple-storage-layout")
    for object_id in (str(CASE), "filing.case:" + "长" * 60, "a" * 101, "x"):
        assert object_path(object_id) == layout.identifier_to_path(object_id)


def test_storing_the_same_again_changes_nothing(data_folder):
    first = store({"receipt.pdf": RECEIPT})
    before = snapshot(data_folder / "archive")
    assert store({"receipt.pdf": RECEIPT}) == first
    assert snapshot(data_folder / "archive") == before
    assert len(told()) == 1


def snapshot(folder):
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_further_document_makes_a_version_and_keeps_the_first(data_folder):
    store({"receipt.pdf": RECEIPT})
    view = store({"notice.pdf": b"notice"}, retention="permanent")
    assert view.version == 2
    assert [(d.name, d.retention) for d in view.documents] == [("notice.pdf", "permanent"), ("receipt.pdf", "10y")]
    assert queries.read(CASE, "receipt.pdf") == RECEIPT
    assert [(data["version"], sorted(data["documents"])) for data in told()] == [
        (1, ["receipt.pdf", "retention.json"]),
        (2, ["notice.pdf", "receipt.pdf", "retention.json"]),
    ]


def test_a_corrected_document_leaves_the_old_one_in_its_version(data_folder):
    store({"receipt.pdf": b"first"})
    store({"receipt.pdf": b"second"})
    store({"receipt.pdf": b"first"})
    assert queries.read(CASE, "receipt.pdf") == b"first"
    folder = data_folder / "archive" / object_path(str(CASE))
    inventory = json.loads((folder / "inventory.json").read_bytes())
    assert inventory["head"] == "v3"
    assert sorted(path.name for path in folder.rglob("content/*")) == ["receipt.pdf", "receipt.pdf", "retention.json"]
    assert ocfl.Object(path=str(folder)).validate(str(folder))[0]


def test_equal_contents_are_kept_once(data_folder):
    store({"a.pdf": RECEIPT, "b.pdf": RECEIPT})
    assert queries.read(CASE, "a.pdf") == queries.read(CASE, "b.pdf") == RECEIPT
    folder = data_folder / "archive" / object_path(str(CASE))
    assert len(list(folder.glob("v1/content/*.pdf"))) == 1
    assert ocfl.Object(path=str(folder)).validate(str(folder))[0]


def test_what_is_not_there_is_said_to_be_absent():
    assert queries.contents(CASE) is None
    for name in ("receipt.pdf", "../x"):
        with pytest.raises(Refused) as refusal:
            queries.read(CASE, name)
        assert (refusal.value.problems[0].code, refusal.value.status) == ("not-archived", 404)
    store({"receipt.pdf": RECEIPT})
    with pytest.raises(Refused, match="not-archived"):
        queries.read(CASE, "notice.pdf")


@pytest.mark.parametrize(
    "name", ["", "../x", "a/b", ".hidden", "retention.json", "名.pdf", "a\nb", "a" * 101, "a\u0000", "CON:", "-x"]
)
def test_a_name_that_could_leave_its_folder_is_refused(data_folder, name):
    with pytest.raises(Refused, match="bad-document-name"):
        store({name: b"x"})
    assert not (data_folder / "archive").exists()


@pytest.mark.parametrize("retention", ["", "十年", "Tax", "-a", "a--b", "tax-10-years\n", "a b"])
def test_a_retention_class_is_a_plain_name(retention):
    with pytest.raises(Refused, match="bad-retention"):
        store({"a.pdf": b"x"}, retention=retention)


def test_nothing_is_no_archive():
    with pytest.raises(Refused, match="nothing-to-archive"):
        store({})


def test_no_transaction_waits_for_the_disk(data_folder):
    with transaction(), pytest.raises(RuntimeError, match="synced"):
        store({"receipt.pdf": RECEIPT})
    assert not (data_folder / "archive").exists()


def test_damage_is_noticed_on_reading_and_on_writing(data_folder):
    store({"receipt.pdf": RECEIPT})
    folder = data_folder / "archive" / object_path(str(CASE))
    (folder / "v1/content/receipt.pdf").write_bytes(RECEIPT + b" ")
    with pytest.raises(Refused, match="archive-damaged"):
        queries.read(CASE, "receipt.pdf")
    (folder / "v1/content/receipt.pdf").unlink()
    with pytest.raises(Refused, match="archive-damaged"):
        queries.read(CASE, "receipt.pdf")
    (folder / "v1/inventory.json").write_bytes(b"{}")
    for act in (lambda: queries.contents(CASE), lambda: store({"notice.pdf": b"x"})):
        with pytest.raises(Refused, match="archive-damaged"):
            act()


def test_a_path_never_leaves_the_storage(tmp_path):
    storage = FileStorage(tmp_path / "archive")
    for path in ("../x", "/etc/passwd", "a/../../x"):
        with pytest.raises(ValueError, match=r"x|etc"):
            storage.read(path)


def test_a_folder_is_added_once(tmp_path):
    storage = FileStorage(tmp_path / "archive")
    with storage.exclusive():
        storage.add("a/b", {"c/d.txt": b"1"})
        with pytest.raises(FileExistsError):
            storage.add("a/b", {"c/d.txt": b"2"})
        storage.add("a/e", {"f": b"3"})
    assert storage.read("a/b/c/d.txt") == b"1"
    assert (storage.names("a"), storage.names("nowhere")) == (("b", "e"), ())
