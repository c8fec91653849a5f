"use strict";

// ---- How both breathe, some seconds ago: only of those who agreed to it

// Why it is not measured.
const doubtWords = {
  unseen: "the chest is not seen",
  short: "not yet, the chest must be in sight for a while without a break",
  moving: "the body moves",
  uneven: "the halves of the chest move apart, as in talking or gestures",
  unclear: "no rate stands out: too weak, too uneven, or talking",
  drifting: "the body sways more than it breathes",
  confused: "the two may be confused"
};

function takeBreath(breath) {
  state.breath = breath;
  schedule(true);
}

function breathText(person) {
  if (!person) return "not measured";
  if (person.rate !== null) return `${Math.round(person.rate)} breaths a minute`;
  return `not measured: ${doubtWords[person.doubt] || "nothing is known"}`;
}

// Of what is no longer current nothing is shown.
function drawBreath() {
  const breath = state.breath;
  $("breathing").hidden = !breath;
  if (!breath) return;
  const isShown = isCurrent() && state.now - breath.time - breath.behind < 5;
  const people = state.seats.flatMap((name, seat) => breath.seats[name]
    ? [{ name, seat, now: isShown ? breath.seats[name] : null, order: ["first", "second"][seat] }] : []);
  const delay = `${Math.round(breath.behind)} s behind`;
  $("breath-delay").textContent = delay;
  const words = people.map(person => `${capital(person.name)}: ${breathText(person.now)}.`);
  if ($("breath-words").dataset.key !== words.join()) {
    $("breath-words").dataset.key = words.join();
    $("breath-words").replaceChildren(...people.map((person, index) => {
      const row = document.createElement("p");
      row.className = person.order;
      row.textContent = words[index];
      return row;
    }));
  }
  $("breath").setAttribute("aria-label", `Breath of the last minute, ${delay}. ${words.join(" ")}`);
  drawCurves($("breath"), breath, people);
}

// A row a person, each in a scale of its own, since cloth and distance differ. Hatched: not measured, or not yet known.
function drawCurves(svg, breath, people) {
  const width = Math.max(320, svg.clientWidth), high = 64, narrow = width < 640, letters = narrow ? 5 : 14;
  const longest = breath.behind + breath.step * Math.max(...Object.values(breath.seats).map(person => person.curve.length - 1));
  const lane = { left: narrow ? 46 : 122, right: width - 16, bottom: 8 + people.length * high };
  lane.x = ago => lane.right - (lane.right - lane.left) * ago / longest;
  svg.setAttribute("viewBox", `0 0 ${width} ${lane.bottom + 26}`);
  svg.setAttribute("height", lane.bottom + 26);
  svg.replaceChildren();
  people.forEach((person, row) => {
    const top = 8 + row * high, name = person.name;
    label(svg, lane.left - 8, top + high / 2 + 4, name.length > letters ? name.slice(0, letters - 1) + "…" : name, "end");
    const curve = person.now ? person.now.curve : [];
    const ago = index => breath.behind + (curve.length - 1 - index) * breath.step;
    const gaps = person.now ? nothings(curve).map(([from, to]) => [ago(from), ago(to)]).concat([[breath.behind, 0]]) : [[longest, 0]];
    for (const [from, to] of gaps) {
      svg.append(element("rect", { class: "gap", x: lane.x(from), width: lane.x(to) - lane.x(from), y: top + 2, height: high - 4 }));
    }
    drawCurve(svg, curve, index => lane.x(ago(index)), top + high / 2, high / 2 - 6, person.order);
  });
  for (let ago = 0; ago <= longest; ago += narrow ? 20 : 10) {
    label(svg, lane.x(ago), lane.bottom + 18, ago ? `−${ago} s` : "now", ago ? "middle" : "end");
  }
}

function drawCurve(svg, curve, x, middle, high, order) {
  // At least a thousandth of a shoulder width: less is no breath.
  const most = curve.reduce((most, value) => Math.max(most, Math.abs(value ?? 0)), .001);
  let path = "";
  curve.forEach((value, index) => {
    if (value === null) return;
    const starts = index === 0 || curve[index - 1] === null;
    path += `${starts ? "M" : "L"}${x(index).toFixed(1)} ${(middle - high * value / most).toFixed(1)}`;
  });
  if (path) svg.append(element("path", { class: `breath ${order}`, d: path }));
}

// Stretches of a curve that hold nothing, as pairs of the indices around them.
function nothings(curve) {
  const found = [];
  curve.forEach((value, index) => {
    if (value !== null) return;
    if (index > 0 && curve[index - 1] === null) found[found.length - 1][1] = Math.min(curve.length - 1, index + 1);
    else found.push([Math.max(0, index - 1), Math.min(curve.length - 1, index + 1)]);
  });
  return found;
}
