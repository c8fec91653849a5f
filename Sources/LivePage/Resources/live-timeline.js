"use strict";

// ---- The last ten minutes

const minutes = 10;

function element(name, attributes, text) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

// A row per idea: percentile with the band of chance, who leads, episodes with markers across them, minutes.
function drawTimeline(svg, past, now, seats) {
  const width = Math.max(320, svg.clientWidth), narrow = width < 640;
  const plot = { left: narrow ? 46 : 122, right: width - 16, start: now - minutes * 60, now };
  plot.x = time => plot.left + (plot.right - plot.left) * (time - plot.start) / (minutes * 60);
  const rows = { percentile: [18, 108], lead: [122, 162], episodes: [176, 248], axis: 270 };
  svg.setAttribute("viewBox", `0 0 ${width} 282`);
  svg.setAttribute("height", 282);
  svg.replaceChildren(hatches());
  const inside = past.samples.filter(sample => sample.time >= plot.start);
  gapBlocks(svg, past, plot, rows);
  percentileRow(svg, inside, plot, rows.percentile, narrow);
  leadRow(svg, inside, plot, rows.lead, seats, narrow);
  episodeRow(svg, past.episodes, plot, rows.episodes, narrow);
  markerLines(svg, past.markers, plot, rows);
  minuteAxis(svg, plot, rows.axis, narrow);
}

function hatches() {
  const definitions = element("defs", {});
  for (const [id, colour, step] of [["hatch", "--second", 4], ["hatch-gap", "--missing", 7]]) {
    const pattern = element("pattern", { id, width: step, height: step, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
    pattern.append(element("line", { x1: 0, y1: 0, x2: 0, y2: step, stroke: `var(${colour})`, "stroke-width": id === "hatch" ? 2.5 : 1 }));
    definitions.append(pattern);
  }
  return definitions;
}

// Stretches without samples: paused, camera gone, or the page itself away.
function gapBlocks(svg, past, plot, rows) {
  const times = past.samples.map(sample => sample.time).concat(plot.now);
  for (let i = 1; i < times.length; i++) {
    if (times[i] - times[i - 1] < 3 || times[i] < plot.start) continue;
    const from = plot.x(Math.max(plot.start, times[i - 1]));
    svg.append(element("rect", {
      class: "gap", x: from, width: plot.x(times[i]) - from, y: rows.percentile[0], height: rows.episodes[1] - rows.percentile[0]
    }));
  }
}

function percentileRow(svg, samples, plot, [top, bottom], narrow) {
  const y = value => bottom - (bottom - top) * value / 100;
  svg.append(
    element("rect", { class: "chance", x: plot.left, width: plot.right - plot.left, y: y(95), height: y(5) - y(95) }),
    element("line", { class: "middle", x1: plot.left, x2: plot.right, y1: y(50), y2: y(50) }));
  for (const value of [0, 50, 100]) label(svg, plot.left - 8, y(value) + 4, String(value), "end");
  if (!narrow) label(svg, 12, y(50) + 4, "percentile");
  let path = "", last = -Infinity;
  for (const { time, percentile } of samples) {
    if (percentile === null) continue;
    path += `${time - last < 3 ? "L" : "M"}${plot.x(time).toFixed(1)} ${y(percentile).toFixed(1)}`;
    last = time;
  }
  svg.append(element("path", { class: "percentile", d: path }));
}

function leadRow(svg, samples, plot, [top, bottom], seats, narrow) {
  const middle = (top + bottom) / 2;
  svg.append(element("line", { class: "axis", x1: plot.left, x2: plot.right, y1: middle, y2: middle }));
  const short = text => text.length > (narrow ? 5 : 11) ? text.slice(0, narrow ? 4 : 10) + "…" : text;
  label(svg, plot.left - 8, top + 9, short(seats[0] || ""), "end");
  label(svg, plot.left - 8, bottom + 3, short(seats[1] || ""), "end");
  // Runs of seconds with the same leader are one shape each.
  let run = [];
  const flush = () => {
    if (run.length === 0) return;
    const y = balance => middle - balance * (bottom - top) / 2;
    const end = run[run.length - 1].time + 1;
    const points = [[run[0].time, 0], ...run.map(s => [s.time, s.balance]), [end, run[run.length - 1].balance], [end, 0]];
    svg.append(element("polygon", {
      class: `lead ${run[0].balance > 0 ? "first" : "second"}`,
      points: points.map(([t, b]) => `${Math.min(plot.right, plot.x(t)).toFixed(1)},${y(b).toFixed(1)}`).join(" ")
    }));
    run = [];
  };
  for (const sample of samples) {
    const last = run[run.length - 1];
    if (!sample.balance || last && (Math.sign(last.balance) !== Math.sign(sample.balance) || sample.time - last.time > 3)) flush();
    if (sample.balance) run.push(sample);
  }
  flush();
}

function episodeRow(svg, episodes, plot, [top, bottom], narrow) {
  const lanes = [0, 0, 0], height = (bottom - top) / lanes.length;
  if (!narrow) label(svg, 12, (top + bottom) / 2 + 4, "episodes");
  const shown = [...episodes.values()].filter(episode => (episode.offset ?? plot.now) >= plot.start);
  shown.sort((a, b) => a.follower_onset - b.follower_onset);
  for (const episode of shown) {
    const from = Math.max(plot.left, plot.x(episode.leader_onset));
    const to = Math.min(plot.right, plot.x(episode.offset ?? plot.now));
    const lane = Math.max(0, lanes.findIndex(end => end <= from));
    const text = postureText(episode.posture, null), y = top + lane * height;
    const wide = Math.max(4, to - from), room = text.length * 7.2;
    const inside = room < wide;
    // Beside the bar where there is room, to its left at the right edge.
    const after = to + 6 + room < plot.right;
    lanes[lane] = to + (after && !inside ? room + 12 : 4);
    const group = element("g", { class: `episode ${episode.state}` });
    group.append(element("title", {}, episodeText(episode)));
    group.append(element("rect", { x: from, y: y + 14, width: wide, height: 8, rx: 3 }));
    label(group, inside || after ? from : to, y + 10, text, inside || after ? "start" : "end");
    svg.append(group);
  }
}

function markerLines(svg, markers, plot, rows) {
  for (const marker of markers) {
    if (marker.time < plot.start) continue;
    const x = plot.x(marker.time);
    const group = element("g", {});
    group.append(element("title", {}, `${clockText(marker.time)} ${marker.text || "marked"}`));
    group.append(element("line", { class: "marker", x1: x, x2: x, y1: 12, y2: rows.episodes[1] }));
    group.append(element("path", { class: "flag", d: `M${x} 4 l10 5 l-10 5 z` }));
    svg.append(group);
  }
}

function minuteAxis(svg, plot, y, narrow) {
  svg.append(element("line", { class: "axis", x1: plot.left, x2: plot.right, y1: y - 18, y2: y - 18 }));
  const step = narrow ? 120 : 60;
  for (let time = Math.ceil(Math.max(0, plot.start) / step) * step; time <= plot.now; time += step) {
    const x = plot.x(time);
    svg.append(element("line", { class: "axis", x1: x, x2: x, y1: y - 22, y2: y - 18 }));
    label(svg, x, y, clockText(time), x > plot.right - 24 ? "end" : "middle");
  }
}

function label(parent, x, y, text, anchor = "start") {
  parent.append(element("text", { x, y, "text-anchor": anchor }, text));
}
