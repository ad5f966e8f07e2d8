// The decisions are kept in the page, and handed over as a file.

import { start, Trouble } from "./app.js";
import { byId } from "./dom.js";
import { toml } from "./toml.js";

const ELSEWHERE = "It was decided elsewhere meanwhile.";

class Kept {
  pause = 1500; // milliseconds until another window's decisions are looked for
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
    this._lookAgain(finding);
    const own = keyOf(finding, { everywhere: false });
    const everywhere = keyOf(finding, { everywhere: true });
    if (decision) this._step({ [own]: null, [keyOf(finding, decision)]: decision });
    else this._step({ [this.made.has(own) ? own : everywhere]: null });
    return this._changes();
  }

  async undo() {
    this._load();
    if (this._changes().length) throw new Trouble(ELSEWHERE);
    const step = this.steps.pop();
    if (step) this._put(step);
    return this._changes();
  }

  async news() {
    this._load();
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

  // Another window may have decided about it since this one looked.
  _lookAgain(finding) {
    this._load();
    if (!isSame(finding.decision, this._of(finding))) throw new Trouble(ELSEWHERE);
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
      .filter((finding) => !isSame(finding.decision, this._of(finding)))
      .map((finding) => [finding.article, finding.id, this._of(finding)]);
  }

  _save() {
    const kept = JSON.stringify({ made: [...this.made], steps: this.steps });
    try {
      localStorage.setItem(this.key, kept);
      this.kept = kept;
    } catch {
      byId("trouble").textContent =
        "This browser keeps nothing for this page: save the decisions before you close it.";
      byId("trouble").hidden = false;
    }
  }

  _load() {
    let kept = null;
    try {
      kept = localStorage.getItem(this.key);
    } catch {
      return; // nothing is kept here
    }
    if (!kept || kept === this.kept) return;
    this.kept = kept;
    const { made, steps } = JSON.parse(kept);
    this.made = new Map(made);
    this.steps = steps;
  }
}

const isSame = (one, other) => one === other || JSON.stringify(one) === JSON.stringify(other);

const keyOf = (finding, { everywhere }) =>
  everywhere ? `kind ${finding.kind}` : `content ${finding.content}`;

function download(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/toml" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // some browsers are slow to begin
}

const data = JSON.parse(byId("review").textContent);
const home = new Kept(data);
await start(home, data);
