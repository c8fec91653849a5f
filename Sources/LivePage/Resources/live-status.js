"use strict";

// ---- The banner, and the state in a word

let silence = null, keptUntil = 0;

function say(text, kind = "", forMilliseconds = 0) {
  clearTimeout(silence);
  $("banner").className = kind;
  $("banner").hidden = text === "";
  if ($("banner-text").textContent !== text) $("banner-text").textContent = text;
  if (text === "" || kind !== "warm") $("warm-up").hidden = true;
  keptUntil = performance.now() + forMilliseconds;
  if (forMilliseconds) silence = setTimeout(showStatus, forMilliseconds);
}

function showStatus() {
  const status = state.status;
  $("pause").setAttribute("aria-pressed", state.isPaused);
  $("pause").querySelector("span").textContent = state.isPaused ? "Resume" : "Pause";
  showLink();
  showVideo();
  if (state.wasLost && !state.hasEnded) return;
  const kind = status ? status.kind : "warming_up";
  const message = status && status.message || statusText[kind] || "";
  if (kind === "warming_up") {
    say(message, "calm warm");
    $("warm-up").hidden = false;
    if (status && status.progress !== null) $("warm-up").value = status.progress;
    else $("warm-up").removeAttribute("value");
  } else if (state.isPaused && !["stopping", "ended"].includes(kind)) {
    say(kind === "paused" ? message : `${statusText.paused} ${message}`.trim());
  } else if (kind === "camera_back" || kind === "resumed") {
    say(message || (kind === "resumed" ? "Measuring again." : "The camera is back."), "calm", 6000);
    state.status = { kind: "running", message: "", time: status.time };
  } else if (kind === "running") {
    if (performance.now() >= keptUntil - 50) say("");
  } else {
    say(message, kind === "ended" ? "calm" : "");
  }
}

// The state of the session in a word.
function showLink() {
  const kind = state.status ? state.status.kind : "";
  const waits = !isCurrent();
  const word = state.hasEnded ? "ended" : state.wasLost ? "connection lost" : !state.run ? "connecting"
    : state.isPaused ? "paused" : !kind || kind === "warming_up" ? "warming up" : waits ? "nothing measured" : "live";
  if ($("link").textContent !== word) $("link").textContent = word;
  $("link").className = word === "live" ? "live" : "wait";
}
