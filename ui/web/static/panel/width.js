/* Resizing of the source panel by its edge; the width is remembered. */
import { built } from "../shared/dom.js";
import { keep, recall } from "../shared/local-storage.js";
import { html } from "../vendor/lit-html.js";

const KEY = "byline-panel-width";
const LEAST = 320;
const STEP = 40;
const MOST_SHARE = 0.65; // of the window
const USUAL_SHARE = 0.44;

const most = () => Math.max(LEAST, Math.round(window.innerWidth * MOST_SHARE));
/** @type {(width: number) => number} */
const limited = (width) => Math.min(most(), Math.max(LEAST, Math.round(width)));

const stored = () => Number(recall(KEY)) || 0;

/** However narrow the window becomes, the rest of the page stays beside the panel.
 * @type {(width: number) => void} */
const apply = (width) => document.body.style.setProperty("--byline-panel", `min(${MOST_SHARE * 100}vw, ${width}px)`);

/** The edge: dragged, or moved with the arrow keys. */
export const keepWidth = () => {
  const edge = built(html`<div class="byline-edge" role="separator" aria-orientation="vertical"
    aria-label="Width of the source panel" aria-valuemin=${LEAST} tabindex="0"></div>`);
  /** @type {(wanted: number) => void} */
  const set = (wanted) => {
    const width = limited(wanted);
    apply(width);
    describe(width);
    keep(KEY, String(width));
  };
  /** @type {(width: number) => void} */
  const describe = (width) => {
    edge.ariaValueNow = String(limited(width));
    edge.ariaValueMax = String(most());
  };
  const usual = () => stored() || window.innerWidth * USUAL_SHARE;
  describe(usual());
  if (stored()) apply(limited(stored()));
  window.addEventListener("resize", () => describe(usual()));
  edge.addEventListener("keydown", (event) => {
    const by = event.key === "ArrowLeft" ? STEP : event.key === "ArrowRight" ? -STEP : 0;
    if (!by) return;
    event.preventDefault();
    set((edge.parentElement?.getBoundingClientRect().width ?? 0) + by);
  });
  edge.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    edge.setPointerCapture(event.pointerId);
    document.body.classList.add("byline-resizing");
  });
  edge.addEventListener("pointermove", (event) => {
    if (edge.hasPointerCapture(event.pointerId)) set(window.innerWidth - event.clientX);
  });
  edge.addEventListener("lostpointercapture", () => document.body.classList.remove("byline-resizing"));
  return edge;
};
