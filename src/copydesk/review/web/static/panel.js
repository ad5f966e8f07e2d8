// The finding that is looked at: what it says, and what to do about it.

import { byId, element } from "./dom.js";
import { around, isRemark, state, tier } from "./review.js";

export class Panel {
  constructor(review, show) {
    this.review = review;
    this.show = show;
  }

  // Shows a finding, or that there is none: here, or among those that the filters choose.
  open(finding, isFiltered) {
    this.closeEdit();
    byId("none").hidden = Boolean(finding);
    byId("some").hidden = !finding;
    byId("none-chosen").hidden = !isFiltered;
    byId("none-here").hidden = isFiltered;
    if (!finding) return;
    const [place, count] = this.review.place(finding);
    const [rule] = finding.rules;
    const known = this.review.rules[rule];
    byId("which").textContent = `${tier(finding)} ${place || "–"} of ${count}`;
    byId("rule").textContent = finding.rules.join(", ");
    byId("message").textContent = this.show.changed(finding.message || known?.title || "");
    byId("evidence").textContent = this.show.changed(known?.evidence || "the text itself");
    byId("change").replaceChildren(...this._change(finding));
    const alike = this.review.alike(finding);
    const files = new Set(alike.map((f) => f.article)).size;
    byId("alike").textContent = `${counted(alike.length, "finding")} in ${counted(files, "file")}`;
    byId("everywhere").checked = Boolean(finding.decision?.everywhere);
    byId("reason").value = finding.decision?.reason ?? "";
    this.tellState(finding);
    document.querySelector("[data-do=edit]").disabled = isRemark(finding) && !finding.before;
  }

  tellState(finding) {
    byId("state").textContent = state(finding);
    byId("state").className = finding.decision?.verdict ?? "open";
  }

  // Whether somebody is about to write an edit or a reason.
  isWriting() {
    return !byId("edit").hidden || document.activeElement === byId("reason");
  }

  openEdit(finding) {
    byId("edit").hidden = false;
    const { before, after, decision } = finding;
    const box = byId("edit").elements.text;
    box.value = decision?.verdict === "edit" ? decision.text : after || before;
    box.focus();
    const words = box.value.trim(); // which one writes over, not the space around them
    box.setSelectionRange(box.value.indexOf(words), box.value.indexOf(words) + words.length);
  }

  closeEdit() {
    byId("edit").hidden = true;
  }

  // One sentence for those who listen.
  spoken(finding) {
    const [place, count] = this.review.place(finding);
    const { before, after, rules } = finding;
    const change = isRemark(finding)
      ? spelt(clipped(this.show.changed(before)))
      : `${spelt(clipped(this.show.changed(before)))} becomes ${spelt(clipped(this.show.changed(after)))}`;
    return `${tier(finding)} ${place} of ${count}: ${change}. ${rules[0]}. It is ${state(finding)}.`;
  }

  _change(finding) {
    const { before, after } = finding;
    const [left, right] = around(finding);
    const text = finding.decision?.verdict === "edit" ? finding.decision.text : after;
    const change = isRemark(finding)
      ? [this._words("mark", before)]
      : [this._words("del", before), " → ", this._words("ins", text)];
    const beside = (words) => element("bdi", {}, this.show.changed(words)); // Arabic turns no arrow
    return [beside(left), " … ", ...change, " … ", beside(right)];
  }

  _words(tag, text) {
    return text ? element(tag, {}, clipped(this.show.changed(text))) : element("em", {}, "nothing");
  }
}

const LONGEST = 400;

const clipped = (text) =>
  text.length > LONGEST ? `${text.slice(0, LONGEST / 2)} … ${text.slice(-LONGEST / 2)}` : text;

const NAMES = { "": "nothing", "␣": "space" };

const spelt = (text) => NAMES[text] ?? `“${text}”`;

export const counted = (number, noun) =>
  `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
