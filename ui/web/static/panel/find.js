/* Finding in an article: words that are typed or, without any, what the conversation cites there. */
import { built, signButton } from "../shared/dom.js";
import { html } from "../vendor/lit-html.js";

const MARKS = "mark.byline-cited, mark.byline-also";

const input = /** @type {HTMLInputElement} */ (
  built(
    html`<input type="search" placeholder="Find in the article" aria-label="Find in the article" maxlength="200" />`,
  )
);
const told = built(html`<span class="byline-find-told" role="status"></span>`);
/** @type {HTMLElement} */
let article;
let at = -1;
let sought = "";

/** Where the words stand in the text that is shown, whatever its elements and line breaks.
 * @type {(words: string) => Range[]} */
const rangesOf = (words) => {
  /** @type {{ node: Text, start: number }[]} */
  const nodes = [];
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  let text = "";
  while (walker.nextNode()) {
    const node = /** @type {Text} */ (walker.currentNode);
    if (node.parentElement?.closest("button")) continue;
    nodes.push({ node, start: text.length });
    text += node.data;
  }
  const wanted = new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+"), "gi");
  return [...text.matchAll(wanted)].map((found) => {
    const range = document.createRange();
    /** @type {(place: number) => [Text, number]} */
    const point = (place) => {
      const { node, start } = nodes.findLast((one) => one.start < place || one.start === 0) ?? nodes[0];
      return [node, place - start];
    };
    const [node, offset] = point(found.index + 1);
    range.setStart(node, offset - 1);
    range.setEnd(...point(found.index + found[0].length));
    return range;
  });
};

/** Loads what of a long article is not shown yet.
 * @type {() => Promise<void>} */
const whole = async () => {
  for (;;) {
    const more = /** @type {HTMLElement | null} */ (article.querySelector(".byline-more"));
    if (!more) return;
    const changed = new Promise((resolve) =>
      new MutationObserver(resolve).observe(article, { childList: true, subtree: true }),
    );
    more.click();
    await changed;
  }
};

/** @type {(by: number) => Promise<void>} */
const step = async (by) => {
  const words = input.value.trim();
  if (words) await whole();
  const places = words ? rangesOf(words) : [...article.querySelectorAll(MARKS)];
  if (words !== sought) at = by > 0 ? -1 : 0;
  sought = words;
  at = places.length ? (at + by + places.length) % places.length : -1;
  const now = places[at];
  told.textContent = places.length ? `${at + 1} of ${places.length}` : words ? "Not there" : "Nothing is cited here";
  CSS.highlights?.set("byline-found", new Highlight(...(words ? /** @type {Range[]} */ (places) : [])));
  CSS.highlights?.set("byline-found-now", new Highlight(...(words && now ? [/** @type {Range} */ (now)] : [])));
  const element = now instanceof Range ? now.startContainer.parentElement : now;
  element?.scrollIntoView({ block: "center" });
};

input.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  step(event.shiftKey ? -1 : 1);
});

export const findBar = built(html`<div class="byline-find" role="search">${input}${told}
  ${signButton("↑", "Place before", "byline-quiet", () => step(-1))}${signButton("↓", "Place after", "byline-quiet", () => step(1))}
</div>`);

/** Another article is shown, in `within`.
 * @type {(within: HTMLElement) => void} */
export const findIn = (within) => {
  article = within;
  at = -1;
  sought = input.value = told.textContent = "";
  for (const name of ["byline-found", "byline-found-now"]) CSS.highlights?.delete(name);
  const marks = within.querySelectorAll(MARKS).length;
  if (marks > 1) told.textContent = `${marks} places are cited`;
};
