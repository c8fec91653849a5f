"use strict";

// ---- What the page can ask for

// The token comes with every request and is in no cookie, which other servers on this computer would receive.
const token = new URLSearchParams(location.search).get("token") ?? "";

function address(path) { return `${path}?token=${encodeURIComponent(token)}`; }

async function ask(path, value) {
  try {
    const response = await fetch(address(path), {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(value)
    });
    if (!response.ok) say((await response.text()).trim() || "Attune refused that.", "", 6000);
    return response.ok;
  } catch {
    say("Attune did not answer; that was not done.", "", 6000);
    return false;
  }
}

function mark() { ask("/markers", { text: "" }); }
function pause() { ask("/pause", { on: !state.isPaused }); }

function openDialog(id, returned) {
  const dialog = $(id);
  if (dialog.open || state.hasEnded) return;
  dialog.returnValue = "cancel";
  dialog.addEventListener("close", () => returned(dialog.returnValue), { once: true });
  dialog.showModal();
}

// A note stands where it was begun, however long its writing takes.
function note() {
  const begun = performance.now();
  $("note-text").value = "";
  openDialog("note-dialog", answer => {
    if (answer === "save") ask("/markers", { text: $("note-text").value, ago: (performance.now() - begun) / 1000 });
  });
}

function stop() {
  openDialog("stop-dialog", answer => { if (answer === "stop") ask("/stop", {}); });
}

function turnTheme() {
  const light = document.documentElement.dataset.theme !== "light";
  document.documentElement.dataset.theme = light ? "light" : "dark";
  $("theme").setAttribute("aria-pressed", light);
  $("theme").firstChild.textContent = light ? "Dark " : "Light ";
  drawAll();
}

const keys = { m: "mark", n: "note", p: "pause", t: "theme" };

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.closest?.("input, select, dialog")) return;
  const id = keys[event.key.toLowerCase()];
  if (!id || $(id).disabled) return;
  event.preventDefault();
  $(id).click();
}
