/* Scrolling: the newest question goes to the top as soon as there is enough under it,
   unless the reader has begun to scroll. */
let onItsWay = false;
let scrolled = false; // by the reader, since something was asked or opened

export const waitForNewest = () => {
  scrolled = false;
};

export const startBringingUp = () => {
  onItsWay = !scrolled;
};

/** Once `questions` of them are drawn.
 * @type {(questions: number) => void} */
export const bringUp = (questions) => {
  const rows = onItsWay ? document.querySelectorAll("#byline-chat .user-row") : [];
  const row = rows[rows.length - 1];
  const frame = rows.length >= questions && row?.closest(".panel-wrap");
  if (!frame) return;
  const missing = () => row.getBoundingClientRect().top - frame.getBoundingClientRect().top;
  frame.scrollTop += missing();
  onItsWay = Math.abs(missing()) > 1;
};

export const stopForReaders = () => {
  const stop = () => {
    scrolled = true;
    onItsWay = false;
  };
  for (const name of ["wheel", "touchmove", "pointerdown"]) {
    document.querySelector("gradio-app")?.addEventListener(name, stop, { passive: true });
  }
};
