/* Article text in the source panel: the rest of a long one is loaded as it is scrolled to. */
import { api } from "../shared/api-client.js";
import { attempt } from "../shared/dialog.js";
import { button, make } from "../shared/dom.js";
import { render } from "../vendor/lit-html.js";
import { renderBlocks } from "./source.js";

/** @import { Piece, Source } from "../types.js" */

const AHEAD = "600px"; // how far before its end is seen a piece is asked for
const SETTLED_MS = 100; // by then the cited place has been scrolled to

/** @typedef {"earlier" | "later"} Side */

/** The article of `source` inside `scroller`; `open(place)` opens another citation.
 * @type {(source: Source, scroller: HTMLElement, open: (place: string) => unknown) => HTMLElement} */
export const renderArticle = (source, scroller, open) => {
  const block = make("div", "byline-article");
  const text = make("div");
  text.append(pieceOf(source, open));
  block.append(text);
  /** @type {(piece: Piece, side: Side) => void} */
  const insert = (piece, side) => {
    const before = scroller.scrollHeight;
    const top = scroller.scrollTop;
    text[side === "earlier" ? "prepend" : "append"](pieceOf(piece, open));
    if (side === "earlier") scroller.scrollTop = top + scroller.scrollHeight - before;
  };
  if (source.earlier) block.prepend(more(source.earlier, "earlier", scroller, insert));
  if (source.later) block.append(more(source.later, "later", scroller, insert));
  return block;
};

/** @type {(piece: Piece, open: (place: string) => unknown) => DocumentFragment} */
const pieceOf = ({ blocks }, open) => {
  const place = make("div");
  render(renderBlocks(blocks, open), place);
  const found = document.createDocumentFragment();
  found.append(...place.childNodes);
  return found;
};

/** A button for the piece at `address`; it is pressed by itself when it comes near.
 * @type {(address: string, side: Side, scroller: HTMLElement, insert: (piece: Piece, side: Side) => void) => HTMLElement} */
const more = (address, side, scroller, insert) => {
  let next = address;
  let loading = false;
  const label = side === "earlier" ? "Show what comes before" : "Show what comes after";
  const ask = button(label, "byline-quiet byline-more", () => load());
  const load = async () => {
    if (loading) return;
    loading = true;
    /** @type {Piece | undefined} */
    const piece = await attempt(() => api(next));
    loading = false;
    if (!piece || !ask.isConnected) return;
    insert(piece, side);
    next = piece[side] ?? "";
    watcher.unobserve(ask);
    if (next) watcher.observe(ask);
    else leave();
  };
  const leave = () => {
    if (document.activeElement === ask) scroller.focus({ preventScroll: true });
    ask.remove();
  };
  const watcher = new IntersectionObserver(
    (entries) => {
      if (!ask.isConnected) watcher.disconnect();
      else if (entries.some((entry) => entry.isIntersecting)) load();
    },
    { root: scroller, rootMargin: AHEAD },
  );
  setTimeout(() => watcher.observe(ask), SETTLED_MS);
  return ask;
};
