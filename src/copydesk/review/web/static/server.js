// The decisions are kept by the server, which writes them to disk as they are made.

import { start, Trouble, warn } from "./app.js";

class Server {
  pause = 1500; // milliseconds between two questions for news
  question = "Write the cleaned copies?";
  yes = "Finish";

  constructor(version) {
    this.version = version;
    this.isOver = false;
  }

  text(article) {
    return asked(`articles/${article}`);
  }

  decide(finding, decision) {
    const place = { article: finding.article, finding: finding.id };
    return this._changes("decisions", { ...place, ...decision, seen: this.version });
  }

  undo() {
    return this._changes("undo", { seen: this.version });
  }

  async news() {
    return this.isOver ? [] : this._read(await asked(`news/${this.version}`));
  }

  async finish() {
    const written = await asked("finish", {});
    this.isOver = true;
    const failed = written.filter((copy) => copy.trouble);
    const lines = failed.map(({ name, trouble }) => `${name}: ${trouble}`);
    const count = written.length - failed.length;
    const said = `${count} cleaned ${count === 1 ? "copy was" : "copies were"} written.`;
    return { title: said, lines: [...lines, "The review is over; this page can be closed."] };
  }

  async _changes(what, question) {
    return this._read(await asked(what, question));
  }

  _read({ version, changes }) {
    this.version = version;
    return changes;
  }
}

async function asked(what, question) {
  let answer;
  try {
    answer = await fetch(what, question && {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(question),
    });
  } catch {
    throw new Trouble(
      "The review has ended in the terminal. All decisions up to here are saved; " +
        "start it again there to go on.",
    );
  }
  if (answer.ok) return answer.json();
  const isJson = answer.headers.get("content-type")?.includes("json");
  throw new Trouble(isJson ? (await answer.json()).trouble : await answer.text());
}

try {
  const data = await asked("review");
  await start(new Server(data.version), data);
} catch (error) {
  if (!(error instanceof Trouble)) reportError(error);
  warn(error.message); // the page stays empty: such as where another program has spoilt the decisions
}
