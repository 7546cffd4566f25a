/* The edge of the source panel, by which it is made wider or narrower; the width is remembered. */
import { make } from "/byline/dom.js";

const KEY = "byline-panel-width";
const LEAST = 320;
const STEP = 40;

const most = () => Math.max(LEAST, Math.round(window.innerWidth * 0.65));
const limited = (width) => Math.min(most(), Math.max(LEAST, Math.round(width)));

const stored = () => {
  try {
    return Number(localStorage.getItem(KEY)) || 0;
  } catch {
    return 0; // storage is switched off
  }
};

const store = (width) => {
  try {
    localStorage.setItem(KEY, String(width));
  } catch {
    return; // it holds until the page is left
  }
};

/* The edge: dragged, or moved with the arrow keys. */
export const keepWidth = () => {
  const edge = make("div", "byline-edge");
  edge.setAttribute("role", "separator");
  edge.setAttribute("aria-orientation", "vertical");
  edge.setAttribute("aria-label", "Width of the source panel");
  edge.tabIndex = 0;
  const set = (wanted) => {
    const width = limited(wanted);
    document.body.style.setProperty("--byline-panel", `${width}px`);
    edge.setAttribute("aria-valuenow", String(width));
    edge.setAttribute("aria-valuemax", String(most()));
    store(width);
  };
  const width = () => edge.parentElement.getBoundingClientRect().width;
  edge.setAttribute("aria-valuemin", String(LEAST));
  edge.setAttribute("aria-valuemax", String(most()));
  edge.setAttribute("aria-valuenow", String(limited(stored() || window.innerWidth * 0.44)));
  if (stored()) document.body.style.setProperty("--byline-panel", `${limited(stored())}px`);
  edge.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: STEP, ArrowRight: -STEP }[event.key];
    if (!by) return;
    event.preventDefault();
    set(width() + by);
  });
  edge.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    edge.setPointerCapture(event.pointerId);
    document.body.classList.add("byline-resizing");
  });
  edge.addEventListener("pointermove", (event) => {
    if (edge.hasPointerCapture(event.pointerId)) set(window.innerWidth - event.clientX);
  });
  edge.addEventListener("lostpointercapture", () => {
    document.body.classList.remove("byline-resizing");
  });
  return edge;
};
