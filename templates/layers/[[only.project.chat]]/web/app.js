// Shows the sign-in page or the chat.

import { Chat } from "./chat.js";
import { enter } from "./entry.js";

enter((user) => new Chat(user).start());
