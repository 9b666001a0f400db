from dataclasses import replace

import pytest

from icpr_build.cache import Cache
from icpr_build.model import Page
from icpr_build.output.render import render
from icpr_build.problem import Place
from icpr_build.urls import SiteUrls
from tests.lay_out import report_lines

URLS = SiteUrls(base_url="https://example.org/icpr/", aliases={"/img/x.jpg": "/assets/img/x.01.jpg"})
EXTENDS = "{% extends 'b.html' %}\n"
SIZES = {"/img/x.jpg": (4, 3)}
LINKS = '<a href="/about/"><img alt="" src="/img/x.jpg"></a>'


@pytest.mark.parametrize(
    ("path", "file", "text"),
    [
        (
            "/",
            "index.html",
            '<a href="about/"><img width="4" height="3" alt="" src="assets/img/x.01.jpg"></a>',
        ),
        (
            "/a/",
            "a/index.html",
            '<a href="../about/"><img width="4" height="3" alt="" src="../assets/img/x.01.jpg"></a>',
        ),
        (
            "/a.html",
            "a.html",
            '<a href="about/"><img width="4" height="3" alt="" src="assets/img/x.01.jpg"></a>',
        ),
        (
            "/404.html",
            "404.html",
            '<a href="/icpr/about/"><img width="4" height="3" alt="" src="/icpr/assets/img/x.01.jpg"></a>',
        ),
    ],
)
def test_urls_are_relative_to_the_page(path: str, file: str, text: str) -> None:
    files, problems = render([_page(path)], {"a.html": LINKS}, URLS, SIZES, Cache())
    assert problems == ()
    assert [(made.path, made.data.decode()) for made in files] == [(file, text)]


@pytest.mark.parametrize(
    ("image", "sized"),
    [
        ('<img alt="" src="/img/y.jpg">', '<img alt="" src="img/y.jpg">'),
        (
            '<img alt="" width="9" height="9" src="/img/x.jpg">',
            '<img alt="" width="9" height="9" src="assets/img/x.01.jpg">',
        ),
        (
            '<img src="/img/x.jpg" alt="of width= 9">',
            '<img width="4" height="3" src="assets/img/x.01.jpg" alt="of width= 9">',
        ),
    ],
)
def test_an_image_without_a_size_is_given_it(image: str, sized: str) -> None:
    files, _ = render([_page("/")], {"a.html": image}, URLS, SIZES, Cache())
    assert files[0].data.decode() == sized


def test_a_feed_keeps_its_urls() -> None:
    page = replace(_page("/feed.xml"), template="feed.xml")
    files, problems = render([page], {"feed.xml": LINKS}, URLS, {}, Cache())
    assert problems == ()
    assert files[0].data.decode() == LINKS


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ title }}", "a &lt;b&gt; “c”"),
        ("{% if title %}\n  x\n{% endif %}\ny\n", "  x\ny\n"),
        ("{{ {'a': [title]} | tojson }}", '{"a": ["a \\u003cb\\u003e \\u201cc\\u201d"]}'),
    ],
)
def test_values_are_escaped_and_blocks_leave_no_lines(template: str, text: str) -> None:
    files, problems = render([_page("/")], {"a.html": template}, URLS, SIZES, Cache())
    assert problems == ()
    assert files[0].data.decode() == text


@pytest.mark.parametrize(
    ("templates", "problem"),
    [
        ({}, "a.html:1:1: there is no template a.html"),
        ({"a.html": "\n{{ a"}, "a.html:2:1: {{ is not closed"),
        ({"a.html": "\n{% include 'n' ~ '.html' %}"}, "a.html:2:1: there is no template n.html"),
        ({"a.html": "\n\n{{ nope }}"}, "a.html:3:1: nothing here is named 'nope'"),
        ({"a.html": "\n{{ title.nope }}"}, "a.html:2:1: this value has no part named 'nope'"),
        (
            {"a.html": "{% block b %}{{ super() }}{% endblock %}"},
            "a.html:1:1: there is no parent block called 'b'",
        ),
        ({"a.html": "{% for b in title %}\n"}, "a.html:1:1: {% for %} is not closed"),
        ({"a.html": "{{ title }\n"}, "a.html:1:1: '}' cannot be here"),
        ({"a.html": "\n{{ title"}, "a.html:2:1: {{ is not closed"),
        ({"a.html": "\n{{ }}"}, "a.html:2:1: something is missing before }}"),
        ({"a.html": "\n{{ title b }}"}, "a.html:2:1: }} is missing, or something before it"),
        ({"a.html": "\n{% if title = 1 %}{% endif %}"}, "a.html:2:1: %} is missing, or something before it"),
        ({"a.html": "\n{% iff %}"}, "a.html:2:1: there is no tag {% iff %}"),
        ({"a.html": "\n{% endif %}"}, "a.html:2:1: {% endif %} closes nothing that is open here"),
        ({"a.html": "\n{{ title | uper }}"}, "a.html:2:1: there is no filter 'uper'"),
        (
            {
                "a.html": EXTENDS + "{% block c %}{% endblock %}",
                "b.html": "",
                "d.html": EXTENDS + "{% block c %}{% endblock %}",
            },
            "b.html:1:1: the block 'c', which pages fill, is missing",
        ),
        ({"a.html": "{{ 1 / 0 }}"}, "a.html:1:1: division by zero"),
        ({"a.html": "{{ title[0:1:0] }}"}, "a.html:1:1: slice step cannot be zero"),
        (
            {
                "a.html": "{% from 'b.html' import b %}\n{{ b() }}",
                "b.html": "{% macro b() %}\n{{ c }}\n{% endmacro %}",
            },
            "b.html:2:1: nothing here is named 'c'",
        ),
        ({"a.html": "x\n{% include 'xy.xml' %}"}, "a.html:2:1: there is no template xy.xml"),
        (
            {"a.html": "x\n{% include 'a.htm' %}"},
            "a.html:2:1: there is no template a.htm, did you mean 'a.html'?",
        ),
        (
            {"a.html": "x\n{% include 'a.html' %}"},
            "a.html:2:1: a.html uses this template again, without end",
        ),
        (
            {"a.html": "{% include 'c.html' %}", "b.html": "\n{% include 'c.html' %}", "c.html": EXTENDS},
            "b.html:2:1: c.html uses this template again, without end",
        ),
        (
            {"a.html": "{% macro b() %}\n{{ b() }}{% endmacro %}{{ b() }}"},
            "a.html:2:1: this macro calls itself without end",
        ),
        ({"a.html": "\n{{ self.b() }}"}, "a.html:2:1: this template has no block 'b'"),
        (
            {
                "a.html": EXTENDS + "{% block c %}{{ super() }}{% endblock %}",
                "b.html": "{% block d %}{% endblock %}",
            },
            "a.html:2:1: b.html has no block 'c'",
        ),
        (
            {
                "a.html": EXTENDS + "{% block mian %}{% endblock %}",
                "b.html": "{% block main %}{% endblock %}",
            },
            "a.html:2:1: b.html has no block 'mian', did you mean 'main'?",
        ),
        (
            {
                "a.html": EXTENDS + "{% block c %}{% endblock %}\n\nd",
                "b.html": "{% block c %}{% endblock %}",
            },
            "a.html:4:1: what is outside of the blocks is not shown",
        ),
        (
            {"a.html": "{% include 'b.html' %}", "b.html": "\n{{ a"},
            "b.html:2:1: {{ is not closed",
        ),
    ],
)
def test_a_problem_is_reported_once_at_its_line(templates: dict[str, str], problem: str) -> None:
    files, problems = render([_page("/"), _page("/b/")], templates, URLS, SIZES, Cache())
    assert report_lines(problems) == [f"templates/{problem} [template-wrong]"]
    assert problems[0].hint.endswith("Found while rendering / (from content/x.md).")
    assert [made.data for made in files] == [b"", b""]


@pytest.mark.parametrize(
    ("templates", "problem"),
    [
        ({"b.html": "\n{% if %}"}, "b.html:2:1: something is missing before %}"),
        ({"pages/b.html": "<html></html>"}, "pages/b.html:1:1: a page's template must extend another"),
    ],
)
def test_a_template_that_no_page_uses_is_inspected_as_well(templates: dict[str, str], problem: str) -> None:
    files, problems = render([_page("/")], {"a.html": LINKS, **templates}, URLS, SIZES, Cache())
    assert report_lines(problems) == [f"templates/{problem} [template-wrong]"]
    assert problems[0].hint.endswith("No page uses it.")
    assert files[0].data


def _page(path: str) -> Page:
    place = Place(file="content/x.md")
    return Page(path=path, template="a.html", view={"title": 'a <b> "c"'}, place=place)
