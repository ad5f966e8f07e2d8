// The decisions are kept in the page, and handed over as a file.

import { start } from "./app.js";
import { byId } from "./dom.js";
import { toml } from "./toml.js";

class Kept {
  question = "Save the decisions as a file?";
  yes = "Save";

  // A decision is known by the number of its content, or, everywhere, of its kind. `steps` hold
  // what each decision took the place of.
  constructor(data) {
    this.findings = data.articles.flatMap((article) => article.findings);
    this.key = `copydesk ${data.digest}`;
    const known = this.findings.filter((f) => f.decision).map((f) => [keyOf(f, f.decision), f.decision]);
    this.made = new Map(known);
    this.steps = [];
    this._load();
    for (const finding of this.findings) finding.decision = this._of(finding);
  }

  async text(article) {
    return JSON.parse(byId(`text-${article}`).textContent);
  }

  async decide(finding, decision) {
    const own = keyOf(finding, { everywhere: false });
    const everywhere = keyOf(finding, { everywhere: true });
    if (decision) this._step({ [own]: null, [keyOf(finding, decision)]: decision });
    else this._step({ [this.made.has(own) ? own : everywhere]: null });
    return this._changes();
  }

  async undo() {
    const step = this.steps.pop();
    if (step) this._put(step);
    return this._changes();
  }

  async news() {
    return this._changes();
  }

  async finish() {
    const made = new Map();
    for (const finding of this.findings) {
      const decision = this._of(finding);
      const key = decision && keyOf(finding, decision);
      if (decision && !made.has(key)) made.set(key, [finding, decision]);
    }
    download("copydesk-decisions.toml", toml([...made.values()]));
    const what = "copydesk apply ORIGINAL --decisions copydesk-decisions.toml";
    const lines = [`“${what}” makes the copy that results.`];
    return { title: "The decisions are in copydesk-decisions.toml.", lines };
  }

  _step(changes) {
    const keys = Object.keys(changes);
    this.steps.push(Object.fromEntries(keys.map((key) => [key, this.made.get(key) ?? null])));
    this._put(changes);
  }

  _put(changes) {
    for (const [key, decision] of Object.entries(changes)) {
      if (decision) this.made.set(key, decision);
      else this.made.delete(key);
    }
    this._save();
  }

  _of(finding) {
    const keys = [false, true].map((everywhere) => keyOf(finding, { everywhere }));
    return this.made.get(keys[0]) ?? this.made.get(keys[1]) ?? null;
  }

  // What is decided otherwise than the findings say.
  _changes() {
    return this.findings
      .filter((finding) => finding.decision !== this._of(finding))
      .map((finding) => [finding.article, finding.id, this._of(finding)]);
  }

  _save() {
    try {
      localStorage.setItem(this.key, JSON.stringify({ made: [...this.made], steps: this.steps }));
    } catch {
      byId("trouble").textContent =
        "This browser keeps nothing for pages of files: save the decisions before you close this one.";
      byId("trouble").hidden = false;
    }
  }

  _load() {
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(this.key));
    } catch {
      return; // nothing is kept here
    }
    if (!kept) return;
    this.made = new Map(kept.made);
    this.steps = kept.steps;
  }
}

const keyOf = (finding, { everywhere }) =>
  everywhere ? `kind ${finding.kind}` : `content ${finding.content}`;

function download(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/toml" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

const data = JSON.parse(byId("review").textContent);
const home = new Kept(data);
await start(home, data);
