// Elements, and texts fit to be shown. Text never becomes markup.

export const byId = (id) => document.getElementById(id);

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

const STAND_IN = "\ufffc"; // for what is no prose, such as code or a picture; browsers show nothing

// What shows texts in which nothing hides: `patterns` are the classes of characters to escape.
export function shower(patterns) {
  const kept = new RegExp(patterns.kept, "gu");
  const changed = new RegExp(`${patterns.kept}|${patterns.changed}`, "gu");
  const shown = (line, pattern) => line.replace(pattern, escaped).replaceAll(STAND_IN, "▢");
  const lines = (text, pattern, end) =>
    text.split(/\r?\n/).map((line) => shown(line, pattern)).join(end);
  return {
    kept: (text) => lines(text, kept, "\n"),
    changed: (text) => lines(text.trim() ? text : text.replaceAll(" ", "␣"), changed, "⏎\n"),
  };
}

function escaped(character) {
  const number = character.codePointAt(0);
  const digits = number.toString(16);
  return number < 0x100 ? `\\x${digits.padStart(2, "0")}` : `\\u${digits.padStart(4, "0")}`;
}
