(function () {
  "use strict";

  const data = JSON.parse(document.getElementById("session").textContent);
  const kinds = ["first", "second"];
  const main = ["head_tilt", "trunk_lean", "shoulder_tilt", "left_hand_to_face", "right_hand_to_face", "head_nod"];
  const whole = [data.start, data.end];
  const shortest = Math.min(2, (whole[1] - whole[0]) / 4);

  // What is shown: the stretch of time, the cursor, the chosen episode, second seat turned round or not.
  const state = { view: whole.slice(), cursor: null, chosen: null, mirrored: false };
  const size = { width: 900, left: 92, right: 14, narrow: false };
  const time = d3.scaleLinear();
  const plots = [];

  // ---- Channels

  function unpack(text, quantum) {
    const bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0));
    const view = new DataView(bytes.buffer);
    return Float32Array.from({ length: bytes.length / 2 }, (_, i) => {
      const integer = view.getInt16(2 * i, true);
      return integer === -32768 ? NaN : integer * quantum;
    });
  }

  const channels = new Map(data.channels.map(channel => [channel.name, Object.assign(channel, {
    series: channel.data.map(text => unpack(text, channel.quantum)), data: null
  })]));

  // The second seat's series as it is drawn beside the first seat's.
  function drawn(channel, seat) {
    if (seat === 0 || !state.mirrored || !channel.mirror) return channel.series[seat];
    const other = channels.get(channel.mirror.channel);
    return other ? other.series[seat].map(value => value * channel.mirror.sign) : channel.series[seat];
  }

  function indexAt(t) { return Math.round((t - data.grid.start) / data.grid.step); }
  function timeAt(i) { return data.grid.start + i * data.grid.step; }

  // Points of a line: all that are in view, or the lowest and highest of every pixel column.
  function points(series) {
    const from = Math.max(0, indexAt(state.view[0]) - 1);
    const to = Math.min(series.length - 1, indexAt(state.view[1]) + 1);
    const column = Math.max(1, Math.floor((to - from) / (size.width - size.left - size.right)));
    const result = [];
    for (let i = from; i <= to; i += column) {
      let low = -1, high = -1;
      for (let k = i; k < Math.min(i + column, to + 1); k++) {
        if (isNaN(series[k])) continue;
        if (low < 0 || series[k] < series[low]) low = k;
        if (high < 0 || series[k] > series[high]) high = k;
      }
      if (low < 0) result.push([timeAt(i), NaN]);
      else for (const k of low === high ? [low] : [Math.min(low, high), Math.max(low, high)]) result.push([timeAt(k), series[k]]);
    }
    return result;
  }

  // ---- Words

  function clock(t) {
    if (whole[1] < 60) return d3.format(".1f")(t) + " s";
    const tenths = Math.round(t * 10);
    const [h, m, s] = [Math.floor(tenths / 36000), Math.floor(tenths / 600) % 60, (tenths % 600) / 10];
    const pad = d3.format("02"), tail = d3.format("04.1f")(s);
    return h > 0 ? `${h}:${pad(m)}:${tail}` : `${m}:${tail}`;
  }

  function tick(t) { return clock(t).replace(/\.0( s)?$/, "$1"); }

  // Steps that read well on a clock, which decimal steps do not beyond a minute.
  function ticks() {
    const wanted = (state.view[1] - state.view[0]) / Math.max(3, (size.width - size.left) / (size.narrow ? 64 : 110));
    const steps = [.1, .2, .5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];
    const step = steps.find(step => step >= wanted) || 7200;
    return d3.range(Math.ceil(state.view[0] / step - 1e-9) * step, state.view[1] + 1e-6, step);
  }

  function shorten(text, width) {
    const letters = Math.floor(width / 6);
    return text.length <= letters ? text : text.slice(0, Math.max(1, letters - 1)) + "…";
  }

  // ---- Parts of a drawing

  function svg(parent, height, label) {
    const node = d3.select(parent).append("svg").attr("height", height).attr("role", "img").attr("aria-label", label);
    const clip = "clip-" + plots.length + "-" + Math.round(height);
    const area = node.append("clipPath").attr("id", clip).append("rect").attr("y", -12).attr("height", height + 24);
    const body = node.append("g");
    const inside = node.append("g").attr("clip-path", `url(#${clip})`);
    const above = node.append("g");
    const cursor = node.append("line").attr("class", "cursor").attr("visibility", "hidden");
    return { node, area, body, inside, above, cursor, height };
  }

  function prepare(plot) {
    plot.node.attr("viewBox", null).attr("width", size.width);
    plot.area.attr("x", size.left - 1).attr("width", size.width - size.left - size.right + 2);
    for (const group of [plot.body, plot.inside, plot.above]) group.selectAll("*").remove();
  }

  function timeGrid(plot, top, bottom) {
    plot.body.append("g").attr("class", "grid").selectAll("line").data(ticks()).join("line")
      .attr("x1", time).attr("x2", time).attr("y1", top).attr("y2", bottom);
  }

  function spans(group, list, kind, y, height) {
    group.selectAll(null).data(list).join("rect").attr("class", kind)
      .attr("x", d => time(d[0])).attr("width", d => Math.max(1, time(d[1]) - time(d[0])))
      .attr("y", y).attr("height", height);
  }

  // ---- The strip that shows the whole session and the stretch in view

  function overview() {
    const plot = svg("#overview", 46, "The whole session");
    const scale = d3.scaleLinear().domain(whole);
    const brush = d3.brushX();
    const brushGroup = plot.node.append("g").attr("class", "brush");
    let silent = false;
    brush.on("end", () => {
      if (silent || !d3.event.sourceEvent) return;
      const selection = d3.event.selection;
      show(selection ? selection.map(scale.invert) : whole);
    });
    plot.draw = function () {
      prepare(plot);
      scale.range([size.left, size.width - size.right]);
      plot.body.append("text").attr("x", 0).attr("y", 22).text(size.narrow ? "session" : "whole session");
      plot.body.append("rect").attr("class", "lane").attr("x", size.left).attr("y", 4)
        .attr("width", size.width - size.left - size.right).attr("height", 28).attr("rx", 3);
      const bars = data.postures.flatMap(p => p.lanes.flatMap((lane, seat) => lane.held.map(h => ({ seat, h }))));
      plot.inside.selectAll(null).data(bars).join("rect").attr("class", d => "mark " + kinds[d.seat])
        .attr("opacity", .55).attr("x", d => scale(d.h[0])).attr("width", d => Math.max(1, scale(d.h[1]) - scale(d.h[0])))
        .attr("y", d => 7 + 8 * d.seat).attr("height", 6);
      plot.inside.selectAll(null).data(data.episodes).join("rect").attr("class", "mark both")
        .attr("x", d => scale(d.follower_onset)).attr("y", 23).attr("height", 6)
        .attr("width", d => Math.max(2.5, scale(d.offset) - scale(d.follower_onset)));
      plot.body.append("text").attr("x", size.left).attr("y", 44).text(tick(whole[0]));
      plot.body.append("text").attr("x", size.width - size.right).attr("y", 44).attr("text-anchor", "end").text(tick(whole[1]));
      brush.extent([[size.left, 2], [size.width - size.right, 34]]);
      silent = true;
      brushGroup.call(brush);
      const all = state.view[0] <= whole[0] && state.view[1] >= whole[1];
      brushGroup.call(brush.move, all ? null : state.view.map(scale));
      silent = false;
    };
    return plot;
  }

  function axis() {
    const plot = svg("#axis", 18, "Time");
    plot.draw = function () {
      prepare(plot);
      plot.body.append("g").selectAll("text").data(ticks()).join("text")
        .attr("x", time).attr("y", 13).attr("text-anchor", "middle").text(tick);
    };
    return plot;
  }

  // ---- Postures: two lanes each, the first seat's above, episodes between them

  const lane = { bar: 15, header: 22, after: 14 };

  function lanes() {
    let height = 2;
    for (const posture of data.postures) {
      posture.episodes = data.episodes.map((e, n) => Object.assign({ n }, e)).filter(e => e.posture === posture.name);
      posture.between = posture.episodes.length ? 24 : 5;
      posture.top = height;
      height += lane.header + 2 * lane.bar + posture.between + lane.after;
    }
    const plot = svg("#lanes", Math.max(height, 30), "Postures that each person held, and the episodes between them");
    plot.draw = function () {
      prepare(plot);
      timeGrid(plot, 0, plot.height - 8);
      spans(plot.inside, data.identity, "doubt", 0, plot.height - 8);
      if (!data.postures.length) plot.body.append("text").attr("x", size.left).attr("y", 18).text("No posture was held.");
      data.postures.forEach(posture => drawPosture(plot, posture));
    };
    return plot;
  }

  function drawPosture(plot, posture) {
    const first = posture.top + lane.header, tops = [first, first + lane.bar + posture.between];
    const name = plot.body.append("text").attr("class", "name").attr("x", 0).attr("y", posture.top + 14).text(posture.title);
    posture.lanes.forEach((own, seat) => {
      plot.body.append("text").attr("x", 0).attr("y", tops[seat] + 12).text(shorten(data.seats[seat], size.left - 10))
        .append("title").text(data.seats[seat]);
      plot.body.append("rect").attr("class", "lane").attr("x", size.left).attr("y", tops[seat])
        .attr("width", size.width - size.left - size.right).attr("height", lane.bar);
      spans(plot.inside, data.gaps[seat], "gap", tops[seat], lane.bar);
      plot.inside.selectAll(null).data(own.unknown).join("line").attr("class", "unknown")
        .attr("x1", d => time(d[0])).attr("x2", d => time(d[1]))
        .attr("y1", tops[seat] + lane.bar / 2).attr("y2", tops[seat] + lane.bar / 2);
    });
    posture.episodes.forEach(e => drawShared(plot, e, tops));
    posture.lanes.forEach((own, seat) => drawHeld(plot, own.held, seat, tops[seat]));
    let free = name.node().getComputedTextLength() + 16;
    posture.episodes.forEach(e => {
      drawLink(plot, e, tops);
      free = drawBadge(plot, e, tops[0] - 12, free);
    });
  }

  function drawHeld(plot, held, seat, y) {
    const bars = plot.inside.selectAll(null).data(held).join("g");
    const place = bar => bar.attr("x", d => time(d[0])).attr("width", d => Math.max(1.5, time(d[1]) - time(d[0])))
      .attr("y", y + .75).attr("height", lane.bar - 1.5).attr("rx", 2);
    place(bars.append("rect").attr("class", "held-under"));
    place(bars.append("rect").attr("class", "held " + kinds[seat]));
    bars.append("title").text(d => `${data.seats[seat]}: ${clock(d[0])} – ${clock(d[1])}${d[2] ? ", own " + d[2] : ""}`);
    const label = bars.filter(d => d[2] && time(Math.min(d[1], state.view[1])) - time(Math.max(d[0], state.view[0])) > 46)
      .append("g").attr("transform", d => `translate(${time(Math.max(d[0], state.view[0])) + 5},${y})`);
    if (seat === 1) label.append("rect").attr("class", "held-under").attr("x", -2).attr("y", 1.5).attr("height", lane.bar - 3).attr("width", d => d[2].length * 6.2 + 5);
    label.append("text").attr("class", "side " + kinds[seat]).attr("x", .5).attr("y", lane.bar - 3.8).text(d => d[2]);
  }

  function drawShared(plot, e, tops) {
    if (e.offset <= e.follower_onset) return;
    spans(plot.inside, [[e.follower_onset, e.offset]], "shared", tops[0] + lane.bar, tops[1] - tops[0] - lane.bar);
  }

  // From the leader's onset to the follower's.
  function drawLink(plot, e, tops) {
    const down = e.leader === 0;
    const [y1, y2] = down ? [tops[0] + lane.bar, tops[1]] : [tops[1], tops[0] + lane.bar];
    const [x1, x2] = [time(e.leader_onset), time(e.follower_onset)];
    const sign = down ? 1 : -1, bend = (y2 - y1) * .8;
    plot.inside.append("path").attr("class", "link")
      .attr("d", `M${x1},${y1}C${x1},${y1 + bend} ${x2},${y2 - bend} ${x2},${y2 - sign * 5}`);
    plot.inside.append("path").attr("class", "head").attr("d", `M${x2 - 4.5},${y2 - sign * 7}h9L${x2},${y2}Z`);
    if (time(e.offset) - x2 > 40) {
      plot.inside.append("text").attr("class", "lag").attr("x", x2 + 9).attr("y", (y1 + y2) / 2 + 4).text(e.lag.toFixed(1) + " s");
    }
  }

  // Numbers stand where the leader began, as far as there is room; returns where the next may stand.
  function drawBadge(plot, e, y, free) {
    const x = time(e.leader_onset);
    const isRoom = x >= free || (x >= size.left && free < size.left + 90 && x > free - 40);
    if (!isRoom) return free;
    const badge = plot.inside.append("g").attr("class", "number").classed("chosen", state.chosen === e.n)
      .attr("transform", `translate(${Math.max(x, free)},${y})`).on("click", () => choose(e.n));
    const text = String(e.n + 1), width = 12 + 6 * text.length;
    badge.append("rect").attr("x", -width / 2).attr("y", -9).attr("width", width).attr("height", 18).attr("rx", 9);
    badge.append("text").attr("y", 4).text(text);
    badge.append("title").text(e.sentence);
    return Math.max(x, free) + width + 4;
  }

  // ---- Channels: a panel each, both people in it

  function extent(channel) {
    const all = [];
    for (const series of channel.series) for (const value of series) if (!isNaN(value)) all.push(value);
    all.sort((a, b) => a - b);
    const least = channel.unit === "°" ? 8 : channel.unit === "sw" ? .4 : .05;
    let low = d3.quantile(all, .002) || 0, high = d3.quantile(all, .998) || 0;
    if (channel.unit === "°") { high = Math.max(Math.abs(low), Math.abs(high), least); low = -high; }
    if (channel.name.endsWith("to_face") || channel.unit === "") low = 0;
    if (high - low < least) high = low + least;
    const margin = (high - low) * .06;
    return [low < 0 || channel.unit === "°" ? low - margin : Math.min(low, 0), high + margin];
  }

  const panel = { header: 20, plot: 74, after: 14 };

  function channelPanel(parent, channel) {
    const height = panel.header + panel.plot + panel.after;
    const plot = svg(parent, height, `${channel.title} of both people over time`);
    const y = d3.scaleLinear().domain(extent(channel)).range([panel.header + panel.plot, panel.header + 2]);
    plot.top = panel.header;
    plot.area.attr("y", panel.header - 2).attr("height", panel.plot + 4);
    plot.draw = function () {
      prepare(plot);
      timeGrid(plot, panel.header, panel.header + panel.plot);
      const turned = state.mirrored && channel.mirror;
      const title = plot.body.append("text").attr("x", 0).attr("y", 13);
      title.append("tspan").attr("class", "name").text(channel.title);
      if (!size.narrow) title.append("tspan").attr("dx", 8).text(channel.legend + (turned ? `; ${data.seats[1]} mirrored` : ""));
      const marks = y.ticks(3);
      plot.body.append("g").attr("class", "grid").selectAll("line").data(marks).join("line")
        .attr("x1", size.left).attr("x2", size.width - size.right).attr("y1", y).attr("y2", y);
      plot.body.append("g").selectAll("text").data(marks).join("text").attr("x", size.left - 8)
        .attr("y", d => y(d) + 4).attr("text-anchor", "end").text(d => y.tickFormat(3)(d) + (channel.unit === "°" ? "°" : ""));
      plot.body.append("line").attr("class", "zero").attr("x1", size.left).attr("x2", size.width - size.right).attr("y1", y(0)).attr("y2", y(0));
      spans(plot.inside, data.identity, "doubt", panel.header, panel.plot);
      data.gaps.forEach((gaps, seat) => spans(plot.inside, gaps, "gap", panel.header + (seat ? panel.plot - 7 : 0), 7));
      const line = d3.line().defined(d => !isNaN(d[1])).x(d => time(d[0])).y(d => y(d[1]));
      [1, 0].forEach(seat => {
        plot.inside.append("path").attr("class", "line " + kinds[seat]).attr("d", line(points(drawn(channel, seat))));
      });
    };
    plot.point = function () {
      plot.above.selectAll("*").remove();
      if (state.cursor === null) return;
      const i = indexAt(state.cursor);
      const digits = channel.unit === "°" ? 1 : channel.unit === "sw" ? 2 : 3;
      const texts = [0, 1].map(seat => drawn(channel, seat)[i])
        .map(value => value === undefined || isNaN(value) ? "–" : (value < 0 ? "−" : "") + Math.abs(value).toFixed(digits) + channel.unit.replace("sw", " sw"));
      const text = plot.above.append("text").attr("x", size.width - size.right).attr("y", 13).attr("text-anchor", "end");
      text.append("tspan").attr("class", "value first").text(texts[0]);
      text.append("tspan").attr("class", "value second").attr("dx", 12).text(texts[1]);
    };
    return plot;
  }

  function percentilePanel(parent) {
    const plot = svg(parent, panel.header + panel.plot + panel.after, "Mimicry against chance over time");
    const y = d3.scaleLinear().domain([0, 100]).range([panel.header + panel.plot, panel.header + 2]);
    plot.draw = function () {
      prepare(plot);
      timeGrid(plot, panel.header, panel.header + panel.plot);
      const title = plot.body.append("text").attr("x", 0).attr("y", 13);
      title.append("tspan").attr("class", "name").text("Mimicry against chance");
      if (!size.narrow) title.append("tspan").attr("dx", 8).text("percentile of the session’s own surrogates; 50 is chance");
      plot.body.append("g").selectAll("text").data([0, 50, 100]).join("text").attr("x", size.left - 8)
        .attr("y", d => y(d) + 4).attr("text-anchor", "end").text(String);
      plot.body.append("line").attr("class", "zero").attr("x1", size.left).attr("x2", size.width - size.right).attr("y1", y(50)).attr("y2", y(50));
      plot.inside.append("path").attr("class", "line balance")
        .attr("d", d3.line().x(d => time(d[0])).y(d => y(d[1]))(data.percentile));
    };
    return plot;
  }

  // ---- What the reader does

  function labelWidth() {
    const probe = plots[0].node.append("text");
    const width = d3.max(data.seats, name => probe.text(name).node().getComputedTextLength());
    probe.remove();
    return Math.min(Math.max(width + 14, size.narrow ? 52 : 92), size.narrow ? 84 : 150);
  }

  function draw() {
    size.width = Math.max(260, document.getElementById("lanes").clientWidth);
    size.narrow = size.width < 560;
    size.left = labelWidth();
    time.domain(state.view).range([size.left, size.width - size.right]);
    plots.forEach(plot => plot.draw());
    point();
  }

  function show(view) {
    const length = Math.min(whole[1] - whole[0], Math.max(shortest, view[1] - view[0]));
    const middle = (view[0] + view[1]) / 2;
    const from = Math.min(Math.max(whole[0], middle - length / 2), whole[1] - length);
    state.view = [from, from + length];
    drawSoon();
  }

  // Many moves of a pointer in one frame of the screen are drawn once.
  let isDue = false;
  function drawSoon() {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => { isDue = false; draw(); });
  }

  function choose(n) {
    const e = data.episodes[n];
    state.chosen = n;
    const margin = Math.max(3, (e.offset - e.leader_onset) * .4);
    show([e.leader_onset - margin, e.offset + margin]);
    d3.selectAll(".badge").attr("aria-pressed", function () { return String(+this.dataset.episode === n); });
    document.getElementById("figure").scrollIntoView({ block: "start" });
  }

  function held(seat, t) {
    if (data.gaps[seat].some(gap => gap[0] <= t && t < gap[1])) return "not measured";
    const names = data.postures.filter(p => p.lanes[seat].held.some(h => h[0] <= t && t < h[1]))
      .map(p => {
        const side = p.lanes[seat].held.find(h => h[0] <= t && t < h[1])[2];
        return p.title.toLowerCase() + (side ? ` (${side})` : "");
      });
    return names.join(", ") || "no posture held";
  }

  function point() {
    const t = state.cursor, inView = t !== null && state.view[0] <= t && t <= state.view[1];
    for (const plot of plots) {
      plot.cursor.attr("visibility", inView && plot !== strip ? "visible" : "hidden");
      if (inView) plot.cursor.attr("x1", time(t)).attr("x2", time(t)).attr("y1", plot.top || 0).attr("y2", plot.height);
      if (plot.point) plot.point();
    }
    const readout = d3.select("#readout");
    readout.selectAll("*").remove();
    if (t === null) { readout.append("span").text("Point at the drawings to read values."); return; }
    readout.append("b").text(clock(t));
    data.seats.forEach((name, seat) => readout.append("span").text(`  ·  ${name}: ${held(seat, t)}`));
  }

  function moveCursor(t) {
    state.cursor = Math.min(Math.max(t, whole[0]), whole[1]);
    point();
  }

  const actions = {
    earlier: () => show(state.view.map(t => t - (state.view[1] - state.view[0]) / 2)),
    later: () => show(state.view.map(t => t + (state.view[1] - state.view[0]) / 2)),
    in: () => zoom(.5), out: () => zoom(2), all: () => { state.chosen = null; show(whole); }
  };

  function zoom(factor) {
    const inView = state.cursor !== null && state.view[0] <= state.cursor && state.cursor <= state.view[1];
    const middle = inView ? state.cursor : (state.view[0] + state.view[1]) / 2;
    show(state.view.map(t => middle + (t - middle) * factor));
  }

  function key(event) {
    const step = (state.view[1] - state.view[0]) / (event.shiftKey ? 10 : 100);
    const now = state.cursor === null ? (state.view[0] + state.view[1]) / 2 : state.cursor;
    const keys = {
      ArrowLeft: () => moveCursor(now - step), ArrowRight: () => moveCursor(now + step),
      "+": actions.in, "=": actions.in, "-": actions.out, "0": actions.all,
      Home: () => moveCursor(state.view[0]), End: () => moveCursor(state.view[1])
    };
    if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    keys[event.key]();
    if (state.cursor !== null && state.cursor < state.view[0]) actions.earlier();
    if (state.cursor !== null && state.cursor > state.view[1]) actions.later();
  }

  function follow(box) {
    let drag = null;
    const at = event => time.invert(event.clientX - box.querySelector("svg").getBoundingClientRect().left);
    box.addEventListener("pointerdown", event => {
      if (event.target.closest(".brush, .number") || event.pointerType === "touch") return;
      drag = { x: event.clientX, view: state.view.slice() };
    });
    box.addEventListener("pointermove", event => {
      if (event.target.closest("#overview")) return;
      if (drag && Math.abs(event.clientX - drag.x) > 3) {
        const shift = (drag.x - event.clientX) * (drag.view[1] - drag.view[0]) / (size.width - size.left - size.right);
        show(drag.view.map(t => t + shift));
      } else moveCursor(Math.min(Math.max(at(event), state.view[0]), state.view[1]));
    });
    for (const name of ["pointerup", "pointerleave", "pointercancel"]) box.addEventListener(name, () => { drag = null; });
    box.addEventListener("wheel", event => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      moveCursor(at(event));
      zoom(event.deltaY > 0 ? 1.25 : .8);
    }, { passive: false });
  }

  function patterns() {
    const defs = d3.select("body").append("svg").attr("width", 0).attr("height", 0).attr("aria-hidden", "true")
      .style("position", "absolute").append("defs");
    function hatch(id, color, gap, angle) {
      const pattern = defs.append("pattern").attr("id", id).attr("width", gap).attr("height", gap)
        .attr("patternUnits", "userSpaceOnUse").attr("patternTransform", `rotate(${angle})`);
      pattern.append("rect").attr("width", gap * .45).attr("height", gap).style("fill", color);
    }
    hatch("hatch-second", "var(--second)", 4.5, 45);
    hatch("hatch-missing", "var(--missing)", 6, -45);
  }

  // ---- Begin

  patterns();
  const strip = overview();
  plots.push(strip, axis(), lanes());
  if (data.percentile.length) plots.push(percentilePanel("#channels"));
  const shown = main.filter(name => channels.has(name));
  shown.forEach(name => plots.push(channelPanel("#channels", channels.get(name))));
  const more = Array.from(channels.keys()).filter(name => !shown.includes(name));

  const details = document.getElementById("more");
  function openMore() {
    if (details.dataset.filled) return;
    details.dataset.filled = "yes";
    more.forEach(name => plots.push(channelPanel("#more-channels", channels.get(name))));
    draw();
  }
  details.hidden = more.length === 0;
  details.addEventListener("toggle", openMore);

  document.querySelector(".toolbar").hidden = false;
  document.getElementById("key").hidden = false;
  document.getElementById("mirror-label").textContent = `draw ${data.people[1]} as in a mirror`;
  document.getElementById("mirror").addEventListener("change", event => { state.mirrored = event.target.checked; drawSoon(); });
  d3.selectAll("[data-do]").on("click", function () { actions[this.dataset.do](); });
  d3.selectAll(".badge").on("click", function () { choose(+this.dataset.episode); });
  document.getElementById("plots").addEventListener("keydown", key);
  follow(document.getElementById("plots"));
  new ResizeObserver(drawSoon).observe(document.getElementById("plots"));
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll("details:not(#more)").forEach(part => { part.open = true; });
    draw();
  });
  draw();
})();
