"""Python-Markdown's extension for GitHub's dialect: a parser by comrak, and processors of the tree it makes.

Python-Markdown's own block and inline parsers do not run, nor do the processors of what it keeps in the text
between them, the stash of HTML and the escaped characters, which a body could otherwise imitate.
"""

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import Registry

from icpr_build.markdown import treeprocessors
from icpr_build.markdown.parser import GfmParser


class GfmExtension(Extension):
    """Converts the body that begins on a line of a file, once.

    Afterwards `parser.document` is the body as comrak read it, `links.found` are the links in it, and
    `parser.root` and `sections.found` are its tree, divided before each heading of level 2.
    """

    def __init__(self, file: str, first_line: int) -> None:
        super().__init__()
        self.file = file
        self.first_line = first_line

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's own name
        """Put this parser and these processors in the place of Markdown's own."""
        md.parser = self.parser = GfmParser(md, self.file, self.first_line)
        self.links = treeprocessors.LinkProcessor(md, self.parser)
        self.sections = treeprocessors.SectionProcessor(md)
        md.preprocessors = Registry[Preprocessor]()
        md.postprocessors = Registry[Postprocessor]()
        md.treeprocessors = Registry[Treeprocessor]()
        md.treeprocessors.register(treeprocessors.TableProcessor(md), "table", 80)
        md.treeprocessors.register(treeprocessors.TaskProcessor(md), "task", 70)
        md.treeprocessors.register(self.links, "link", 60)
        md.treeprocessors.register(treeprocessors.LoneLinkProcessor(md), "lone-link", 50)
        # Before the numbers of footnotes, which no quotation mark must be decided by.
        md.treeprocessors.register(treeprocessors.SmartQuoteProcessor(md), "smart-quote", 40)
        md.treeprocessors.register(treeprocessors.FootnoteProcessor(md), "footnote", 30)
        md.treeprocessors.register(treeprocessors.AmpersandProcessor(md), "ampersand", 20)
        # Markdown's own table of contents gives the headings their ids, with a priority of 5.
        md.treeprocessors.register(self.sections, "section", 0)
