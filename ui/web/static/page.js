/* Everything around the chat, put together once the document stands. */
import * as account from "/byline/account.js";
import * as articles from "/byline/articles.js";
import * as chat from "/byline/chat.js";
import * as conversations from "/byline/conversations.js";
import * as evaluation from "/byline/evaluation.js";
import * as feedback from "/byline/feedback.js";
import * as filters from "/byline/filters.js";
import { addView, build } from "/byline/frame.js";
import * as models from "/byline/models.js";
import * as panel from "/byline/panel.js";
import * as welcome from "/byline/welcome.js";

build();
addView("chat", "Chat", { element: document.querySelector("gradio-app") });
for (const part of [panel, articles, evaluation, models, filters, conversations, feedback, account, welcome, chat]) {
  part.start();
}
