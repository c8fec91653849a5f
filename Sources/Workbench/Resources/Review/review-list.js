// The episodes as a list and on a timeline, and which of them is chosen.
const list = {
  chosen: null,

  // A row is known by the measured episode that it is about, or by what was added.
  key: (row) => JSON.stringify(row.about ?? [row.finding.posture, row.finding.leader, row.finding.leader_onset, row.finding.follower_onset]),
  kind(row) {
    if (row.about && !row.measured) return "gone";
    if (!row.verdict) return "open";
    return row.about ? (row.finding ? "corrected" : row.verdict) : "added";
  },
  shown: (row) => row.finding ?? row.measured,
  text: (row) => row.text ?? WORDS.gone(row.about),
  rows: () => store.state?.episodes ?? [],
  row() { return this.rows().find((row) => this.key(row) === this.chosen) ?? null; },

  choose(row) {
    this.chosen = row ? this.key(row) : null;
    this.draw();
    this.reveal(document.querySelector("#list [aria-current=true]"));
  },

  // In the list alone: the recording above it stays where it is seen.
  reveal(button) {
    const holder = document.getElementById("list");
    if (!button || holder.scrollHeight <= holder.clientHeight) return;
    const top = button.offsetTop - holder.offsetTop, bottom = top + button.offsetHeight;
    if (top < holder.scrollTop) holder.scrollTop = top;
    else if (bottom > holder.scrollTop + holder.clientHeight) holder.scrollTop = bottom - holder.clientHeight;
  },

  step(by) {
    const rows = this.rows();
    if (!rows.length) return;
    const place = rows.findIndex((row) => this.key(row) === this.chosen);
    this.choose(rows[place < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, place + by))]);
  },

  draw() {
    const rows = this.rows();
    const holder = document.getElementById("list");
    const focused = holder.contains(document.activeElement);
    holder.replaceChildren(...rows.map((row, index) => {
      const item = document.createElement("li"), button = document.createElement("button"), mark = document.createElement("small");
      button.type = "button";
      if (this.key(row) === this.chosen) button.setAttribute("aria-current", "true");
      mark.textContent = WORDS.mark(this.kind(row), row.note);
      button.append(WORDS.row(index + 1, this.shown(row)?.follower_onset ?? null, this.text(row)), mark);
      button.addEventListener("click", () => main.settled(() => { this.choose(row); main.play(); }));
      item.append(button);
      return item;
    }));
    if (focused) holder.querySelector("[aria-current=true]")?.focus();
    document.getElementById("none").textContent = rows.length ? "" : WORDS.none(store.state.hides);
    const row = this.row();
    document.getElementById("now").textContent = row ? this.text(row) : WORDS.nothing;
    document.getElementById("mark").textContent = row ? WORDS.mark(this.kind(row), row.note) : "";
    adjust.settle();
    this.drawStrip();
  },

  x(time) {
    const { start, end } = store.state;
    return end > start ? 1000 * (time - start) / (end - start) : 0;
  },

  drawStrip() {
    const made = (name, attributes) => {
      const element = document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      return element;
    };
    const bars = this.rows().filter((row) => this.shown(row)).map((row) => {
      const { leader_onset: from, offset: to } = this.shown(row);
      const isChosen = this.key(row) === this.chosen;
      return made("rect", {
        x: this.x(from), width: Math.max(3, this.x(to) - this.x(from)), y: 6, height: 28,
        class: this.kind(row) + (isChosen ? " selected" : ""),
      });
    });
    const head = made("line", { y1: 0, y2: 40, x1: -1, x2: -1, id: "head" });
    document.getElementById("strip").replaceChildren(...bars, head);
    if (player.canPlay) this.move(player.time);
  },

  move(time) {
    const head = document.getElementById("head");
    for (const name of ["x1", "x2"]) head?.setAttribute(name, this.x(time));
    adjust.moveHead(time);
  },

  setUp() {
    const strip = document.getElementById("strip");
    strip.addEventListener("click", (event) => {
      const box = strip.getBoundingClientRect();
      const { start, end } = store.state;
      const time = start + (end - start) * (event.clientX - box.left) / box.width;
      const near = this.rows().filter((row) => this.shown(row))
        .find((row) => this.shown(row).leader_onset <= time && time <= this.shown(row).offset);
      main.settled(() => {
        if (near) this.choose(near);
        player.seek(time);
      });
    });
  },
};
