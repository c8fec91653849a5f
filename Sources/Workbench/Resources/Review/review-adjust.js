// The chosen episode, enlarged: its onsets and its end are moved by pointer or by keys. What is moved is said at once, and kept when
// it comes to rest.
const adjust = {
  names: ["leader_onset", "follower_onset", "offset"],
  draft: null,
  view: null,
  timer: null,
  saying: null,
  // What is being kept.
  work: Promise.resolve(),
  // Seconds before and after the episode that are shown, of a step, and of a large one.
  around: 3, step: 0.1, large: 1,
  // Milliseconds after which keys have come to rest.
  rest: 700,
  // The one who follows is later, seconds.
  least: 0.001,

  element: document.getElementById("adjust"),

  row() {
    const row = list.row();
    return row && list.kind(row) !== "gone" ? row : null;
  },
  // As it stands, moved or not.
  shown() { return this.draft ?? (this.row() ? list.shown(this.row()) : null); },

  place(time) {
    const { from, to } = this.view;
    return `${Math.min(100, Math.max(0, 100 * (time - from) / (to - from)))}%`;
  },

  draw() {
    const shown = this.shown();
    this.element.hidden = document.getElementById("adjust-hint").hidden = !shown;
    if (!shown) return;
    const { start, end, seats } = store.state;
    if (!this.draft || !this.view) {
      this.view = { from: Math.max(start, shown.leader_onset - this.around), to: Math.min(end, shown.offset + this.around) };
    }
    const leader = seats.indexOf(shown.leader);
    for (const name of this.names) {
      const lane = document.querySelector(`#adjust [data-lane=${name}]`), handle = lane.querySelector("[role=slider]");
      const time = shown[name];
      lane.querySelector("small").textContent = WORDS.adjust.lane(name, seats[leader], seats[1 - leader]);
      const bar = lane.querySelector("i");
      bar.className = name === "offset" ? "" : ["first", "second"][name === "leader_onset" ? leader : 1 - leader];
      bar.style.left = this.place(name === "offset" ? shown.follower_onset : time);
      bar.style.right = `calc(100% - ${this.place(shown.offset)})`;
      handle.style.left = this.place(time);
      handle.setAttribute("aria-label", WORDS.adjust[name]);
      const [least, most] = this.limits(name, shown);
      handle.setAttribute("aria-valuemin", least.toFixed(3));
      handle.setAttribute("aria-valuemax", most.toFixed(3));
      handle.setAttribute("aria-valuenow", time.toFixed(3));
      handle.setAttribute("aria-valuetext", WORDS.clock(time));
    }
    this.moveHead(player.time);
  },

  moveHead(time) {
    if (this.element.hidden || !this.view) return;
    const head = document.getElementById("adjust-head");
    head.hidden = !player.canPlay || time < this.view.from || time > this.view.to;
    head.style.left = this.place(time);
  },

  limits(name, shown) {
    const { start, end } = store.state;
    if (name === "leader_onset") return [start, shown.follower_onset - this.least];
    if (name === "follower_onset") return [shown.leader_onset + this.least, shown.offset];
    return [shown.follower_onset, end];
  },

  move(name, time) {
    const shown = this.shown();
    if (!shown || form.isOpen) return;
    const [least, most] = this.limits(name, shown);
    const value = Math.min(most, Math.max(least, Math.round(time * 1000) / 1000));
    this.draft = { ...shown, [name]: value };
    // What leaves the view takes it along.
    if (value < this.view.from || value > this.view.to) {
      this.view = { from: Math.min(this.view.from, value), to: Math.max(this.view.to, value) };
    }
    this.draw();
    this.say(WORDS.adjust.said(name, this.draft));
  },

  // Not with every pixel: a voice would never come to its end.
  say(text) {
    clearTimeout(this.saying);
    this.saying = setTimeout(() => { document.getElementById("adjusted").textContent = text; }, 150);
  },

  nudge(name, by) {
    const shown = this.shown();
    if (!shown) return;
    this.move(name, shown[name] + by);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), this.rest);
  },

  // Keeps what was moved; whatever comes next waits for it.
  keep() {
    clearTimeout(this.timer);
    const [draft, row] = [this.draft, this.row()];
    if (!draft || !row) return this.work;
    this.work = this.work.then(async () => {
      const isKept = await main.run(() => store.decide(row, "confirmed", draft), row.about ? WORDS.verdicts.corrected : WORDS.verdicts.added);
      if (this.draft === draft) {
        this.draft = this.view = null;
        this.say("");
      }
      if (isKept) main.chooseLike(draft);
      list.draw();
    });
    return this.work;
  },

  // An answer of the server was drawn: what was moved meanwhile stays as it is.
  settle() { if (!this.draft) this.draw(); },

  drag(name, handle) {
    const lane = handle.parentElement;
    let grip = null;
    handle.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !this.shown()) return;
      handle.setPointerCapture(event.pointerId);
      clearTimeout(this.timer);
      grip = { x: event.clientX, time: this.shown()[name], hasMoved: false };
    });
    handle.addEventListener("pointermove", (event) => {
      if (!grip) return;
      const { from, to } = this.view;
      if (Math.abs(event.clientX - grip.x) > 1) grip.hasMoved = true;
      if (grip.hasMoved) this.move(name, grip.time + (event.clientX - grip.x) / lane.clientWidth * (to - from));
    });
    handle.addEventListener("pointerup", () => {
      const hasMoved = grip?.hasMoved;
      grip = null;
      if (hasMoved) this.keep();
    });
    handle.addEventListener("pointercancel", () => {
      grip = null;
      this.draft = null;
      this.draw();
    });
  },

  key(name, event) {
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 }[event.key];
    if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.nudge(name, by * (event.shiftKey ? this.large : this.step));
  },

  setUp() {
    for (const name of this.names) {
      const handle = document.querySelector(`#adjust [data-lane=${name}] [role=slider]`);
      this.drag(name, handle);
      handle.addEventListener("keydown", (event) => this.key(name, event));
      handle.addEventListener("blur", () => { if (this.draft) this.keep(); });
    }
    document.getElementById("adjust-hint").textContent = WORDS.adjust.hint;
    addEventListener("pagehide", () => { if (this.draft) this.keep(); });
  },
};
