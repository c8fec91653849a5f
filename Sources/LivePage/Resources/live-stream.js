"use strict";

// ---- The stream of events

let stream = null, again = null, patience = 1;

function connect() {
  clearTimeout(again);
  if (stream) stream.close();
  stream = new EventSource(address("/events"));
  const on = (name, take) => stream.addEventListener(name, event => take(JSON.parse(event.data)));
  on("hello", greet);
  on("sample", takeSample);
  on("breath", takeBreath);
  on("episode", takeEpisode);
  on("status", takeStatus);
  on("marker", takeMarker);
  stream.onerror = lost;
}

function greet(hello) {
  patience = 1;
  if (hello.replay === "all" || hello.run !== state.run) forget();
  const isSame = state.run === hello.run;
  // Screen readers do not read out ten minutes at once.
  $("log").setAttribute("aria-live", "off");
  setTimeout(() => $("log").setAttribute("aria-live", "polite"), 2000);
  Object.assign(state, { run: hello.run, since: hello.time, seats: hello.seats, isPaused: hello.paused, hasVideo: hello.show_video });
  hello.seats.forEach((seat, index) => {
    $(`name-${index}`).textContent = capital(personText(seat));
    $(`legend-${index}`).textContent = `${seat} leads`;
  });
  if (!isSame) offerNotice(hello.notice_after);
  if (hello.status) takeStatus(hello.status, true);
  if (state.wasLost) say("Connected again; nothing was missed.", "calm", 6000);
  state.wasLost = false;
  showVideo();
  drawAll();
}

// The browser reconnects by itself while the server is away; once refused it gives up, and we ask why.
function lost() {
  if (state.hasEnded) return stream.close();
  state.wasLost = true;
  showLink();
  showVideo();
  say("The connection to Attune was lost. Reconnecting…");
  if (stream.readyState !== EventSource.CLOSED) return;
  clearTimeout(again);
  again = setTimeout(askWhy, patience * 1000);
  patience = Math.min(10, patience * 2);
}

async function askWhy() {
  const stop = new AbortController();
  try {
    const response = await fetch(address("/events"), { signal: stop.signal });
    if (response.status === 403) return say("Attune was restarted: open the address that it printed in the terminal.");
    if (response.status === 503) say("Too many pages are open. Close one; this page tries again.");
  } catch { /* Not there yet. */ } finally { stop.abort(); }
  connect();
}
