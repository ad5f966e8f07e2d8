// The article as readable text, with the findings in their places.

import { element } from "./dom.js";
import { isRemark, tier } from "./review.js";

const TOGETHER = 40; // paragraphs that the browser lays out together, once they come near
const ENOUGH = 2000; // characters: more are too many to be laid out anew at each decision
const STRETCH = new RegExp(`[^]{1,${ENOUGH}}(?:\\s+|$)|[^]{1,${ENOUGH}}`, "gu"); // up to a space
const LINES = 60; // pixels that two lines take, about
const ASIDE = -1; // the part of a finding whose place others have taken

export class ArticleView {
  constructor(root, review, show) {
    this.root = root;
    this.review = review;
    this.show = show;
    this.article = null;
    this.current = null;
    this.parts = new Map(); // of a finding's id, the elements that show it
    this.between = new Map(); // of a finding's id, the text within it that is in no part
    this.isBeside = false;
  }

  open(article, paragraphs) {
    Object.assign(this, { article, paragraphs, current: null });
    this.parts.clear();
    this.between.clear();
    this.covered = this._covered();
    const chunks = [];
    const rows = paragraphs.flatMap((pieces) => stretches(pieces).map((some, at) => this._row(some, at > 0)));
    for (let at = 0; at < rows.length; at += TOGETHER) {
      chunks.push(element("div", { class: "chunk" }, ...rows.slice(at, at + TOGETHER)));
    }
    this.root.replaceChildren(...chunks);
  }

  toggleBeside() {
    this.isBeside = !this.isBeside;
    if (this.article) {
      const { current } = this;
      this.open(this.article, this.paragraphs);
      if (current) this.mark(current);
    }
    return this.isBeside;
  }

  // Draws these findings anew, and those in whose place they are or were.
  update(findings) {
    if (!this.article) return;
    const mine = findings.filter((f) => f.article === this.article.number);
    this.covered = this._covered();
    const also = mine.flatMap((f) => f.covers);
    for (const id of new Set([...mine.map((f) => f.id), ...also])) this._draw(this._finding(id));
  }

  updateAll() {
    this.update(this.article?.findings);
  }

  mark(finding) {
    const before = this.current;
    this.current = finding;
    if (before && before !== finding) this._draw(before);
    this._draw(finding);
    const mark = this.element(finding);
    this._scrollTo(mark);
    return mark;
  }

  unmark() {
    const before = this.current;
    this.current = null;
    if (before) this._draw(before);
  }

  // Not at all where it is in sight: a page that moves at each step cannot be read. Otherwise twice:
  // what comes near gets its true height only then.
  _scrollTo(mark) {
    if (isInSight(mark)) return;
    mark.scrollIntoView({ block: "center" });
    requestAnimationFrame(() => mark.isConnected && mark.scrollIntoView({ block: "center" }));
  }

  element(finding) {
    return this.parts.get(finding.id)[0];
  }

  _finding(id) {
    return this.article.findings[id];
  }

  _row(pieces, goesOn) {
    const text = element("p", {}, ...pieces.map((piece) => this._piece(piece)));
    text.classList.toggle("empty", !pieces.some((piece) => piece !== ""));
    text.classList.toggle("on", goesOn);
    if (!this.isBeside) return text;
    const original = pieces.map((piece) => this.show.kept(this._originalOf(piece)));
    return element("div", { class: "row" }, text, element("p", { class: "original" }, ...original));
  }

  _originalOf(piece) {
    if (typeof piece === "string") return piece;
    const [id, part, between] = piece;
    return between ?? (part === ASIDE ? "" : this._finding(id).parts[part][0]);
  }

  _piece(piece) {
    if (typeof piece === "string") return this.show.kept(piece);
    const [id, part, between] = piece;
    const shown = element("span", { "data-finding": id });
    if (between === undefined) {
      shown.dataset.part = part;
      add(this.parts, id, shown);
      this._drawPart(this._finding(id), shown);
    } else {
      shown.dataset.after = part;
      shown.append(this.show.kept(between));
      shown.hidden = isReplaced(this._finding(id), part);
      add(this.between, id, shown);
    }
    return shown;
  }

  _draw(finding) {
    for (const shown of this.parts.get(finding.id) ?? []) this._drawPart(finding, shown);
    const between = this.between.get(finding.id) ?? [];
    for (const shown of between) shown.hidden = isReplaced(finding, Number(shown.dataset.after));
  }

  _drawPart(finding, shown) {
    const isCurrent = finding === this.current;
    const isShown = this.review.isShown(finding) || isCurrent;
    const verdict = finding.decision?.verdict ?? "open";
    const isFirst = this.parts.get(finding.id)[0] === shown;
    const words = this._words(finding, Number(shown.dataset.part), verdict);
    const kind = tier(finding).toLowerCase();
    if (this.covered.has(finding.id) && !isCurrent) {
      shown.className = "folded";
      shown.replaceChildren();
    } else if (!isShown) {
      shown.className = "folded";
      shown.replaceChildren(this.show.kept(result(finding, words, verdict)));
    } else if (isCurrent || verdict === "open") {
      shown.className = `finding ${kind} ${verdict}`;
      shown.replaceChildren(...this._changed(finding, words));
    } else {
      shown.className = `finding ${kind} ${verdict}`;
      shown.replaceChildren(this.show.kept(result(finding, words, verdict)));
    }
    shown.classList.toggle("current", isCurrent);
    shown.classList.toggle("first", isFirst);
    if (isFirst) this._name(finding, shown, isCurrent);
  }

  // The one that is looked at can be reached with Tab, and says what it is.
  _name(finding, shown, isCurrent) {
    if (isCurrent) {
      shown.tabIndex = 0;
      shown.setAttribute("role", "group");
      shown.setAttribute("aria-label", `${tier(finding)}: ${finding.message || finding.rules[0]}`);
    } else if (shown.hasAttribute("tabindex")) {
      for (const name of ["tabindex", "role", "aria-label"]) shown.removeAttribute(name);
    }
  }

  // What a part takes out and puts in. Of an edit and of what stands aside, the first shows all.
  _words(finding, part, verdict) {
    const { before, after, parts, decision } = finding;
    const whole = verdict === "edit" ? decision.text : after;
    if (part === ASIDE) return { before, after: whole, isAside: true };
    if (verdict === "edit") return { before: parts[part][0], after: part === 0 ? decision.text : "" };
    return { before: parts[part][0], after: parts[part][1] };
  }

  _changed(finding, { before, after }) {
    if (isRemark(finding) && before === after) {
      return [before ? element("mark", {}, this.show.changed(before)) : ""];
    }
    const shown = [];
    if (before) shown.push(element("del", {}, this.show.changed(before)));
    if (after) shown.push(element("ins", {}, this.show.changed(after)));
    return shown;
  }

  // Findings in whose place another is made, which shows all that comes of it.
  _covered() {
    const covered = new Set();
    for (const finding of this.article.findings) {
      if (takesAll(finding)) finding.covers.forEach((id) => covered.add(id));
    }
    return covered;
  }
}

// A paragraph in stretches: one that fills a book by itself would be laid out anew, all of it, at
// each decision.
function stretches(paragraph) {
  const found = [[]];
  let length = 0;
  for (const piece of paragraph.flatMap(cut)) {
    found.at(-1).push(piece);
    const text = textOf(piece);
    length += text.length;
    if (length >= 2 * ENOUGH || (length >= ENOUGH && /\s$/u.test(text))) {
      found.push([]);
      length = 0;
    }
  }
  return found.filter((pieces, at) => pieces.length || !at);
}

function cut(piece) {
  const texts = textOf(piece).match(STRETCH);
  if (!texts) return [piece];
  return texts.map((text) => (typeof piece === "string" ? text : [piece[0], piece[1], text]));
}

// The text of a piece that is in no part of a finding.
const textOf = (piece) => (typeof piece === "string" ? piece : (piece[2] ?? ""));

// Whether it is on the screen, with some lines before and after it.
function isInSight(mark) {
  const { top, bottom } = mark.getBoundingClientRect();
  const { scrollPaddingTop, scrollPaddingBottom } = getComputedStyle(document.documentElement);
  const end = innerHeight - (parseFloat(scrollPaddingBottom) || 0);
  return top > parseFloat(scrollPaddingTop) + LINES && bottom < end - LINES;
}

// Whether it takes the place of all that it touches.
function takesAll(finding) {
  const verdict = finding.decision?.verdict;
  return verdict === "edit" || (verdict === "accept" && finding.suggestion && !isRemark(finding));
}

// Whether text within a finding, after one of its parts, is replaced by what the finding puts in.
function isReplaced(finding, part) {
  return part === ASIDE ? takesAll(finding) : finding.decision?.verdict === "edit";
}

// What becomes of the text there.
function result(finding, { before, after, isAside }, verdict) {
  const isMade = verdict === "open" ? !finding.suggestion : verdict !== "reject";
  if (isMade && !(isAside && isRemark(finding))) return after;
  return isAside ? "" : before; // which stands there anyway
}

function add(lists, key, value) {
  if (lists.has(key)) lists.get(key).push(value);
  else lists.set(key, [value]);
}
