/* Who is logged in, and the way out; nothing when Byline asks nobody to log in. */
import { api, attempt, button, make } from "/byline/dom.js";
import { tools } from "/byline/frame.js";

const leave = () =>
  attempt(async () => {
    await api("/logout", { method: "POST" });
    location.assign("/login");
  });

const show = (name) => {
  const account = make("div", "byline-account");
  const who = make("span", "byline-account-name", name);
  who.title = `Logged in as ${name}`;
  account.append(
    make("span", "byline-hidden", "Logged in as "),
    who,
    button("Log out", "byline-quiet", leave),
  );
  tools.append(account);
};

export const start = () =>
  attempt(async () => {
    const { login, user } = await api("/byline/api/library");
    if (login) show(user);
  });
