/* The text of an article in the source panel: the rest of a long one comes as it is scrolled to. */
import { api, attempt, button, make } from "../shared/dom.js";
import { renderBlocks } from "./source.js";

const AHEAD = "600px"; // how far before its end is seen a piece is asked for
const SETTLED_MS = 100; // by then the cited place has been scrolled to

/* The article of `source` inside `scroller`; `open(place)` opens another citation. */
export const renderArticle = (source, scroller, open) => {
  const block = make("div", "byline-article");
  const text = make("div");
  text.append(renderBlocks(source.blocks, open));
  block.append(text);
  const parts = { scroller, text, open };
  if (source.earlier) block.prepend(more(source.earlier, "earlier", parts));
  if (source.later) block.append(more(source.later, "later", parts));
  return block;
};

/* A button for the piece at `address`; it is pressed by itself when it comes near. */
const more = (address, side, { scroller, text, open }) => {
  let next = address;
  let loading = false;
  const label = side === "earlier" ? "Show what comes before" : "Show what comes after";
  const ask = button(label, "byline-quiet byline-more", () => load());
  const load = async () => {
    if (loading) return;
    loading = true;
    const piece = await attempt(() => api(next));
    loading = false;
    if (!piece || !ask.isConnected) return;
    insert(piece);
    next = piece[side];
    watcher.unobserve(ask);
    if (next) watcher.observe(ask);
    else leave();
  };
  const insert = (piece) => {
    const before = scroller.scrollHeight;
    const top = scroller.scrollTop;
    text[side === "earlier" ? "prepend" : "append"](renderBlocks(piece.blocks, open));
    if (side === "earlier") scroller.scrollTop = top + scroller.scrollHeight - before;
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
