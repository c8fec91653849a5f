// The recording beside the drawings. It is read from the reader's disk by the browser and goes nowhere.

const player = { video: document.getElementById("video"), url: null, offset: 0, pace: 1, until: null };

// Seconds before the leader's onset from which an episode is played, and after its end.
const lead = 2, trail = 1.5;

const hasVideo = () => player.url !== null;
const isPlaying = () => hasVideo() && !player.video.paused && !player.video.ended;
const playTime = () => player.video.currentTime * player.pace + player.offset;

function say(text) { document.getElementById("player-note").textContent = text; }

function openVideo(file) {
  if (!file) return;
  if (player.url) URL.revokeObjectURL(player.url);
  // Of two recordings the second may have started later, and its clock may run at another pace; a
  // chapter begins where the one before ended.
  const index = Math.max(0, data.sources.findIndex(source => source.file === file.name));
  const second = index > 0 && (data.sources[index].camera ?? 2) === 2;
  player.source = data.sources[index];
  player.offset = player.source?.start ?? (second ? data.offset : 0);
  player.pace = second ? 1 + data.drift : 1;
  player.url = URL.createObjectURL(file);
  player.name = file.name;
  player.video.src = player.url;
  document.getElementById("stage").classList.add("has-video");
  say("");
}

function checkVideo() {
  const source = player.source;
  const length = player.video.duration;
  if (source && isFinite(length) && Math.abs(length - source.duration) > Math.max(1, .01 * source.duration)) {
    say(`{{draw.other_length length=clock(length) expected=clock(source.duration)}}`);
  }
  if (state.cursor !== null) seek(state.cursor);
  drawSoon();
}

function failVideo() {
  if (!player.url) return;
  say(`{{draw.cannot_play file=player.name}}`);
}

function seek(t) {
  if (hasVideo()) player.video.currentTime = Math.max(0, (t - player.offset) / player.pace);
}

// From just before the leader's onset to just after the end.
function playEpisode(e) {
  if (!hasVideo()) return;
  seek(e.leader_onset - lead);
  player.until = e.offset + trail;
  player.video.play().catch(() => { });
}

function togglePlay() {
  if (!hasVideo()) { document.getElementById("choose-video").focus(); return; }
  player.until = null;
  if (isPlaying()) player.video.pause(); else player.video.play().catch(() => { });
}

// Follows the video while it plays, a step a frame of the screen.
function followVideo() {
  const t = playTime();
  if (player.until !== null && t >= player.until) { player.until = null; player.video.pause(); }
  if (t > state.view[1] || t < state.view[0]) {
    const length = state.view[1] - state.view[0];
    show([t - length * .1, t + length * .9]);
  }
  movePlayhead(t);
  if (!pointer.isOver) moveCursor(t);
  if (isPlaying()) requestAnimationFrame(followVideo);
}

function movePlayhead(t) {
  const inView = t !== null && state.view[0] <= t && t <= state.view[1];
  d3.select("#playhead").attr("hidden", inView ? null : "").style("transform", inView ? `translateX(${time(t)}px)` : null);
  strip.play(t);
}

function setUpVideo() {
  const input = document.getElementById("video-file");
  document.getElementById("choose-video").addEventListener("click", () => input.click());
  input.addEventListener("change", () => openVideo(input.files[0]));
  const video = player.video;
  video.addEventListener("loadedmetadata", checkVideo);
  video.addEventListener("error", failVideo);
  video.addEventListener("play", () => requestAnimationFrame(followVideo));
  video.addEventListener("seeked", () => { if (!isPlaying()) { movePlayhead(playTime()); if (!pointer.isOver) moveCursor(playTime()); } });
}
