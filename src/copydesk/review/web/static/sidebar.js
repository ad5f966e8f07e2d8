// The list of files with their counts, the filters and the progress.

import { byId, element } from "./dom.js";

export class Sidebar {
  constructor(review, show) {
    this.review = review;
    this.show = show;
    this.filters = byId("filters");
    this._fillRules();
    this.counts = review.articles.map(() => element("span", { class: "count" }));
    byId("files").replaceChildren(...review.articles.map((article) => this._file(article)));
  }

  update() {
    let decided = 0;
    let total = 0;
    for (const article of this.review.articles) {
      const progress = this.review.progress(article);
      decided += progress.decided;
      total += progress.total;
      const count = this.counts[article.number];
      count.textContent = article.trouble ? "cannot be read" : `${progress.decided}/${progress.total}`;
      count.classList.toggle("done", progress.decided === progress.total);
    }
    const [some, all] = [decided, total].map((number) => number.toLocaleString("en"));
    byId("progress").replaceChildren(`${some} of ${all}`, element("span", { class: "long" }, " decided"));
    byId("bar").max = Math.max(total, 1);
    byId("bar").value = total ? decided : 1;
  }

  mark(article) {
    for (const button of byId("files").querySelectorAll("[aria-current]")) {
      button.removeAttribute("aria-current");
    }
    byId("files").children[article.number].firstChild.setAttribute("aria-current", "true");
  }

  // What the filters say.
  chosen() {
    const { words, rule, tier, state, trivial } = this.filters.elements;
    return {
      words: words.value,
      rule: rule.value,
      tier: tier.value,
      state: state.value,
      trivial: trivial.checked,
    };
  }

  _file(article) {
    const count = this.counts[article.number];
    const button = element("button", { type: "button", "data-article": article.number });
    const parts = this.show.changed(article.name).split(/(?<=[/\\])/);
    const path = parts.flatMap((part) => [part, element("wbr")]);
    button.append(element("span", { class: "path" }, ...path), " ", count);
    return element("li", {}, button);
  }

  _fillRules() {
    const options = this.review
      .countsByRule()
      .map(([rule, count]) => element("option", { value: rule }, `${rule} (${count})`));
    this.filters.elements.rule.replaceChildren(element("option", { value: "" }, "all"), ...options);
  }
}
