(function () {
  "use strict";

  const $ = id => document.getElementById(id);
  const memory = 600;

  // What has been told: `run` names the run of Attune that told it.
  const state = {
    run: null, seats: ["", ""], now: null, sample: null, past: null, isPaused: false, hasEnded: false,
    status: null, noticeAfter: 20, dismissed: null, idea: 0, hasVideo: false, arrived: 0, wasLost: false,
    since: 0
  };

  function forget() {
    Object.assign(state, { now: null, sample: null, dismissed: null, arrived: 0 });
    state.past = { samples: [], episodes: new Map(), markers: [] };
    $("log").replaceChildren();
    $("log-empty").hidden = false;
  }

  // ---- The stream

  let stream = null, again = null, patience = 1;

  function connect() {
    clearTimeout(again);
    if (stream) stream.close();
    stream = new EventSource("/events");
    const on = (name, take) => stream.addEventListener(name, event => take(JSON.parse(event.data)));
    on("hello", greet);
    on("sample", takeSample);
    on("episode", takeEpisode);
    on("status", takeStatus);
    on("marker", takeMarker);
    stream.onerror = lost;
  }

  function greet(hello) {
    patience = 1;
    if (hello.replay === "all" || hello.run !== state.run) forget();
    const isSame = state.run === hello.run;
    // Ten minutes at once are not read out.
    $("log").setAttribute("aria-live", "off");
    setTimeout(() => $("log").setAttribute("aria-live", "polite"), 2000);
    Object.assign(state, { run: hello.run, since: hello.time, seats: hello.seats, isPaused: hello.paused, hasVideo: hello.show_video });
    hello.seats.forEach((seat, index) => {
      $(`name-${index}`).textContent = capital(personText(seat));
      $(`legend-${index}`).textContent = `${seat} leads`;
    });
    if (!isSame) offerNotice(hello.notice_after);
    if (hello.status) takeStatus(hello.status, true);
    showVideo();
    if (state.wasLost) say("Connected again; what was missed has been fetched.", "calm", 6000);
    state.wasLost = false;
    drawAll();
  }

  // The browser tries again by itself while the server is away; once it is refused it gives up, and we ask why.
  function lost() {
    if (state.hasEnded) return stream.close();
    state.wasLost = true;
    showLink();
    say("The connection to Attune is lost. Trying again…");
    if (stream.readyState !== EventSource.CLOSED) return;
    clearTimeout(again);
    again = setTimeout(askWhy, patience * 1000);
    patience = Math.min(10, patience * 2);
  }

  async function askWhy() {
    const stop = new AbortController();
    try {
      const response = await fetch("/events", { signal: stop.signal });
      if (response.status === 403) return say("Attune has been started anew: open the address that it printed in the terminal.");
      if (response.status === 503) say("Too many pages are open. Close one; this page tries again.");
    } catch { /* Not there yet. */ } finally { stop.abort(); }
    connect();
  }

  // ---- What is told

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

  // - `known`: the latest status, however old; otherwise what was told long ago is history, and no news.
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
    $("video").hidden = true;
    if (stream) stream.close();
  }

  // The newest on top, and not more than fit on a screen.
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

  // ---- The banner and the light at the top

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
    $("pause").querySelector("span").textContent = state.isPaused ? "Go on" : "Pause";
    showLink();
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

  // Whether what was told last is of now: nothing old is shown as if it were.
  function isCurrent() { return !state.isPaused && performance.now() - state.arrived < 3000; }

  function current() { return isCurrent() ? state.sample : null; }

  // In a word whether what is seen is of now.
  function showLink() {
    const kind = state.status ? state.status.kind : "";
    const waits = !isCurrent();
    const word = state.hasEnded ? "ended" : state.wasLost ? "connection lost" : !state.run ? "connecting"
      : state.isPaused ? "paused" : !kind || kind === "warming_up" ? "warming up" : waits ? "nothing measured" : "live";
    if ($("link").textContent !== word) $("link").textContent = word;
    $("link").className = word === "live" ? "live" : "wait";
  }

  // ---- What is seen

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

  // What both hold now, on whichever side: posture → since when.
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
      ? state.sample && !sample ? "mimicry percentile: not measured." : "mimicry percentile: it takes a few minutes to know."
      : "mimicry percentile: " + (value > 95 ? "more in step than chance." : value < 5 ? "less in step than chance." : "as chance would have it.");
    const balance = sample ? sample.leader_balance : null;
    $("lead").textContent = !balance ? "Nothing says who leads."
      : `${capital(personText(state.seats[balance > 0 ? 0 : 1]))} leads` + (Math.abs(balance) < .5 ? " a little." : ".");
  }

  // ---- The gentle notice

  function offerNotice(seconds) {
    const choices = [...new Set([10, 20, 30, 60, 120, 300, seconds])].sort((a, b) => a - b);
    $("after").replaceChildren(...choices.map(choice => new Option(durationText(choice), choice)), new Option("never", "never"));
    $("after").value = seconds;
    state.noticeAfter = seconds;
  }

  function showNotice(shared) {
    const due = [...shared].filter(([name, since]) => state.now - since >= state.noticeAfter && state.dismissed !== `${name} ${since}`);
    const notice = $("notice");
    if (due.length === 0) {
      notice.hidden = true;
      notice.dataset.key = "";
      return;
    }
    const [name, since] = due.reduce((a, b) => a[1] <= b[1] ? a : b);
    const key = `${name} ${since}`;
    if (notice.dataset.key === key) return;
    notice.dataset.key = key;
    notice.hidden = false;
    $("notice-text").textContent = `Both of you: ${postureText(name, null)}, for more than ${durationText(state.noticeAfter)}.`;
    $("notice-idea").textContent = `If it is not your own, step out of it. ${ideas[state.idea]}`;
  }

  // ---- The video, where it is allowed

  function showVideo() {
    $("privacy").textContent = state.hasVideo
      ? "The camera's picture is shown on this page and stored nowhere."
      : "No picture is stored or shown: the figures are drawn from points on the body.";
    const video = $("video");
    video.hidden = !state.hasVideo || state.hasEnded;
    if (!video.hidden) video.src = `/video?at=${Date.now()}`;
  }

  // ---- What can be asked for

  async function ask(path, value) {
    try {
      const response = await fetch(path, {
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

  function note() {
    $("note-text").value = "";
    openDialog("note-dialog", answer => {
      if (answer === "save") ask("/markers", { text: $("note-text").value });
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

  // ---- Begin

  $("mark").addEventListener("click", mark);
  $("note").addEventListener("click", note);
  $("pause").addEventListener("click", pause);
  $("stop").addEventListener("click", stop);
  $("theme").addEventListener("click", turnTheme);
  $("another").addEventListener("click", () => {
    state.idea = (state.idea + 1) % ideas.length;
    $("notice-idea").textContent = `If it is not your own, step out of it. ${ideas[state.idea]}`;
  });
  $("dismiss").addEventListener("click", () => {
    state.dismissed = $("notice").dataset.key;
    state.idea = (state.idea + 1) % ideas.length;
    drawAll();
  });
  $("after").addEventListener("change", () => {
    state.noticeAfter = $("after").value === "never" ? Infinity : Number($("after").value);
    drawAll();
  });
  document.addEventListener("keydown", press);
  new ResizeObserver(drawAll).observe($("stage"));
  let wasCurrent = false;
  setInterval(() => {
    showLink();
    if (isCurrent() !== wasCurrent) drawAll();
    wasCurrent = isCurrent();
  }, 1000);

  // The address bar is seen by others, and the cookie does from here on.
  if (location.search) history.replaceState(null, "", location.pathname);
  forget();
  showStatus();
  connect();
})();
