/* Account: who is logged in, and the logout button; nothing when there is no login. */
import { api } from "../shared/api-client.js";
import { attempt } from "../shared/dialog.js";
import { built, click } from "../shared/dom.js";
import { watchLibrary } from "../shared/library.js";
import { html } from "../vendor/lit-html.js";
import { tools } from "./frame.js";

const leave = () =>
  attempt(async () => {
    await api("/logout", { method: "POST" });
    location.assign("/login");
  });

export const start = () =>
  watchLibrary(({ login, user }) => {
    if (!login || tools.querySelector(".byline-account")) return;
    tools.append(
      built(html`<div class="byline-account">
      <span class="byline-hidden">Logged in as </span>
      <span class="byline-account-name" title="Logged in as ${user}">${user}</span>
      <button type="button" class="byline-quiet" @click=${click(leave)}>Log out</button>
    </div>`),
    );
  });
