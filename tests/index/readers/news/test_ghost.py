"""Ghost exports: published posts and pages alone, with the names that the site shows."""

from __future__ import annotations

import json

import pytest

from index.errors import ReadError
from index.readers.formats import read_documents


def post(number, **changed):
    values = {"id": number, "title": f"Story {number}", "status": "published", "type": "post"}
    html = f"<p>The council held vote {number} on Monday, the clerk said.</p>"
    return {**values, "html": html, "published_at": "2024-03-04T10:00:00.000Z", **changed}


def read(posts, **tables):
    data = json.dumps({"db": [{"meta": {"version": "5.80.0"}, "data": {"posts": posts, **tables}}]})
    return {found.item: found for found in read_documents(data.encode(), "ghost.json")}


def test_a_post_has_its_authors_in_order_its_tags_and_its_site():
    [found] = read(
        [post("p1", canonical_url="https://gazette.example/vote")],
        users=[{"id": "a", "name": "Ann Lee"}, {"id": "b", "name": "Bo Ek"}],
        posts_authors=[
            {"post_id": "p1", "author_id": "b", "sort_order": 1},
            {"post_id": "p1", "author_id": "a", "sort_order": 0},
        ],
        tags=[{"id": "t", "name": "Harbour"}, {"id": "i", "name": "#internal"}],
        posts_tags=[{"post_id": "p1", "tag_id": "t"}, {"post_id": "p1", "tag_id": "i"}],
        settings=[{"key": "title", "value": "The Gazette"}, {"key": "lang", "value": "en"}],
    ).values()
    assert (found.doc_id, found.title, found.outlet) == ("ghost.json#p1", "Story p1", "The Gazette")
    assert (found.authors, found.tags) == (("Ann Lee", "Bo Ek"), ("Harbour",))
    assert (str(found.published), found.uri) == ("2024-03-04", "https://gazette.example/vote")
    assert found.text == "The council held vote p1 on Monday, the clerk said."


@pytest.mark.parametrize("status", ["draft", "scheduled", None])
def test_what_is_not_published_is_held_back(status):
    found = read([post("p1"), post("p2", status=status)])["p2"]
    assert isinstance(found, ReadError)
    assert found.held_back


@pytest.mark.parametrize("changed", [{"type": "page"}, {"status": "sent"}, {"author_id": "a"}])
def test_pages_newsletters_and_posts_of_older_exports_are_read(changed):
    found = read([post("p1", **changed)], users=[{"id": "a", "name": "Ann Lee"}])["p1"]
    assert found.authors == (("Ann Lee",) if "author_id" in changed else ())


def test_a_post_without_its_text_costs_no_neighbour():
    found = read([post("p1", html=None), post("p2"), "no post"], users=None, tags=[1])
    assert "without its HTML" in str(found["p1"])
    assert found["p2"].title == "Story p2"
