// Both people as figures, over the recording or on a plain ground: their joints as they were measured, a piece of some seconds at
// a time.
const figures = {
  isOn: false,
  pieces: new Map(),
  pictures: null,
  // Seconds of a piece, and how many are kept.
  length: 5, most: 40,
  // Nothing is drawn of an instant that is further away, seconds.
  near: 0.25,
  // Milliseconds between pictures for those who asked for less motion.
  calm: 500,
  // Pairs of BlazePose landmarks.
  bones: [[11, 12], [11, 13], [13, 15], [12, 14], [14, 16], [15, 19], [16, 20], [11, 23], [12, 24], [23, 24], [23, 25], [24, 26], [25, 27], [26, 28]],

  get isCalm() { return matchMedia("(prefers-reduced-motion: reduce)").matches; },

  toggle() {
    this.isOn = !this.isOn;
    document.querySelector("#actions [data-act=figures]").setAttribute("aria-pressed", String(this.isOn));
    if (!this.isOn && !player.hasVideo) player.stop();
    player.draw();
    player.animate();
    if (this.isOn && !player.hasVideo && list.row()) player.seek(list.shown(list.row())?.leader_onset ?? player.time);
  },

  forget() {
    this.pieces.clear();
    this.draw();
  },

  // The piece that a time lies in: its instants, or nothing yet.
  piece(number) {
    const { start, end } = store.state;
    const from = number * this.length;
    if (from >= end + this.length || from + this.length < start) return [];
    if (!this.pieces.has(number)) {
      this.pieces.set(number, null);
      if (this.pieces.size > this.most) this.pieces.delete(this.pieces.keys().next().value);
      this.load(number, from);
    }
    return this.pieces.get(number) ?? [];
  },

  async load(number, from) {
    try {
      const answer = await store.fetch(store.at("/review/landmarks", { from, to: from + this.length }));
      this.pictures = answer.pictures;
      this.landmarks = answer.landmarks;
      this.pieces.set(number, answer.instants);
      this.draw();
    } catch (error) {
      if (this.isOn) this.toggle();
      this.pieces.clear();
      player.say(error.message);
    }
  },

  // Both people at that time: the last instant before it, or the first after it.
  at(time) {
    const number = Math.floor(time / this.length);
    const instants = this.piece(number);
    this.piece(number + 1);
    let [low, high] = [0, instants.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (instants[middle][0] <= time) low = middle + 1; else high = middle;
    }
    const found = instants[low - 1] ?? instants[low];
    return found && Math.abs(found[0] - time) <= this.near ? found.slice(1) : [];
  },

  draw() {
    if (!store.state || !player.cameras.length) return;
    const people = this.isOn ? this.at(player.time) : [];
    for (const camera of player.cameras) {
      camera.canvas.hidden = !this.isOn;
      if (this.isOn) this.drawOn(camera, people);
    }
  },

  drawOn({ canvas, video, number, hasVideo }, people) {
    const { width, height } = this.pictures?.[number] ?? { width: 16, height: 9 };
    canvas.classList.toggle("ground", !hasVideo);
    canvas.style.aspectRatio = hasVideo ? "" : `${width} / ${height}`;
    const shown = hasVideo ? video : canvas;
    const [wide, high, scale] = [shown.clientWidth, shown.clientHeight, window.devicePixelRatio || 1];
    [canvas.width, canvas.height] = [Math.round(wide * scale), Math.round(high * scale)];
    const context = canvas.getContext("2d");
    context.setTransform(scale, 0, 0, scale, 0, 0);
    // As the picture is fitted into its element.
    const fit = Math.min(wide / width, high / height);
    const [left, top] = [(wide - width * fit) / 2, (high - height * fit) / 2];
    const colours = getComputedStyle(document.documentElement);
    people.forEach((person, seat) => {
      if (!person || person[0] !== number) return;
      const point = (landmark) => {
        const place = 1 + 3 * this.landmarks.indexOf(landmark);
        return { x: left + person[place] * 1e-4 * width * fit, y: top + person[place + 1] * 1e-4 * height * fit, isSeen: person[place + 2] >= 50 };
      };
      const ground = hasVideo ? "#000" : colours.getPropertyValue("--card");
      const colour = colours.getPropertyValue(["--first", "--second"][seat] + (hasVideo ? "-on-picture" : ""));
      this.figure(context, point, { seat, high, ground, colour });
    });
  },

  // On a picture every line has a darker one under it.
  figure(context, point, { seat, high, ground, colour }) {
    const [one, other] = [point(11), point(12)];
    const size = Math.max(high * 0.03, Math.hypot(one.x - other.x, one.y - other.y));
    const line = Math.max(2.5, size * 0.07);
    const path = new Path2D();
    for (const [from, to] of this.bones.map((ends) => ends.map(point))) {
      if (!from.isSeen || !to.isSeen) continue;
      path.moveTo(from.x, from.y);
      path.lineTo(to.x, to.y);
    }
    const [ear, ear2, nose] = [point(7), point(8), point(0)];
    const head = { x: (ear.x + ear2.x) / 2, y: (ear.y + ear2.y) / 2 };
    if (ear.isSeen || ear2.isSeen || nose.isSeen) {
      // The second seat's head is a double line, so that the two can be told apart without colours.
      for (const radius of seat === 1 ? [size * 0.3, size * 0.3 - line * 1.4] : [size * 0.3]) {
        path.moveTo(head.x + Math.max(1, radius), head.y);
        path.arc(head.x, head.y, Math.max(1, radius), 0, 2 * Math.PI);
      }
      if (nose.isSeen) {
        path.moveTo(head.x, head.y);
        path.lineTo(nose.x, nose.y);
      }
    }
    context.lineCap = context.lineJoin = "round";
    for (const [style, width] of [[ground, line + 2.5], [colour, line]]) {
      context.strokeStyle = style;
      context.lineWidth = width;
      context.stroke(path);
    }
    if (!one.isSeen && !other.isSeen) return;
    context.font = "600 15px system-ui, sans-serif";
    context.textAlign = "center";
    context.lineWidth = 4;
    context.strokeStyle = ground;
    context.fillStyle = colour;
    const place = [(one.x + other.x) / 2, Math.max(18, head.y - size * 0.3 - 8)];
    context.strokeText(store.state.seats[seat], ...place);
    context.fillText(store.state.seats[seat], ...place);
  },

  setUp() { addEventListener("resize", () => this.draw()); },
};
