"""The files of `content/` that have a meaning of their own, by their paths from the project's root."""

NEWS = "content/news/"  # every file in here is a news item
HOME = "content/index.md"
NOT_FOUND_PAGE = "content/404.md"
DATA_FILES = SITE, MISSION, DOCUMENTS, HEADLINES, RESOURCES = (
    "content/data/site.yaml",
    "content/data/mission.yaml",
    "content/data/documents.yaml",
    "content/data/news.yaml",
    "content/data/resources.yaml",
)
