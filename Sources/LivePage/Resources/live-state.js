"use strict";

// ---- What the server has reported

const $ = id => document.getElementById(id);
const memory = 600;

// What the server has reported; `run` names the run of Attune that reported it.
const state = {
  run: null, seats: ["", ""], now: null, sample: null, breath: null, past: null, isPaused: false, hasEnded: false,
  status: null, noticeAfter: 20, dismissed: null, idea: 0, hasVideo: false, arrived: 0, wasLost: false,
  since: 0
};

function forget() {
  Object.assign(state, { now: null, sample: null, breath: null, dismissed: null, arrived: 0 });
  state.past = { samples: [], episodes: new Map(), markers: [] };
  $("log").replaceChildren();
  $("log-empty").hidden = false;
}

// Whether the last sample is recent: nothing old is shown as if it were current.
function isCurrent() { return !state.isPaused && performance.now() - state.arrived < 3000; }

// Whether the latest picture shows what is no more.
function isPictureOld() {
  return state.isPaused || state.wasLost || ["camera_lost", "stalled"].includes(state.status?.kind);
}

function current() { return isCurrent() ? state.sample : null; }

function takeSample(sample) {
  state.sample = sample;
  state.now = Math.max(state.now ?? 0, sample.time);
  state.arrived = performance.now();
  const past = state.past, last = past.samples[past.samples.length - 1];
  const thin = { time: sample.time, percentile: sample.mimicry_percentile, balance: sample.leader_balance };
  if (!last || Math.floor(last.time) !== Math.floor(sample.time)) past.samples.push(thin);
  while (past.samples.length && past.samples[0].time < state.now - memory) past.samples.shift();
  schedule();
}

function takeEpisode(episode) {
  const item = $(`episode-${episode.id}`);
  if (episode.state === "withdrawn") {
    state.past.episodes.delete(episode.id);
    if (item) item.remove();
  } else {
    state.past.episodes.set(episode.id, episode);
    if (item) item.querySelector("span").textContent = episodeText(episode);
    else log(`episode-${episode.id}`, "episode", episode.follower_onset, episodeText(episode));
  }
  for (const [id, old] of state.past.episodes) {
    if (old.offset !== null && old.offset < (state.now ?? 0) - memory) state.past.episodes.delete(id);
  }
  schedule(true);
}

function takeMarker(marker) {
  state.past.markers.push(marker);
  state.past.markers = state.past.markers.filter(old => old.time >= (state.now ?? marker.time) - memory);
  log("", "marker", marker.time, marker.text || "Marked.");
  schedule(true);
}

// - `known`: the latest status, however old; otherwise an old status is history, not news.
function takeStatus(status, known = false) {
  const isOld = status.time < state.since - 5;
  if (isOld && !known) return;
  const isOver = isOld && ["resumed", "camera_back"].includes(status.kind);
  if (status.kind === "paused") state.isPaused = true;
  if (status.kind === "resumed") state.isPaused = false;
  if (status.kind === "ended") end();
  state.status = isOver ? { kind: "running", message: "", time: status.time } : status;
  showStatus();
  drawAll();
}

function end() {
  state.hasEnded = true;
  for (const id of ["mark", "note", "pause", "stop"]) $(id).disabled = true;
  showVideo();
  if (stream) stream.close();
}

// The newest on top, no more than fit on a screen.
function log(id, kind, time, text) {
  const item = document.createElement("li"), when = document.createElement("time"), what = document.createElement("span");
  if (id) item.id = id;
  item.className = kind;
  when.textContent = clockText(time);
  what.textContent = text;
  item.append(when, what);
  $("log").prepend(item);
  while ($("log").children.length > 8) $("log").lastChild.remove();
  $("log-empty").hidden = true;
}
