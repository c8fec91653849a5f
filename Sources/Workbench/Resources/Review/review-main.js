// Brings the parts together: what each key and button does.
const find = (id) => document.getElementById(id);

const main = {
  fail(error) {
    find("fault").textContent = error.message;
    find("fault").hidden = false;
  },

  // Runs what asks the server; what it says stands on the page.
  async run(work, words) {
    find("fault").hidden = true;
    try {
      const done = await work();
      if (done !== false && words) find("progress").textContent = WORDS.kept(words) + WORDS.progress(store.state);
      return done !== false;
    } catch (error) {
      this.fail(error);
      return false;
    }
  },

  play() {
    const shown = list.row() && list.shown(list.row());
    if (shown) player.play(shown.leader_onset, shown.offset);
  },

  async decide(verdict) {
    const row = list.row();
    if (!row || list.kind(row) === "gone") return;
    // What was added is either there or taken back.
    if (!row.about) {
      if (verdict === "rejected") {
        await this.run(async () => {
          await store.forget(null, row.finding);
          store.undo.push({ about: null, added: null, before: { row, verdict: row.verdict, finding: row.finding, note: row.note } });
        }, WORDS.verdicts.rejected);
      }
      return;
    }
    const finding = verdict === "confirmed" && row.verdict === "confirmed" ? row.finding : null;
    await this.run(() => store.decide(row, verdict, finding), WORDS.verdicts[verdict]);
  },

  correct() {
    const row = list.row();
    if (row && list.shown(row)) form.open(row, list.shown(row));
  },

  // What was moved by hand is kept before anything else is done.
  async settled(act) {
    await adjust.keep();
    return act();
  },

  // Chooses the episode that was decided on: one that was added is known by its times.
  chooseLike(finding) {
    const near = (value) => Math.abs(value.leader_onset - finding.leader_onset) < 1e-5 && Math.abs(value.follower_onset - finding.follower_onset) < 1e-5;
    const made = list.rows().find((other) => other.finding && other.finding.posture === finding.posture && near(other.finding));
    if (made) list.choose(made);
  },

  add() {
    const { start, end, seats, postures } = store.state;
    const near = list.row() && list.shown(list.row());
    const time = player.canPlay ? player.time : near?.follower_onset ?? start + 2;
    form.open(null, {
      posture: near?.posture ?? postures[0]?.name, leader: near?.leader ?? seats[0],
      leader_onset: Math.max(start, time - 2), follower_onset: time, offset: Math.min(end, time + 2),
    });
  },

  async keep(row, finding, note) {
    // One that is no longer found is there again as an added one.
    const isGone = row && list.kind(row) === "gone";
    const kept = await this.run(async () => {
      await store.decide(isGone ? null : row, "confirmed", finding, note);
      if (isGone) await store.forget(row.about, null);
    }, row?.about && !isGone ? WORDS.verdicts.corrected : WORDS.verdicts.added);
    if (!kept) return;
    form.close();
    this.chooseLike(finding);
  },

  async reveal() {
    if (confirm(WORDS.sure)) await this.run(() => store.reveal(), WORDS.verdicts.open);
  },

  acts: {
    previous: () => list.step(-1), next: () => list.step(1), play: () => main.play(),
    confirm: () => main.decide("confirmed"), reject: () => main.decide("rejected"), unsure: () => main.decide("unsure"),
    edit: () => main.correct(), add: () => main.add(),
    undo: () => main.run(() => store.takeBack(), WORDS.undone),
    figures: () => figures.toggle(), exchange: () => exchange.ask(exchange.now()),
  },

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || find("work").hidden || form.isOpen || exchange.isOpen) return;
    const tag = event.target.tagName;
    if (["INPUT", "SELECT", "TEXTAREA", "SUMMARY"].includes(tag)) return;
    // On a button or the recording Enter and Space are its own.
    if (["Enter", " "].includes(event.key) && ["BUTTON", "A", "VIDEO"].includes(tag)) return;
    if (event.key === " ") { event.preventDefault(); player.toggle(); return; }
    // By their places, since Shift makes other letters of them on every keyboard.
    const way = { Comma: -1, Period: 1 }[event.code];
    if (way) {
      event.preventDefault();
      adjust.nudge(event.shiftKey ? "offset" : "follower_onset", way * adjust.step);
      return;
    }
    const act = Object.entries(WORDS.actions).find(([, [key]]) => key === event.key)?.[0];
    if (!act) return;
    event.preventDefault();
    this.settled(this.acts[act]);
  },

  show(state) {
    document.title = WORDS.title(state.name);
    find("title").textContent = WORDS.title(state.name);
    const isBegun = state.coder !== null;
    find("begin").hidden = isBegun;
    find("work").hidden = !isBegun;
    if (!isBegun) {
      find("coder-hint").textContent = WORDS.coderHint(state.coders);
      return;
    }
    find("progress").textContent = WORDS.progress(state);
    find("reveal-line").hidden = !state.hides;
    player.prepare();
    exchange.draw();
    list.draw();
  },

  setUp() {
    find("home").href = `/?${new URLSearchParams({ token: store.query.get("token") })}`;
    find("blind-hint").textContent = WORDS.blindHint;
    find("progress").textContent = WORDS.begin;
    find("reveal").textContent = WORDS.reveal;
    find("reveal").addEventListener("click", () => this.reveal());
    find("actions").append(...Object.entries(WORDS.actions).map(([name, [key, text]]) => {
      const button = document.createElement("button"), shown = document.createElement("kbd");
      button.type = "button";
      button.dataset.act = name;
      shown.textContent = key;
      shown.setAttribute("aria-hidden", "true");
      button.append(text, " ", shown);
      if (name === "figures") button.setAttribute("aria-pressed", "false");
      button.addEventListener("click", () => this.settled(this.acts[name]));
      return button;
    }));
    find("keys").append(...[...Object.values(WORDS.actions), WORDS.space, ...WORDS.adjust.keys].flatMap(([key, text]) => {
      const term = document.createElement("dt"), what = document.createElement("dd");
      term.textContent = key;
      what.textContent = text;
      return [term, what];
    }));
    find("begin").addEventListener("submit", (event) => {
      event.preventDefault();
      this.run(() => store.begin(find("coder").value.trim(), find("blind").checked));
    });
    document.addEventListener("keydown", (event) => this.key(event));
    list.setUp();
    adjust.setUp();
    figures.setUp();
    exchange.setUp();
    form.setUp((row, finding, note) => this.keep(row, finding, note));
    player.setUp((time) => list.move(time));
    store.listeners.push((state) => this.show(state));
    this.run(() => store.load());
  },
};

main.setUp();
