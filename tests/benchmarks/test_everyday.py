"""The made-up news that the answer finder is trained and measured on is whole."""

from collections import Counter

from benchmarks.reader.news import NEWS, STORIES, NewsArticle, NewsQuestion, read_news


def test_each_answer_stands_in_its_sentence_which_stands_once_in_the_text():
    asked = [(article, question) for article in read_news() for question in article.questions]
    assert [one for one in asked if not is_whole(*one)] == []


def is_whole(article: NewsArticle, question: NewsQuestion) -> bool:
    if question.answer is None or question.sentence is None:
        return question.answer == question.sentence
    once = article.text.count(question.sentence) == 1
    return once and question.answer in question.sentence


def test_ids_are_unique_and_one_file_alone_reports():
    ids = Counter(article.id for article in read_news())
    assert max(ids.values()) == 1
    assert all(article.is_for_tuning for article in read_news(STORIES))
    assert 40 < sum(not article.is_for_tuning for article in read_news(NEWS)) < 72
