// The findings, what is decided about them, and which of them are to be looked at.

const NOTHING_CHOSEN = { rule: "", tier: "", state: "", words: "", trivial: false };

export class Review {
  constructor(data) {
    this.rules = data.rules;
    this.articles = data.articles;
    this.filter = { ...NOTHING_CHOSEN };
    this.kinds = new Map();
    this.articles.forEach((article, number) => {
      article.number = number;
      article.findings.forEach((finding, id) => {
        Object.assign(finding, { article: number, id });
        if (!this.kinds.has(finding.kind)) this.kinds.set(finding.kind, []);
        this.kinds.get(finding.kind).push(finding);
      });
    });
  }

  *findings() {
    for (const article of this.articles) yield* article.findings;
  }

  finding(article, id) {
    return this.articles[article].findings[id];
  }

  // All that a decision made everywhere would be about.
  alike(finding) {
    return this.kinds.get(finding.kind);
  }

  // Takes over decisions; returns the findings that they are about.
  apply(changes) {
    return changes.map(([article, id, decision]) => {
      const finding = this.finding(article, id);
      finding.decision = decision;
      return finding;
    });
  }

  // Whether it is to be looked at, or folded into the text.
  isShown(finding) {
    const { rule, tier, state, words, trivial } = this.filter;
    return (
      (trivial || !finding.trivial || rule !== "") &&
      (!rule || finding.rules.includes(rule)) &&
      (!tier || (tier === "suggestion") === finding.suggestion) &&
      (!state || (state === "decided") === Boolean(finding.decision)) &&
      (!words || wordsOf(finding).includes(words))
    );
  }

  isFiltered() {
    const { rule, tier, state, words } = this.filter;
    return Boolean(rule || tier || state || words);
  }

  choose(filter) {
    this.filter = { ...NOTHING_CHOSEN, ...filter, words: (filter.words ?? "").toLowerCase() };
  }

  // How many are decided, of those that are not folded; of one article or of all.
  progress(article) {
    let decided = 0;
    let total = 0;
    for (const finding of article ? article.findings : this.findings()) {
      if (finding.trivial && !this.filter.trivial) continue;
      total += 1;
      if (finding.decision) decided += 1;
    }
    return { decided, total };
  }

  countsByRule() {
    const counts = new Map();
    for (const finding of this.findings()) {
      for (const rule of finding.rules) counts.set(rule, (counts.get(rule) ?? 0) + 1);
    }
    return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  // The nearest one that is shown after `from`, or before it, on through the articles. Where none
  // is left to decide, the search for an open one begins again at the start.
  next(from, { backwards = false, open = false } = {}) {
    const shown = (f) => this.isShown(f) && !(open && f.decision);
    const step = backwards ? -1 : 1;
    let { article, id } = from;
    for (id += step; article >= 0 && article < this.articles.length; article += step) {
      const { findings } = this.articles[article];
      for (; id >= 0 && id < findings.length; id += step) if (shown(findings[id])) return findings[id];
      id = backwards ? (this.articles[article - 1]?.findings.length ?? 0) - 1 : 0;
    }
    return open && from.id >= 0 ? this.next({ article: 0, id: -1 }, { open }) : null;
  }

  // Its place among those that are shown in its article, from 1, and their number.
  place(finding) {
    const shown = this.articles[finding.article].findings.filter((f) => this.isShown(f));
    return [shown.indexOf(finding) + 1, shown.length];
  }
}

const TIERS = { true: "Suggestion", false: "Change" };

export function tier(finding) {
  return isRemark(finding) ? "Remark" : TIERS[finding.suggestion];
}

// A suggestion with nothing to put in.
export const isRemark = (finding) => finding.before === finding.after;

const STATES = { accept: "accepted", reject: "rejected", edit: "edited" };

export function state({ decision }) {
  if (!decision) return "not decided";
  return STATES[decision.verdict] + (decision.everywhere ? " everywhere" : "");
}

// The words of the sentence on both sides, with those of the phrase that it was found in.
export const around = ({ left, right, phrase: [head, tail] }) => [
  `${left} ${head}`.trim(),
  `${tail} ${right}`.trim(),
];

// What a search looks into: the finding and the words around it in its sentence.
function wordsOf(finding) {
  const { rules, message, before, after, decision } = finding;
  const [left, right] = around(finding);
  const beside = `${left} ${before} ${right} ${left} ${after} ${right}`;
  return [...rules, message, beside, decision?.text, decision?.reason].join("\n").toLowerCase();
}
