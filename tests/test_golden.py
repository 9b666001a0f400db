from pathlib import Path

from tests.gold import GOLDEN, build_smallest


def test_the_smallest_site_is_the_golden_tree(tmp_path: Path) -> None:
    built = _tree(build_smallest(tmp_path))
    assert sorted(built) == sorted(_tree(GOLDEN)), "files came or went; `make gold` accepts the present ones"
    for name, data in _tree(GOLDEN).items():
        assert built[name] == data, f"{name} differs; `make gold` accepts the present one"


def _tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
