import json

from icpr_build.content.json_schema import schemas


def test_every_kind_has_its_schema() -> None:
    written = schemas(["home", "page"])
    assert {name.removesuffix(".schema.json") for name in written} == {
        *("site", "mission", "documents", "news", "resources"),
        *("page", "news-item"),
    }
    assert all(text.endswith("}\n") for text in written.values())


def test_a_schema_is_the_declaration() -> None:
    mission = json.loads(schemas([])["mission.schema.json"])
    assert mission["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert list(mission["properties"]) == ["statement", "aims", "quotation"]
    assert mission["required"] == ["statement", "aims"]
    assert mission["additionalProperties"] is False
    assert mission["properties"]["aims"]["items"]["required"] == ["name"]
    assert mission["properties"]["quotation"]["required"] == ["text", "name", "role"]


def test_a_list_is_a_schema_of_entries() -> None:
    documents = json.loads(schemas([])["documents.schema.json"])
    assert documents["type"] == "array"
    assert set(documents["items"]["properties"]) == {
        *("title", "publisher", "date", "summary", "url", "file", "points")
    }
