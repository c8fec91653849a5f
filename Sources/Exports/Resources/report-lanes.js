// Postures: two lanes each, the first seat's above, episodes between them.

const lane = { bar: 15, header: 22, after: 14 };

function lanes() {
  let height = 2;
  for (const posture of data.postures) {
    posture.episodes = data.episodes.map((e, n) => Object.assign({ n }, e)).filter(e => e.posture === posture.name);
    posture.between = posture.episodes.length ? 24 : 5;
    posture.top = height;
    height += lane.header + 2 * lane.bar + posture.between + lane.after;
  }
  const plot = svg("#lanes", Math.max(height, 30), "{{draw.lanes}}");
  plot.draw = function () {
    const hadFocus = plot.node.node().contains(document.activeElement);
    prepare(plot);
    timeGrid(plot, 0, plot.height - 8);
    if (!data.postures.length) plot.body.append("text").attr("x", size.left).attr("y", 18).text("{{rates.none}}");
    data.postures.forEach(posture => drawPosture(plot, posture));
    spans(plot.inside, data.identity, "doubt", 0, plot.height - 8);
    drawNotes(plot, plot.height - 8);
    reachBadges(plot, hadFocus);
  };
  return plot;
}

// What was noted while the session ran: a flag whose words show when it is pointed at.
function drawNotes(plot, bottom) {
  for (const [t, text] of (data.notes || []).filter(d => state.view[0] <= d[0] && d[0] <= state.view[1])) {
    const words = `{{draw.note time=clock(t)}}` + (text ? `: ${text}` : "");
    plot.inside.append("path").attr("class", "note").attr("role", "img").attr("aria-label", words)
      .attr("d", `M${time(t).toFixed(1)},${bottom}V0h7l-2,3l2,3h-7`).append("title").text(words);
  }
}

function drawPosture(plot, posture) {
  const first = posture.top + lane.header, tops = [first, first + lane.bar + posture.between];
  const name = plot.body.append("text").attr("class", "name").attr("x", 0).attr("y", posture.top + 14).text(posture.title);
  posture.lanes.forEach((own, seat) => {
    plot.body.append("text").attr("x", 0).attr("y", tops[seat] + 12).text(shorten(data.seats[seat], size.left - 10))
      .append("title").text(data.seats[seat]);
    plot.body.append("rect").attr("class", "lane").attr("x", size.left).attr("y", tops[seat])
      .attr("width", inner()).attr("height", lane.bar);
    spans(plot.inside, data.gaps[seat], "gap", tops[seat], lane.bar);
    spans(plot.inside, data.away[seat], "away", tops[seat], lane.bar);
    const unknown = own.unknown.filter(d => d[1] > state.view[0] && d[0] < state.view[1]);
    plot.inside.append("path").attr("class", "unknown")
      .attr("d", unknown.map(d => `M${time(d[0])},${tops[seat] + lane.bar / 2}H${time(d[1])}`).join(""));
  });
  const inView = posture.episodes.filter(e => e.offset > state.view[0] && e.leader_onset < state.view[1]);
  const shared = inView.filter(e => e.offset > e.follower_onset).map(e => [e.follower_onset, e.offset]);
  spans(plot.inside, shared, "shared", tops[0] + lane.bar, posture.between);
  posture.lanes.forEach((own, seat) => drawHeld(plot, own.held, seat, tops[seat]));
  drawLinks(plot, inView, tops);
  if (!posture.nameWidth) posture.nameWidth = name.node().getComputedTextLength();
  let free = posture.nameWidth + 16;
  inView.forEach(e => { free = drawBadge(plot, e, tops[0] - 12, free); });
}

function drawHeld(plot, held, seat, y) {
  const path = bars(held, y + .75, lane.bar - 1.5, 1.5);
  if (!path) return;
  plot.inside.append("path").attr("class", "held-under").attr("d", path);
  plot.inside.append("path").attr("class", "held " + kinds[seat]).attr("d", path);
  const start = d => Math.max(d[0], state.view[0]), end = d => Math.min(d[1], state.view[1]);
  const label = plot.inside.selectAll(null).data(held.filter(d => d[2] && end(d) > start(d) && time(end(d)) - time(start(d)) > 46))
    .join("g").attr("transform", d => `translate(${time(start(d)) + 5},${y})`);
  if (seat === 1) label.append("rect").attr("class", "held-under").attr("x", -2).attr("y", 1.5).attr("height", lane.bar - 3).attr("width", d => d[2].length * 6.2 + 5);
  label.append("text").attr("class", "side " + kinds[seat]).attr("x", .5).attr("y", lane.bar - 3.8).text(d => d[2]);
}

// From the leader's onset to the follower's, with an arrow head.
function drawLinks(plot, episodes, tops) {
  let curves = "", heads = "";
  for (const e of episodes) {
    const down = e.leader === 0;
    const [y1, y2] = down ? [tops[0] + lane.bar, tops[1]] : [tops[1], tops[0] + lane.bar];
    const [x1, x2] = [time(e.leader_onset), time(e.follower_onset)];
    const sign = down ? 1 : -1, bend = (y2 - y1) * .8;
    curves += `M${x1},${y1}C${x1},${y1 + bend} ${x2},${y2 - bend} ${x2},${y2 - sign * 5}`;
    heads += `M${x2 - 4.5},${y2 - sign * 7}h9L${x2},${y2}Z`;
    if (time(e.offset) - x2 > 40) {
      plot.inside.append("text").attr("class", "lag").attr("x", x2 + 9).attr("y", (y1 + y2) / 2 + 4).text(decimal(e.lag.toFixed(1)) + " s");
    }
  }
  plot.inside.append("path").attr("class", "link").attr("d", curves);
  plot.inside.append("path").attr("class", "head").attr("d", heads);
}

// Numbers stand where the leader began, as far as there is room; returns where the next may stand. The
// chosen one always finds room.
function drawBadge(plot, e, y, free) {
  const x = time(e.leader_onset), chosen = state.chosen === e.n;
  const isRoom = x >= free || (x >= size.left && free < size.left + 90 && x > free - 40);
  if (!isRoom && !chosen) return free;
  const badge = plot.inside.append("g").attr("class", "number").classed("chosen", chosen)
    .attr("role", "button").attr("tabindex", -1).attr("data-number", e.n)
    .attr("aria-label", `{{draw.episode number=e.n+1 sentence=e.sentence}}`)
    .attr("transform", `translate(${Math.max(x, free)},${y})`).on("click", () => choose(e.n));
  const text = String(e.n + 1), width = 12 + 6 * text.length;
  badge.append("rect").attr("x", -width / 2).attr("y", -9).attr("width", width).attr("height", 18).attr("rx", 9);
  badge.append("text").attr("y", 4).text(text);
  badge.append("title").text(e.sentence);
  return Math.max(x, free) + width + 4;
}

// Of all numbers one can be reached with the tabulator; the arrows go on from there.
function reachBadges(plot, hadFocus) {
  const badges = plot.inside.selectAll(".number");
  const chosen = badges.filter(".chosen");
  const reachable = chosen.empty() ? badges.filter((_, i) => i === 0) : chosen;
  reachable.attr("tabindex", 0);
  if (hadFocus && !reachable.empty()) reachable.node().focus({ preventScroll: true });
}
