"""The LangChain retriever, over stand-ins of the classes that it takes from there."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from index.types import Filters
from rag.answerer import Answerer


class Base:
    """As LangChain's: its fields are given by name, and `invoke` asks."""

    def __init__(self, **given):
        for name, value in given.items():
            setattr(self, name, value)

    def invoke(self, query):
        return self._get_relevant_documents(query, run_manager=None)


@pytest.fixture
def retriever_class(monkeypatch):
    for name, members in {
        "langchain_core": {},
        "langchain_core.callbacks": {"CallbackManagerForRetrieverRun": object},
        "langchain_core.documents": {"Document": type("Document", (Base,), {})},
        "langchain_core.retrievers": {"BaseRetriever": Base},
    }.items():
        module = ModuleType(name)
        module.__dict__.update(members)
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.delitem(sys.modules, "rag.adapters.langchain", raising=False)
    from rag.adapters.langchain import BylineRetriever

    yield BylineRetriever
    sys.modules.pop("rag.adapters.langchain")


def test_passages_come_with_their_article_and_place(empty_index, write_articles, retriever_class):
    head = "---\ntitle: Wall\nauthor: Ann Lee\ndate: 2024-03-01\noutlet: The Gazette\n---\n\n"
    wall = "The wall cost £5 million, the council said.\n"
    empty_index.sync(write_articles({"a.md": head + wall, "b.md": "The ferry costs £4.\n"}))
    retriever = retriever_class(answerer=Answerer(empty_index), k=1)
    (found,) = retriever.invoke("What did the wall cost?")
    assert found.page_content == wall.strip()
    assert found.metadata["title"] == "Wall"
    assert found.metadata["published"] == "2024-03-01"
    place = slice(found.metadata["start"], found.metadata["end"])
    text = empty_index.snapshot().document("a.md").text
    assert text[place] == found.page_content
    retriever.filters = Filters(authors=("Nobody",))
    assert retriever.invoke("What did the wall cost?") == []


def test_byline_itself_never_loads_langchain():
    assert not any(name.startswith("langchain_core") for name in sys.modules)
