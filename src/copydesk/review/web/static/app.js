// What happens when: keys and buttons, one after another, each when the one before is done.

import { ArticleView } from "./article.js";
import { byId, element, shower } from "./dom.js";
import { listen } from "./keys.js";
import { counted, Panel } from "./panel.js";
import { Review, state } from "./review.js";
import { Sidebar } from "./sidebar.js";

const NONE = "There is nothing to decide here.";
const PAUSE = 150; // milliseconds without a key before a search begins

// Why something was not done, for a person.
export class Trouble extends Error {}

// Shows what went wrong.
export function warn(words) {
  byId("trouble").textContent = words;
  byId("trouble").hidden = false;
}

// Shows the review that `data` holds. The `home` keeps the decisions: `text(article)` brings the
// paragraphs of one, `decide(finding, decision)`, `undo()` and `news()` return what is decided
// otherwise then, `finish()` says what came of it, all of them as promises.
export async function start(home, data) {
  const app = new App(home, data);
  listen((name) => app.act(name));
  document.addEventListener("click", (event) => app.clicked(event));
  byId("filters").addEventListener("input", () => app.filtersChanged());
  byId("filters").addEventListener("submit", (event) => app.submitted(event, "leave"));
  byId("edit").addEventListener("submit", (event) => app.submitted(event, "save"));
  byId("edit").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) app.submitted(event, "save");
  });
  byId("reason").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) app.submitted(event, "reject");
  });
  history.scrollRestoration = "manual"; // the page goes to what is next to decide
  byId("chooser").open = isWide();
  await app.act("begin");
  document.documentElement.dataset.ready = "";
  if (home.pause) {
    const look = () => document.hidden || app.act("news");
    setInterval(look, home.pause);
    document.addEventListener("visibilitychange", look);
  }
}

const isWide = () => matchMedia("(min-width: 60rem)").matches;

class App {
  constructor(home, data) {
    this.home = home;
    this.show = shower(data.escapes);
    this.review = new Review(data);
    this.view = new ArticleView(byId("text"), this.review, this.show);
    this.panel = new Panel(this.review, this.show);
    this.sidebar = new Sidebar(this.review, this.show);
    this.current = null;
    this.last = Promise.resolve();
  }

  // Does what is named when all before it is done, so that fast fingers decide about what they see.
  act(name, ...given) {
    const ticket = {};
    this.newest = ticket;
    document.documentElement.dataset.busy = "";
    this.last = this.last.then(async () => {
      try {
        if (name !== "news") byId("trouble").hidden = true;
        await this[name](...given);
      } catch (error) {
        if (!(error instanceof Trouble)) reportError(error); // and go on with what comes next
        warn(error.message);
      } finally {
        if (this.newest === ticket) delete document.documentElement.dataset.busy;
      }
    });
    return this.last;
  }

  clicked({ target }) {
    const button = target.closest("button");
    const mark = target.closest("[data-finding]");
    if (button?.dataset.do) this.act(button.dataset.do);
    else if (button?.dataset.article) this.act("file", Number(button.dataset.article));
    else if (mark) this.act("pick", Number(mark.dataset.finding));
  }

  submitted(event, name) {
    event.preventDefault();
    this.act(name);
  }

  filtersChanged() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.act("choose"), PAUSE);
  }

  async begin() {
    this.sidebar.update();
    const first = this.review.next({ article: 0, id: -1 }, { open: true });
    if (first) await this.go(first);
    else await this.file(0);
  }

  async next() {
    await this.go(this.review.next(this.here()), this.current ? "This is the last finding." : NONE);
  }

  async previous() {
    const before = this.review.next(this.here(), { backwards: true });
    await this.go(before, this.current ? "This is the first finding." : NONE);
  }

  async file(number) {
    const article = this.review.articles[number];
    if (!article) return;
    if (!isWide()) byId("chooser").open = false;
    await this.open(article);
    const first = this.review.next({ article: number, id: -1 }, { open: true });
    const any = article.findings.find((finding) => this.review.isShown(finding)) ?? null;
    this.select(first?.article === number ? first : any);
  }

  pick(id) {
    this.select(this.view.article.findings[id]);
  }

  async accept() {
    await this.decide({ verdict: "accept", text: "" });
  }

  async reject() {
    await this.decide({ verdict: "reject", text: "" });
  }

  async save() {
    if (byId("edit").hidden) return;
    const { text } = byId("edit").elements;
    this.leave();
    await this.decide({ verdict: "edit", text: text.value });
  }

  async clear() {
    const finding = this.needed();
    this.changed(await this.home.decide(finding, null));
    this.select(finding);
  }

  async undo() {
    const changed = this.changed(await this.home.undo());
    if (!changed.length) this.say("There is nothing to undo.");
    else await this.go(changed[0]);
  }

  async news() {
    const changed = this.changed(await this.home.news());
    if (!changed.length) return;
    this.say(`${counted(changed.length, "decision")} changed elsewhere.`);
    if (!changed.includes(this.current)) return;
    if (this.panel.isWriting()) this.panel.tellState(this.current); // what is written stays
    else this.panel.open(this.current);
  }

  edit() {
    this.panel.openEdit(this.needed());
  }

  everywhere() {
    this.needed();
    const box = byId("everywhere");
    box.checked = !box.checked;
    this.say(box.checked ? `Everywhere: ${byId("alike").textContent}.` : "Here alone.");
  }

  reason() {
    this.needed();
    byId("reason").focus();
  }

  search() {
    byId("chooser").open = true;
    byId("filters").elements.words.select();
  }

  leave() {
    this.panel.closeEdit();
    document.activeElement?.blur();
    if (this.current) this.view.element(this.current).focus({ preventScroll: true });
  }

  help() {
    byId("help").showModal();
    byId("help").querySelector("form button").focus();
  }

  beside() {
    const isBeside = this.view.toggleBeside();
    byId("article").classList.toggle("beside", isBeside);
    document.querySelector("[data-do=beside]").setAttribute("aria-pressed", isBeside);
  }

  async choose() {
    this.review.choose(this.sidebar.chosen());
    this.view.updateAll();
    this.sidebar.update();
    if (this.current && this.review.isShown(this.current)) this.select(this.current);
    else await this.go(this.review.next({ article: 0, id: -1 }), "No finding is like that.");
  }

  // Shows all again that the filters have hidden.
  async reset() {
    byId("filters").reset();
    await this.choose();
  }

  async finish() {
    const { decided, total } = this.review.progress();
    const open = total - decided;
    const words = open
      ? `${counted(open, "finding")} not decided: their changes stay made, their suggestions are not.`
      : "All is decided.";
    if (!(await this.asked(this.home.question, [words]))) return;
    const said = await this.home.finish();
    await this.asked(said.title, said.lines, false);
  }

  // What the rest of this class is made of.

  here() {
    return this.current ?? { article: this.view.article?.number ?? 0, id: -1 };
  }

  needed() {
    if (!this.current) throw new Trouble("There is no finding to decide about.");
    return this.current;
  }

  async decide(verdict) {
    const finding = this.needed();
    const everywhere = byId("everywhere").checked;
    const reason = byId("reason").value.trim();
    const decision = { ...verdict, reason, everywhere };
    if (document.activeElement === byId("reason")) byId("reason").blur();
    const changed = this.changed(await this.home.decide(finding, decision));
    const others = changed.length - 1;
    const also = others > 1 ? ` So are ${others} others.` : others ? " So is 1 other." : "";
    const said = `It is ${state(finding)}.${also}`;
    const next = this.review.next(finding, { open: true });
    if (next) await this.go(next, "", said);
    else {
      this.select(finding);
      this.say(`${said} All that is shown is decided.`);
    }
  }

  // Takes over changes and shows them.
  changed(changes) {
    const findings = this.review.apply(changes);
    this.view.update(findings);
    if (findings.length) this.sidebar.update();
    return findings;
  }

  async go(finding, otherwise = "", first = "") {
    if (finding) {
      if (this.review.articles[finding.article] !== this.view.article) {
        await this.open(this.review.articles[finding.article]);
      }
      this.select(finding, first);
    } else {
      if (!this.current || !this.review.isShown(this.current)) this.select(null);
      this.say(otherwise);
    }
  }

  async open(article) {
    if (article.trouble) throw new Trouble(article.trouble);
    const paragraphs = await this.home.text(article.number);
    this.current = null;
    this.view.open(article, paragraphs);
    this.sidebar.mark(article);
    byId("name").textContent = this.show.changed(article.name);
  }

  select(finding, first = "") {
    this.current = finding;
    this.panel.open(finding, this.review.isFiltered());
    if (!finding) {
      this.view.unmark();
      return;
    }
    const mark = this.view.mark(finding);
    const isElsewhere = document.activeElement?.closest("aside, nav, header, dialog");
    if (!isElsewhere) mark.focus({ preventScroll: true });
    this.say(`${first} ${this.panel.spoken(finding)}`.trim());
  }

  say(words) {
    byId("said").textContent = words;
  }

  // Shows words, and returns whether the answer is yes.
  asked(title, lines, isQuestion = true) {
    const dialog = byId("done");
    byId("done-title").textContent = title;
    byId("done-words").replaceChildren(...lines.map((line) => element("p", {}, this.show.changed(line))));
    byId("done-yes").textContent = isQuestion ? this.home.yes : "Close";
    dialog.querySelector("[value=no]").hidden = !isQuestion;
    dialog.returnValue = "no";
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    });
  }
}
