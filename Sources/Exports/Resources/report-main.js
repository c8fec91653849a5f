// Puts the drawings in place and keeps them up to date.

function labelWidth() {
  const probe = plots[0].node.append("text");
  const width = d3.max(data.seats, name => probe.text(name).node().getComputedTextLength());
  probe.remove();
  return Math.min(Math.max(width + 14, size.narrow ? 56 : 92), size.narrow ? 84 : 150);
}

function measureSize() {
  const width = state.printing ? 640 : Math.max(240, document.getElementById("lanes").clientWidth);
  if (width === size.measured) return;
  size.measured = size.width = width;
  size.narrow = size.width < 560;
  size.left = labelWidth();
}

function draw() {
  measureSize();
  readColors();
  time.domain(state.view).range([size.left, size.width - size.right]);
  plots.forEach(plot => plot.draw());
  point();
  movePlayhead(hasVideo() ? playTime() : null);
}

// Many moves of a pointer in one frame of the screen are drawn once.
let isDue = false;
function drawSoon() {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(() => { isDue = false; draw(); });
}

patterns();
const strip = overview();
plots.push(strip, axis(), lanes());
const beside = ["breath", "distance"].filter(name => channels.has(name));
beside.forEach(name => plots.push(channelPanel("#beside", channels.get(name))));
plots.push(percentilePanel("#chance"));
document.getElementById("coupling").hidden = !data.synchrony;
if (data.synchrony) plots.push(synchronyPanel("#lags"));
if (hasSeconds("balance")) plots.push(balancePanel("#leads"));
const shown = main.filter(name => channels.has(name));
shown.forEach(name => plots.push(channelPanel("#channels", channels.get(name))));
if (data.seconds.quality.length) plots.push(qualityPanel("#measured"));
const more = Array.from(channels.keys()).filter(name => !shown.includes(name) && !beside.includes(name));

const details = document.getElementById("more");
details.hidden = more.length === 0;
details.addEventListener("toggle", () => {
  if (details.dataset.filled) return;
  details.dataset.filled = "yes";
  more.forEach(name => plots.push(channelPanel("#more-channels", channels.get(name))));
  draw();
});

for (const id of ["toolbar", "hint", "legend-shading"]) document.getElementById(id).hidden = false;
document.getElementById("mirror-label").textContent = `{{draw.as_in_a_mirror who=data.people[1]}}`;
document.getElementById("mirror").addEventListener("change", event => setMirrored(event.target.checked));
d3.selectAll("[data-do]").on("click", function () { actions[this.dataset.do](); });
d3.selectAll("[data-copy]").attr("hidden", null).on("click", function () { copy(this); });
d3.selectAll(".episode").on("click", function () { choose(+this.dataset.episode); });
document.getElementById("figure").addEventListener("keydown", key);
followPointer(document.getElementById("drawings"));
setUpVideo();
new ResizeObserver(drawSoon).observe(document.getElementById("plots"));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawSoon);

// On paper: the whole session, in the colours of the light scheme; a summary, or everything unfolded.
let before = null;
window.addEventListener("beforeprint", () => {
  if (document.documentElement.dataset.paper === "whole") {
    document.querySelectorAll("details:not(#more)").forEach(part => { part.open = true; });
  }
  before = state.view;
  Object.assign(state, { printing: true, view: whole.slice() });
  draw();
});
window.addEventListener("afterprint", () => {
  Object.assign(state, { printing: false, view: before || state.view });
  delete document.documentElement.dataset.paper;
  drawSoon();
});
draw();
document.documentElement.dataset.drawn = plots.length;
