"use strict";

// ---- What is shown of the people

let frame = null, timelineDue = true;

function schedule(now = false) {
  timelineDue = timelineDue || now;
  if (frame === null) frame = requestAnimationFrame(() => { frame = null; draw(); });
}

let drawnSecond = null;

function draw() {
  const sample = current();
  const seats = sample ? state.seats.map(name => sample.seats[name]) : [];
  const figures = seats.map(seat => seat ? seat.figure : null);
  drawFigures($("figures"), figures, sample && sample.aspect || 4 / 3, state.seats.map(capital));
  const second = state.now === null ? null : Math.floor(state.now);
  if (second === drawnSecond && !timelineDue) return;
  drawnSecond = second;
  timelineDue = false;
  drawWords(seats);
  drawBreath();
  if (state.past) drawTimeline($("timeline"), state.past, state.now ?? 0, state.seats);
}

function drawAll() {
  timelineDue = true;
  schedule();
}

function drawWords(seats) {
  $("clock").textContent = clockText(state.now);
  showLink();
  const shared = sharedPostures(seats);
  for (const index of [0, 1]) drawHeld($(`held-${index}`), seats[index], shared);
  drawPercentile();
  showNotice(shared);
}

// Postures both hold now, on whichever side: posture → since when.
function sharedPostures(seats) {
  const shared = new Map();
  if (seats.length < 2 || !seats[0] || !seats[1]) return shared;
  for (const mine of seats[0].postures) {
    const theirs = seats[1].postures.find(other => other.posture === mine.posture);
    if (theirs && mine.posture !== "absent") shared.set(mine.posture, Math.max(mine.onset, theirs.onset));
  }
  return shared;
}

function drawHeld(list, seat, shared) {
  const rows = seat && seat.presence >= .3 || seat && seat.postures.length ? seat.postures : null;
  const wanted = rows && rows.length ? rows.map(held => ({
    key: `${held.posture} ${held.side}`, text: postureText(held.posture, held.side), both: shared.has(held.posture),
    since: durationText(state.now - held.onset)
  })) : [{ key: "", text: !seat ? (state.sample ? "not measured" : "") : rows ? "no particular posture" : "not seen", none: true }];
  const key = JSON.stringify(wanted.map(row => [row.key, row.text, row.both]));
  if (list.dataset.key !== key) {
    list.dataset.key = key;
    list.replaceChildren(...wanted.map(row => {
      const item = document.createElement("li");
      item.className = row.none ? "none" : row.both ? "both" : "";
      item.append(row.text);
      if (!row.none) item.append(document.createElement("small"));
      return item;
    }));
  }
  wanted.forEach((row, index) => {
    const small = list.children[index].querySelector("small");
    if (small) small.textContent = `for ${row.since}${row.both ? ", both" : ""}`;
  });
}

function drawPercentile() {
  const sample = current(), value = sample ? sample.mimicry_percentile : null;
  $("percentile").textContent = value === null ? "–" : Math.round(value);
  $("percentile-text").textContent = value === null
    ? state.sample && !sample ? "mimicry percentile: not measured." : "mimicry percentile: known after a few minutes."
    : "mimicry percentile: " + (value >= 99 ? "rather more in step than usual; one look says little." : value <= 1 ? "rather less in step than usual; one look says little." : "as may be by chance.");
  const balance = sample ? sample.leader_balance : null;
  $("lead").textContent = !balance ? "No clear leader."
    : `${capital(personText(state.seats[balance > 0 ? 0 : 1]))} seems to lead` + (Math.abs(balance) < .5 ? " a little." : ".");
}

function showVideo() {
  $("privacy").textContent = state.hasVideo
    ? "The camera's picture is shown on this page and stored nowhere."
    : "No picture is stored or shown: the figures are drawn from points on the body.";
  const video = $("video"), isShown = state.hasVideo && !state.hasEnded && !isPictureOld();
  if (isShown && video.hidden) video.src = `${address("/video")}&at=${Date.now()}`;
  if (!isShown) video.removeAttribute("src");
  video.hidden = !isShown;
}
