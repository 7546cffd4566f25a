/* Questions that can be opened: what was expected, and what each run found and answered. */
import { make } from "./shared/dom.js";
import { mark, titled } from "./evaluation-parts.js";

export const questionList = (list, page) => {
  const items = list.queries
    .filter((name) => page.views[name])
    .map((name) => question(page.views[name], page));
  return [make("p", "byline-evaluation-about", list.about), ...items];
};

const question = (view, page) => {
  const found = make("details", "byline-evaluation-question");
  const summary = make("summary");
  const text = make("span", "byline-evaluation-asked", view.text);
  text.dir = "auto";
  summary.append(text, chips(view, page));
  found.append(summary);
  /* Most stay closed. */
  found.addEventListener("toggle", () => found.append(body(view, page)), { once: true });
  return found;
};

const chips = (view, page) => {
  const row = make("span", "byline-evaluation-chips");
  if (view.kind) row.append(make("span", "byline-evaluation-kind", view.kind));
  for (const column of view.columns) {
    if (column.value === null) continue;
    const chip = make("span", "byline-evaluation-value");
    if (page.runs.length > 1) {
      chip.append(mark(column.run), make("span", "byline-hidden", page.runs[column.run].title), " ");
    }
    chip.append(column.value);
    row.append(chip);
  }
  return row;
};

const body = (view, page) => {
  const found = make("div", "byline-evaluation-body");
  found.append(...expected(view));
  const columns = make("div", "byline-evaluation-columns");
  columns.append(...view.columns.map((column) => columnOf(column, page)));
  found.append(columns);
  return found;
};

const expected = (view) => {
  const parts = [make("h3", "", "Expected")];
  if (view.answerable === false) {
    parts.push(make("p", "", "A refusal: the articles do not answer it."));
  }
  for (const gold of view.gold) {
    const quote = make("blockquote", "byline-evaluation-gold");
    const text = make("p", "", gold.quote);
    text.dir = "auto";
    quote.append(text, make("footer", "", gold.place));
    parts.push(quote);
  }
  if (view.more_gold) parts.push(make("p", "byline-evaluation-soft", `${view.more_gold} more sentences would do.`));
  if (view.answers.length) parts.push(make("p", "", `Right answers: ${view.answers.join("; ")}`));
  if (parts.length === 1) parts.push(make("p", "byline-evaluation-soft", "Whole articles count as right here; see the marks below."));
  return parts;
};

const columnOf = (column, page) => {
  const found = make("div", "byline-evaluation-column");
  const heading =
    page.runs.length > 1 ? titled("h3", column.run, page.runs[column.run].title) : make("h3", "", "Found");
  if (column.value !== null) {
    heading.append(make("span", "byline-evaluation-soft", ` ${page.main_measure} ${column.value}`));
  }
  found.append(heading);
  if (column.answer) found.append(answer(column.answer));
  if (column.hits.length) {
    const list = make("ol", "byline-evaluation-hits");
    list.append(...column.hits.map(hit));
    found.append(list);
  }
  if (column.below) found.append(make("p", "byline-evaluation-soft", column.below));
  return found;
};

const answer = ({ refused, confidence, sentences }) => {
  const found = make("div", "byline-evaluation-answer");
  const how = refused ? "Refused; it would have said" : "Answered";
  found.append(make("p", "byline-evaluation-soft", `${how}, confidence ${confidence}`));
  for (const sentence of sentences) {
    const line = make("p", "", sentence.text);
    line.dir = "auto";
    for (const { marker, exact, place } of sentence.citations) {
      const cited = make("span", "byline-evaluation-cite", ` [${marker}]`);
      cited.title = place;
      line.append(cited);
      if (!exact) line.append(" ", make("span", "byline-evaluation-warn", "quote differs from the article"));
    }
    if (sentence.support !== "supported") {
      line.append(" ", make("span", "byline-evaluation-warn", sentence.support));
    }
    found.append(line);
  }
  if (!sentences.length) found.append(make("p", "byline-evaluation-soft", "Nothing was said."));
  return found;
};

const hit = ({ rank, place, excerpt, right, ranks }) => {
  const found = make("li", right ? "byline-evaluation-right" : "");
  found.value = rank;
  const where = make("p", "byline-evaluation-place", place);
  if (right) where.append(" ", make("span", "byline-evaluation-kind", right));
  found.append(where);
  const [before, gold, after] = excerpt;
  if (before || gold) {
    const text = make("p", "byline-evaluation-excerpt");
    text.dir = "auto";
    text.append(before, ...(gold ? [make("mark", "", gold)] : []), after);
    found.append(text);
  }
  found.append(make("p", "byline-evaluation-soft", ranks));
  return found;
};
