// What the reader does: move in time, choose, point, press keys.

function show(view) {
  const length = Math.min(whole[1] - whole[0], Math.max(shortest, view[1] - view[0]));
  const middle = (view[0] + view[1]) / 2;
  const from = Math.min(Math.max(whole[0], middle - length / 2), whole[1] - length);
  state.view = [from, from + length];
  drawSoon();
}

// Shows an episode and, when a video is there, plays it.
function choose(n) {
  const e = data.episodes[n];
  if (!e) return;
  state.chosen = n;
  const margin = Math.max(3, (e.offset - e.leader_onset) * .4);
  show([e.leader_onset - margin, e.offset + margin]);
  d3.selectAll(".episode").attr("aria-pressed", function () { return String(+this.dataset.episode === n); });
  document.getElementById("figure").scrollIntoView({ block: "start" });
  if (!document.getElementById("lanes").contains(document.activeElement)) document.getElementById("plots").focus({ preventScroll: true });
  moveCursor(e.leader_onset);
  playEpisode(e);
}

function chooseNext(step) {
  if (!data.episodes.length) return;
  choose(state.chosen === null ? (step > 0 ? 0 : data.episodes.length - 1)
    : Math.min(Math.max(state.chosen + step, 0), data.episodes.length - 1));
}

function zoom(factor, middle) {
  const inView = state.cursor !== null && state.view[0] <= state.cursor && state.cursor <= state.view[1];
  const fixed = middle === undefined ? (inView ? state.cursor : (state.view[0] + state.view[1]) / 2) : middle;
  show(state.view.map(t => fixed + (t - fixed) * factor));
}

function pan(share) { show(state.view.map(t => t + (state.view[1] - state.view[0]) * share)); }

function setMirrored(on) {
  state.mirrored = on;
  document.getElementById("mirror").checked = on;
  drawSoon();
}

const actions = {
  earlier: () => pan(-.5), later: () => pan(.5),
  in: () => zoom(.5), out: () => zoom(2), all: () => { state.chosen = null; show(whole); },
  keys: () => document.getElementById("keys").showModal(),
  summary: () => window.print(),
  everything: () => { document.documentElement.dataset.paper = "whole"; window.print(); },
  play: togglePlay
};

// ---- The instant pointed at

function point() {
  const t = state.cursor, inView = t !== null && state.view[0] <= t && t <= state.view[1];
  d3.select("#cursor").attr("hidden", inView ? null : "").style("transform", inView ? `translateX(${time(t)}px)` : null);
  plots.forEach(plot => { if (plot.point) plot.point(inView ? t : null); });
  const readout = document.getElementById("readout");
  if (t === null) { readout.textContent = "{{draw.point}}"; return; }
  const parts = [document.createElement("b"), ...data.seats.map(() => document.createElement("span"))];
  parts[0].textContent = clock(t);
  data.seats.forEach((name, seat) => { parts[seat + 1].textContent = ` ${name}: ${doing(seat, t)}`; });
  readout.replaceChildren(...parts);
}

function moveCursor(t) {
  state.cursor = Math.min(Math.max(t, whole[0]), whole[1]);
  point();
}

// ---- Keys

function key(event) {
  const control = event.target.closest("input, select, button, summary, video, a, dialog");
  if (control || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = (state.view[1] - state.view[0]) / (event.shiftKey ? 10 : 100);
  const now = state.cursor === null ? (state.view[0] + state.view[1]) / 2 : state.cursor;
  const move = t => { moveCursor(t); seek(state.cursor); };
  const onBadge = event.target.closest(".number");
  const keys = {
    ArrowLeft: () => onBadge ? chooseNext(-1) : move(now - step),
    ArrowRight: () => onBadge ? chooseNext(1) : move(now + step),
    "+": actions.in, "=": actions.in, "-": actions.out, "0": actions.all,
    Home: () => move(state.view[0]), End: () => move(state.view[1]),
    PageUp: actions.earlier, PageDown: actions.later,
    n: () => chooseNext(1), p: () => chooseNext(-1), m: () => setMirrored(!state.mirrored),
    " ": togglePlay, "?": actions.keys
  };
  if (onBadge) keys.Enter = () => choose(+onBadge.dataset.number);
  if (!keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
  if (event.key.startsWith("Arrow") && !onBadge) {
    if (state.cursor < state.view[0]) actions.earlier();
    if (state.cursor > state.view[1]) actions.later();
  }
}

// ---- Pointer: hover points, a click seeks, a drag chooses a stretch, two fingers zoom

const pointer = { isOver: false, down: new Map(), drag: null };

function followPointer(box) {
  const at = event => time.invert(event.clientX - box.getBoundingClientRect().left);
  const within = t => Math.min(Math.max(t, state.view[0]), state.view[1]);
  const band = d3.select("#selection");

  box.addEventListener("pointerdown", event => {
    if (event.button || event.target.closest(".number, select, summary, label, #head video, button")) return;
    pointer.down.set(event.pointerId, event.clientX);
    const pans = event.pointerType === "touch" || event.shiftKey;
    pointer.drag = { x: event.clientX, from: within(at(event)), view: state.view.slice(), pans, moved: false };
    if (pointer.down.size === 2) pointer.drag.pinch = Math.abs(d3.extent(pointer.down.values()).reduce((a, b) => a - b)) || 1;
  });
  box.addEventListener("pointermove", event => {
    pointer.isOver = event.pointerType !== "touch";
    const drag = pointer.drag;
    if (pointer.down.has(event.pointerId)) pointer.down.set(event.pointerId, event.clientX);
    if (!drag) { if (pointer.isOver) moveCursor(within(at(event))); return; }
    drag.moved = drag.moved || Math.abs(event.clientX - drag.x) > 4;
    if (!drag.moved) return;
    if (!drag.captured) { box.setPointerCapture(event.pointerId); drag.captured = true; }
    if (drag.pinch) {
      const now = Math.abs(d3.extent(pointer.down.values()).reduce((a, b) => a - b)) || 1;
      show(drag.view.map(t => drag.from + (t - drag.from) * drag.pinch / now));
    } else if (drag.pans) {
      show(drag.view.map(t => t + (drag.x - event.clientX) * (drag.view[1] - drag.view[0]) / inner()));
    } else {
      const ends = [drag.from, within(at(event))].map(time).sort((a, b) => a - b);
      band.attr("hidden", null).style("transform", `translateX(${ends[0]}px)`).style("width", ends[1] - ends[0] + "px");
    }
  });
  const release = event => {
    const drag = pointer.drag;
    pointer.down.delete(event.pointerId);
    band.attr("hidden", "");
    if (!drag) return;
    pointer.drag = null;
    if (event.type !== "pointerup") return;
    if (!drag.moved) { moveCursor(drag.from); seek(drag.from); return; }
    if (!drag.pans && !drag.pinch) show([drag.from, within(at(event))].sort((a, b) => a - b));
  };
  for (const name of ["pointerup", "pointercancel"]) box.addEventListener(name, release);
  box.addEventListener("pointerleave", () => { pointer.isOver = false; });
  box.addEventListener("wheel", event => {
    if (event.ctrlKey) zoom(event.deltaY > 0 ? 1.25 : .8, at(event));
    else if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) pan(event.deltaX / inner());
    else return;
    event.preventDefault();
  }, { passive: false });
}

// ---- Text to take away

function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  const done = () => { button.textContent = "{{draw.copied}}"; setTimeout(() => { button.textContent = "{{page.copy}}"; }, 2000); };
  const select = () => { getSelection().selectAllChildren(source); button.textContent = "{{draw.selected}}"; };
  if (navigator.clipboard) navigator.clipboard.writeText(source.textContent.trim()).then(done, select);
  else select();
}
