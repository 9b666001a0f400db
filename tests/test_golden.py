from pathlib import Path

from tests.gold import GOLDEN, build_smallest
from tests.lay_out import tree


def test_the_smallest_site_is_the_golden_tree(tmp_path: Path) -> None:
    built, golden = tree(build_smallest(tmp_path)), tree(GOLDEN)
    assert sorted(built) == sorted(golden), "files came or went; `make gold` accepts the present ones"
    for name, data in golden.items():
        assert built[name] == data, f"{name} differs; `make gold` accepts the present one"
