// The recording. It is read from the coder's disk by the browser and goes nowhere.
const player = {
  video: document.getElementById("video"),
  url: null, name: "", source: null, offset: 0, pace: 1, until: null,
  // Seconds before the leader's onset from which an episode is played, and after its end.
  lead: 3, trail: 1.5,

  get hasVideo() { return this.url !== null; },
  // Seconds of the session.
  get time() { return this.video.currentTime * this.pace + this.offset; },
  say(text) { document.getElementById("player-note").textContent = text; },

  open(file) {
    if (!file) return;
    if (this.url) URL.revokeObjectURL(this.url);
    const { sources, drift } = store.state;
    // Of two recordings the second may have started later, and its clock may run at another pace.
    const source = sources.find((source) => source.file === file.name);
    this.source = source ?? sources[0];
    this.offset = this.source?.start ?? 0;
    this.pace = this.source?.second_camera ? 1 + drift : 1;
    this.url = URL.createObjectURL(file);
    this.name = file.name;
    this.video.src = this.url;
    this.video.hidden = false;
    document.getElementById("choose").textContent = WORDS.choose.other;
    this.say(source || !sources.length ? "" : WORDS.unknown(file.name));
  },

  check() {
    const own = this.video.duration, measured = this.source?.seconds;
    if (measured && isFinite(own) && Math.abs(own - measured) > Math.max(1, 0.01 * measured)) {
      this.say(WORDS.length(own, measured));
    }
  },

  seek(time) { if (this.hasVideo) this.video.currentTime = Math.max(0, (time - this.offset) / this.pace); },

  play(from, until) {
    if (!this.hasVideo) {
      this.say(WORDS.noVideo);
      document.getElementById("choose").focus();
      return;
    }
    this.seek(from - this.lead);
    this.until = until + this.trail;
    this.video.play().catch(() => {});
  },

  toggle() {
    if (!this.hasVideo) return;
    this.until = null;
    if (this.video.paused) this.video.play().catch(() => {}); else this.video.pause();
  },

  setUp(moved) {
    const input = document.getElementById("file");
    document.getElementById("choose").addEventListener("click", () => input.click());
    input.addEventListener("change", () => this.open(input.files[0]));
    this.video.addEventListener("loadedmetadata", () => this.check());
    this.video.addEventListener("error", () => { if (this.url) this.say(WORDS.unplayable(this.name)); });
    for (const event of ["timeupdate", "seeked"]) {
      this.video.addEventListener(event, () => {
        if (this.until !== null && this.time >= this.until) { this.until = null; this.video.pause(); }
        moved(this.time);
      });
    }
  },
};
