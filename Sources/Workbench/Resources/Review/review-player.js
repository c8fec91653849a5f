// The recording: of one camera or two, each in one file or several, one after the other. It comes from the disk, through Attune
// where both people agreed to be shown, or from the file that the coder chose, which goes nowhere. Without any, figures have a
// clock of their own.
class Camera {
  constructor(number) {
    this.number = number;
    this.files = [];
    this.current = null;
    this.stage = document.querySelectorAll("#stage .camera")[number];
    [this.video, this.canvas] = [this.stage.querySelector("video"), this.stage.querySelector("canvas")];
    this.video.addEventListener("ended", () => this.goOn());
  }

  get hasVideo() { return this.files.some((file) => file.url); }
  // Seconds of the session. The second camera's clock may run at another pace.
  get pace() { return this.number === 1 ? 1 + store.state.drift : 1; }
  get start() { return this.current?.start ?? 0; }
  get time() { return this.video.currentTime * this.pace + this.start; }

  show(file) {
    if (this.current === file && this.video.src) return;
    this.current = file;
    this.video.src = file.url;
    this.video.hidden = false;
  }

  hide() {
    this.current = null;
    this.video.removeAttribute("src");
    this.video.load();
    this.video.hidden = true;
  }

  seek(time) {
    const able = this.files.filter((file) => file.url);
    const file = able.findLast((file) => (file.start ?? 0) <= time) ?? able[0];
    if (!file) return;
    const goesOn = file !== this.current && !this.video.paused;
    this.show(file);
    this.video.currentTime = Math.max(0, (time - this.start) / this.pace);
    if (goesOn) this.video.play().catch(() => {});
  }

  // Where this file ends, the next one of this camera begins.
  goOn() {
    const next = this.files[this.files.indexOf(this.current) + 1];
    if (!next?.url) return;
    this.show(next);
    this.video.currentTime = 0;
    this.video.play().catch(() => {});
  }
}

const player = {
  cameras: [],
  until: null,
  // Seconds before the leader's onset from which an episode is played, and after its end.
  lead: 3, trail: 1.5,
  // Of the second camera, more than this is put right, seconds.
  slack: 0.12,
  clock: { time: 0, since: null },
  moved: () => {},
  isLooking: false,
  // What was said last of the recordings that are served, and whose sound is heard.
  told: "", heard: null,

  get main() { return this.cameras.find((camera) => camera.hasVideo); },
  get hasVideo() { return Boolean(this.main); },
  // Figures can be played without a recording.
  get canPlay() { return this.hasVideo || figures.isOn; },
  get isPlaying() { return this.hasVideo ? !this.main.video.paused && !this.main.video.ended : this.clock.since !== null; },
  // Seconds of the session.
  get time() {
    if (this.hasVideo) return this.main.time;
    const { time, since } = this.clock;
    return since === null ? time : Math.min(store.state.end, time + (performance.now() - since) / 1000);
  },
  say(text) { document.getElementById("player-note").textContent = text; },

  // The files of each camera, once it is known what was measured.
  prepare() {
    if (this.cameras.length) return;
    const { sources } = store.state;
    const files = sources.map((source, number) => ({ ...source, number, url: null }));
    const second = files.filter((file) => file.second_camera);
    const all = second.length ? [files.filter((file) => !file.second_camera), second] : [files];
    this.cameras = all.map((files, number) => Object.assign(new Camera(number), { files }));
    for (const camera of this.cameras) this.listen(camera);
    this.clock.time = store.state.start;
    this.look();
  },

  // Asks which recordings may be played; again while they are being compared with what was measured.
  async look() {
    if (this.isLooking) return;
    this.isLooking = true;
    try {
      const answer = await store.fetch(store.at("/review/recordings"));
      if (answer.refused) {
        this.withdraw();
        this.tell(WORDS.recording.refused(answer.refused));
        return;
      }
      this.take(answer.sources);
      if (answer.sources.some((source) => source.state === "checking")) setTimeout(() => this.look(), 1000);
    } catch (error) {
      this.say(error.message);
    } finally {
      this.isLooking = false;
    }
  },

  take(sources) {
    const [had, time] = [this.hasVideo, this.time];
    for (const file of this.cameras.flatMap((camera) => camera.files)) {
      const state = sources[file.number]?.state;
      if (state === "ready" && !file.url) {
        file.url = store.at("/review/recording", { source: file.number });
        file.isServed = true;
      } else if (state !== "ready" && file.isServed) {
        file.url = null;
        file.isServed = false;
      }
    }
    for (const camera of this.cameras) if (camera.current && !camera.current.url) camera.hide();
    // What played without a recording stands where that begins, and the other way round.
    if (had !== this.hasVideo) this.clock = { time, since: null };
    this.draw();
    if (!had && this.hasVideo) this.seek(time);
    const words = sources.map((source, number) => WORDS.recording.state(source, this.file(number)?.url)).filter(Boolean);
    this.tell(words.join(" "));
  },

  // Not again and again what is known, over what was said since.
  tell(text) {
    if (text !== this.told) this.say(text);
    this.told = text;
  },

  file(number) { return this.cameras.flatMap((camera) => camera.files).find((file) => file.number === number); },

  // What is served is not shown any more; what the coder chose is theirs.
  withdraw() {
    const [had, time] = [this.hasVideo, this.time];
    for (const camera of this.cameras) {
      for (const file of camera.files.filter((file) => file.isServed)) {
        file.url = null;
        file.isServed = false;
      }
      if (camera.current && !camera.current.url) camera.hide();
    }
    if (had !== this.hasVideo) this.clock = { time, since: null };
    this.draw();
  },

  // Files of the coder's choice, by their names; one of another name stands for the first.
  open(chosen) {
    const time = this.time;
    const files = this.cameras.flatMap((camera) => camera.files);
    if (!files.length) files.push(this.stray());
    let remark = "";
    for (const own of chosen) {
      const known = files.find((file) => file.file === own.name);
      const file = known ?? files[0];
      if (!known) remark = WORDS.recording.unknown(own.name);
      if (file.url?.startsWith("blob:")) URL.revokeObjectURL(file.url);
      Object.assign(file, { url: URL.createObjectURL(own), name: own.name, isServed: false });
      const camera = this.cameras.find((camera) => camera.files.includes(file));
      if (camera.current === file) camera.hide();
    }
    this.clock = { time, since: null };
    this.draw();
    for (const camera of this.cameras) camera.seek(time);
    this.say(remark);
  },

  // A session that names no recording can be looked at beside one.
  stray() {
    const file = { file: "", seconds: null, start: 0, number: 0, url: null };
    this.cameras[0].files.push(file);
    return file;
  },

  draw() {
    document.getElementById("choose").textContent = this.hasVideo ? WORDS.choose.other : WORDS.choose.file;
    this.cameras.forEach((camera, number) => {
      camera.stage.hidden = !(camera.hasVideo || figures.isOn);
      camera.video.controls = camera === this.main;
      camera.video.setAttribute("aria-label", this.cameras.length > 1 ? WORDS.recording.camera(number) : WORDS.recording.one);
    });
    if (this.main && this.main !== this.heard) {
      for (const camera of this.cameras) camera.video.muted = camera !== this.main;
      this.heard = this.main;
    }
    document.getElementById("stage").classList.toggle("two", this.cameras.length > 1);
    figures.draw();
  },

  check(camera) {
    const { video, current } = camera;
    if (!current) return;
    if (video.videoWidth === 0) return this.fail(camera);
    const [own, measured] = [video.duration, current.seconds];
    if (measured && isFinite(own) && Math.abs(own - measured) > Math.max(1, 0.01 * measured)) {
      this.say(WORDS.recording.length(own, measured));
    }
    figures.draw();
  },

  // Whether it cannot be played, or may not be any more.
  async fail(camera) {
    const file = camera.current;
    if (!file?.url) return;
    if (file.isServed) {
      await this.look();
      if (!file.url || camera.current !== file) return;
      const why = await this.refusal(file);
      if (why) return this.say(why);
    }
    this.say(WORDS.recording.unplayable(file.name ?? file.file));
  },

  // Why the server does not send it, if it does not.
  async refusal(file) {
    try {
      const answer = await fetch(file.url, { cache: "no-store", headers: { Range: "bytes=0-0" } });
      return answer.ok ? "" : (await answer.text()).trim();
    } catch {
      return WORDS.lost;
    }
  },

  seek(time) {
    this.clock = { time: Math.max(store.state.start, time), since: this.clock.since === null ? null : performance.now() };
    for (const camera of this.cameras) camera.seek(time);
    if (!this.hasVideo) this.step();
  },

  play(from, until) {
    if (!this.canPlay) {
      this.say(WORDS.recording.none);
      document.getElementById("choose").focus();
      return;
    }
    this.seek(from - this.lead);
    this.until = until + this.trail;
    this.start();
  },

  start() {
    if (this.hasVideo) this.main.video.play().catch(() => {});
    else if (this.clock.since === null) {
      this.clock.since = performance.now();
      this.tick();
    }
  },

  stop() {
    if (this.hasVideo) this.main.video.pause();
    this.clock = { time: this.time, since: null };
  },

  toggle() {
    if (!this.canPlay) return;
    this.until = null;
    if (this.isPlaying) this.stop(); else this.start();
  },

  // The clock of figures without a recording.
  tick() {
    if (this.clock.since === null || this.hasVideo) return;
    this.step();
    if (this.time >= store.state.end) this.stop();
    if (figures.isCalm) setTimeout(() => this.tick(), figures.calm);
    else requestAnimationFrame(() => this.tick());
  },

  step() {
    const time = this.time;
    if (this.until !== null && time >= this.until) {
      // Who jumped far beyond the end wants to see what is there.
      const isEnd = time < this.until + 1;
      this.until = null;
      if (isEnd) this.stop();
    }
    for (const camera of this.cameras) {
      if (camera === this.main || !camera.hasVideo) continue;
      if (Math.abs(camera.time - time) > this.slack) camera.seek(time);
    }
    this.moved(time);
    figures.draw();
  },

  // The other camera does what the main one does.
  follow(act) {
    for (const camera of this.cameras) {
      if (camera !== this.main && camera.hasVideo) act(camera.video, camera);
    }
  },

  listen(camera) {
    const { video } = camera;
    const own = (name, act) => video.addEventListener(name, () => { if (camera === this.main) act(); });
    video.addEventListener("loadedmetadata", () => this.check(camera));
    video.addEventListener("error", () => this.fail(camera));
    for (const name of ["timeupdate", "seeked"]) own(name, () => this.step());
    own("play", () => {
      this.follow((other, follower) => { other.playbackRate = video.playbackRate / follower.pace; other.play().catch(() => {}); });
      this.animate();
    });
    for (const name of ["pause", "waiting"]) own(name, () => this.follow((other) => other.pause()));
    own("playing", () => this.follow((other) => other.play().catch(() => {})));
    own("ratechange", () => this.follow((other, follower) => { other.playbackRate = video.playbackRate / follower.pace; }));
  },

  // Figures are drawn as often as the screen is, unless somebody asked for less motion.
  animate() {
    if (!this.isPlaying || !figures.isOn || figures.isCalm) return;
    figures.draw();
    requestAnimationFrame(() => this.animate());
  },

  setUp(moved) {
    this.moved = moved;
    const input = document.getElementById("file");
    document.getElementById("choose").addEventListener("click", () => input.click());
    input.addEventListener("change", () => { if (input.files.length) this.open([...input.files]); });
    // Somebody may take back that they are shown, or put the recording there.
    setInterval(() => {
      const isOurs = !this.main || this.main.files.some((file) => file.isServed);
      if (!document.hidden && this.cameras.length && isOurs) this.look();
    }, 5000);
  },
};
