/* Entry point of the page's scripts: starts every part once the document is loaded. */

import * as articles from "./articles/articles.js";
import * as chat from "./chat/chat.js";
import * as feedback from "./chat/feedback.js";
import * as models from "./chat/models.js";
import * as conversations from "./conversations/conversations.js";
import * as evaluation from "./evaluation/evaluation.js";
import * as filters from "./filters/filters.js";
import * as account from "./frame/account.js";
import { addView, build, show } from "./frame/frame.js";
import * as welcome from "./frame/welcome.js";
import * as panel from "./panel/panel.js";

build();
addView("chat", "Chat", { element: document.querySelector("gradio-app") });
for (const part of [panel, articles, evaluation, models, filters, conversations, feedback, account, welcome, chat]) {
  part.start();
}
show();
