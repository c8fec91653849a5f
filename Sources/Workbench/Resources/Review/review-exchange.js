// Exchanges the two people from a moment on, where they were mixed up: all results are made anew, so it is asked first.
const exchange = {
  panel: document.getElementById("exchange-sure"),
  time: null,

  get isOpen() { return !this.panel.hidden; },

  // The moment that is looked at.
  now() {
    const shown = list.row() && list.shown(list.row());
    const time = player.canPlay ? player.time : shown?.leader_onset ?? store.state.start;
    return Math.round(Math.min(store.state.end, Math.max(0, time)) * 1000) / 1000;
  },

  ask(time, isBack = false) {
    if (form.isOpen) return;
    player.stop();
    this.time = time;
    document.getElementById("exchange").open = true;
    document.getElementById("exchange-what").textContent = WORDS.exchange.sure(time, store.state, isBack);
    this.panel.hidden = false;
    document.getElementById("exchange-cancel").focus();
  },

  close() {
    this.panel.hidden = true;
    document.getElementById("exchange-ask").focus();
  },

  async run() {
    const buttons = this.panel.querySelectorAll("button");
    for (const button of buttons) button.disabled = true;
    document.getElementById("exchange-state").textContent = WORDS.exchange.working;
    const isDone = await main.run(async () => {
      const { old } = await store.fetch(store.at("/review/exchange"), {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ at: this.time }),
      });
      store.undo = [];
      figures.forget();
      list.chosen = null;
      await store.load();
      document.getElementById("exchange-state").textContent = WORDS.exchange.done(store.state, old);
    });
    for (const button of buttons) button.disabled = false;
    if (!isDone) document.getElementById("exchange-state").textContent = "";
    if (isDone) this.close();
  },

  draw() {
    const { exchanged } = store.state;
    document.getElementById("exchanged").replaceChildren(...exchanged.map((time) => {
      const item = document.createElement("li"), button = document.createElement("button");
      button.type = "button";
      button.textContent = WORDS.exchange.back;
      button.setAttribute("aria-label", `${WORDS.exchange.back}: ${WORDS.exchange.from(time)}`);
      button.addEventListener("click", () => this.ask(time, true));
      item.append(WORDS.exchange.from(time), " ", button);
      return item;
    }));
  },

  setUp() {
    document.getElementById("exchange-hint").textContent = WORDS.exchange.hint;
    document.getElementById("exchange-ask").addEventListener("click", () => this.ask(this.now()));
    document.getElementById("exchange-do").addEventListener("click", () => this.run());
    document.getElementById("exchange-cancel").addEventListener("click", () => this.close());
    this.panel.addEventListener("keydown", (event) => { if (event.key === "Escape") this.close(); });
  },
};
