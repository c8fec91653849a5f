// The fields in which an episode is corrected or added.
const form = {
  element: document.getElementById("edit"),
  row: null,
  times: ["leader_onset", "follower_onset", "offset"],

  get isOpen() { return !this.element.hidden; },

  field(name, control) {
    const label = document.createElement("label"), holder = document.createElement("div");
    control.id = `field-${name}`;
    label.htmlFor = control.id;
    label.textContent = WORDS.form[name];
    holder.append(label, control);
    if (this.times.includes(name)) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = WORDS.form.now;
      button.setAttribute("aria-label", `${WORDS.form.now}: ${WORDS.form[name]}`);
      button.hidden = !player.canPlay;
      button.addEventListener("click", () => { control.value = player.time.toFixed(3); });
      holder.append(button);
    }
    return holder;
  },

  choice(options, value) {
    const select = document.createElement("select");
    for (const [name, text] of options) select.append(new Option(text, name, false, name === value));
    return select;
  },

  // `finding` is what the fields hold at first; without a row an episode is added.
  open(row, finding) {
    this.row = row;
    const { postures, seats } = store.state;
    const sides = [["", WORDS.form.noSide], ["left", WORDS.form.left], ["right", WORDS.form.right]];
    const input = (type, value) => {
      const made = document.createElement("input");
      made.type = type;
      made.value = value;
      if (type === "number") { made.step = "any"; made.required = true; }
      return made;
    };
    const controls = {
      posture: this.choice(postures.map(({ name }) => [name, name.replaceAll("_", " ")]), finding.posture),
      leader: this.choice(seats.map((seat) => [seat, seat]), finding.leader),
      leader_side: this.choice(sides, finding.leader_side ?? ""),
      follower_side: this.choice(sides, finding.follower_side ?? ""),
    };
    for (const name of this.times) controls[name] = input("number", Number(finding[name].toFixed(6)));
    controls.note = input("text", row?.note ?? "");
    controls.note.maxLength = 500;
    document.getElementById("fields").replaceChildren(...Object.entries(controls).map(([name, control]) => this.field(name, control)));
    const show = () => {
      const sided = postures.find(({ name }) => name === controls.posture.value)?.sided;
      for (const name of ["leader_side", "follower_side"]) controls[name].parentElement.hidden = !sided;
    };
    controls.posture.addEventListener("change", show);
    show();
    document.getElementById("edit-title").textContent = row ? WORDS.form.correct : WORDS.form.add;
    this.element.hidden = false;
    controls.posture.focus();
  },

  close() {
    this.element.hidden = true;
    (document.querySelector("#list [aria-current=true]") ?? document.getElementById("actions").querySelector("button"))?.focus();
  },

  finding() {
    const value = (name) => document.getElementById(`field-${name}`).value;
    const found = { posture: value("posture"), leader: value("leader"), leader_side: value("leader_side") || null, follower_side: value("follower_side") || null };
    for (const name of this.times) found[name] = Number(value(name));
    return found;
  },

  setUp(keep) {
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      keep(this.row, this.finding(), document.getElementById("field-note").value);
    });
    document.getElementById("cancel").addEventListener("click", () => this.close());
    this.element.addEventListener("keydown", (event) => { if (event.key === "Escape") this.close(); });
  },
};
