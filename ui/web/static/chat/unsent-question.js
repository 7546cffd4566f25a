/* Unsent question, kept when a session has ended, and put back after the next login. */
import { api } from "../shared/api-client.js";
import { keep, recall } from "../shared/local-storage.js";
import { box, write } from "./gradio-elements.js";

const TYPED = "byline-typed";

const take = () => {
  const typed = recall(TYPED, "sessionStorage");
  keep(TYPED, "", "sessionStorage");
  return typed;
};

/** Gradio says that something failed. If the session has ended, asking leads to the login. */
export const whyRefused = () => {
  keep(TYPED, box()?.value ?? "", "sessionStorage");
  api("/byline/api/library").then(take, () => {});
};

export const putBackTyped = () => {
  const typed = take();
  if (typed) write(box(), typed);
};
