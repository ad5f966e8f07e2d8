// Single keys and what they do.

import { byId, element } from "./dom.js";

const KEYS = {
  j: ["next", "next finding"],
  k: ["previous", "previous finding"],
  y: ["accept", "accept"],
  n: ["reject", "reject"],
  r: ["reason", "write a reason, Enter rejects"],
  e: ["edit", "write something else"],
  a: ["everywhere", "let the decision that follows hold for all like it"],
  x: ["clear", "take back the decision on this one"],
  u: ["undo", "undo the last decision, and the ones before it"],
  o: ["beside", "show the original beside the text"],
  "/": ["search", "search in the findings; Escape goes back to the text"],
  "?": ["help", "show the keys"],
};

// Lets keys do things: `act` is told what. Whoever dictates or uses such keys otherwise can turn
// them off.
export function listen(act) {
  const names = Object.entries(KEYS).flatMap(([key, [, words]]) => [
    element("dt", {}, element("kbd", {}, key)),
    element("dd", {}, words),
  ]);
  byId("keys").replaceChildren(...names);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("dialog")) return;
    const isWriting = event.target.matches("textarea, select, input:not([type=checkbox])");
    const name = isWriting ? { Escape: "leave" }[event.key] : KEYS[event.key]?.[0];
    if (!name || (!isWriting && !byId("keys-on").checked)) return;
    event.preventDefault();
    act(name);
  });
}
