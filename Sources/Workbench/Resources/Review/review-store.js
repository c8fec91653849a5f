// What the server has: the session and the coder's review. Nothing is shown as kept before it answers that it is.
const store = {
  query: new URLSearchParams(location.search),
  state: null,
  undo: [],
  listeners: [],

  at(path, more = {}) {
    return `${path}?${new URLSearchParams({ id: this.query.get("id"), token: this.query.get("token"), ...more })}`;
  },

  // The answer; a refusal is an error with its sentence.
  async fetch(path, options) {
    let answer;
    try {
      answer = await fetch(path, { cache: "no-store", ...options });
    } catch {
      throw new Error(WORDS.lost);
    }
    if (!answer.ok) throw new Error((await answer.text()).trim());
    return answer.json();
  },

  async ask(path, options) {
    this.state = await this.fetch(path, options);
    for (const listener of this.listeners) listener(this.state);
    return this.state;
  },

  load() {
    const coder = this.query.get("coder");
    return this.ask(this.at("/review/state", coder ? { coder } : {}));
  },

  change(what) {
    // Also of a page that is being left.
    return this.ask(this.at("/review/state"), {
      method: "POST", keepalive: true, headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ coder: this.state.coder, ...what }),
    });
  },

  async begin(coder, blind) {
    await this.change({ do: "begin", coder, blind });
    this.query.set("coder", coder);
    history.replaceState(null, "", `?${this.query}`);
  },

  // Keeps a decision, and how to take it back.
  async decide(row, verdict, finding = null, note = null) {
    const added = row && !row.about ? row.finding : null;
    await this.change({
      do: "decide", about: row?.about ?? null, replacing: added, verdict, finding,
      note: note ?? row?.note ?? "",
    });
    const before = row?.verdict ? { row, verdict: row.verdict, finding: row.finding, note: row.note } : null;
    this.undo.push({ about: row?.about ?? null, added: row?.about ? null : finding, before });
  },

  forget(about, added) { return this.change({ do: "forget", about, added }); },

  async takeBack() {
    const last = this.undo.at(-1);
    if (!last) return false;
    if (last.before) {
      const { row, verdict, finding, note } = last.before;
      await this.change({ do: "decide", about: row.about, replacing: last.added, verdict, finding, note });
    } else {
      await this.forget(last.about, last.added);
    }
    this.undo.pop();
    return true;
  },

  async reveal() {
    await this.change({ do: "reveal" });
    this.undo = [];
  },
};
