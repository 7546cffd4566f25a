/* The newest question goes to the top as soon as there is enough under it, unless the reader has
   begun to scroll. */
let onItsWay = false;

export const startBringingUp = () => {
  onItsWay = true;
};

export const bringUp = (question) => {
  const row = onItsWay && question && question.closest(".user-row");
  const frame = row && row.closest(".panel-wrap");
  if (!frame) return;
  const missing = () => row.getBoundingClientRect().top - frame.getBoundingClientRect().top;
  frame.scrollTop += missing();
  onItsWay = Math.abs(missing()) > 1;
};

export const stopForReaders = () => {
  const stop = () => {
    onItsWay = false;
  };
  const app = document.querySelector("gradio-app");
  for (const name of ["wheel", "touchmove", "pointerdown"]) app.addEventListener(name, stop, { passive: true });
};
