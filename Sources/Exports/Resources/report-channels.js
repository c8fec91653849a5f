// Panels with numbers: the mimicry percentile, who leads, how much was measured, and the channels of both.

const main = ["head_tilt", "trunk_lean", "shoulder_tilt", "left_hand_to_face", "right_hand_to_face", "head_nod", "motion_energy"];

// Points of a series in view: all of them, or the lowest and the highest of every pixel column.
function points(values) {
  const from = Math.max(0, indexAt(state.view[0]) - 1);
  const to = Math.min(values.length - 1, indexAt(state.view[1]) + 1);
  const column = Math.max(1, Math.floor((to - from) / inner()));
  const result = [];
  for (let i = from; i <= to; i += column) {
    let low = -1, high = -1;
    for (let k = i; k < Math.min(i + column, to + 1); k++) {
      if (isNaN(values[k])) continue;
      if (low < 0 || values[k] < values[low]) low = k;
      if (high < 0 || values[k] > values[high]) high = k;
    }
    if (low < 0) result.push(-1);
    else if (low === high) result.push(low);
    else result.push(Math.min(low, high), Math.max(low, high));
  }
  return result;
}

function paintLine(context, points, x, y, kind) {
  context.beginPath();
  let isDown = false;
  for (const point of points) {
    const value = point < 0 ? NaN : y(point);
    if (isNaN(value)) isDown = false;
    else if (isDown) context.lineTo(x(point), value);
    else { context.moveTo(x(point), value); isDown = true; }
  }
  context.strokeStyle = colors[kind];
  // A dense line is a hairline: it is crowded enough, and browsers without a graphics processor paint it
  // four times as fast.
  const isDense = points.length > inner();
  context.lineWidth = isDense ? 1 : 1.7;
  context.lineJoin = isDense ? "bevel" : "round";
  context.setLineDash(kind === "second" ? [5, 3.2] : []);
  context.stroke();
}

// ---- Channels

// A unit behind a number.
function symbol(unit) {
  return unit === "sw" ? " {{draw.shoulder_widths}}" : unit.replace(/^(?=[a-zS1])/, " ");
}

function extent(channel) {
  if (channel.extent) return channel.extent;
  const all = Float32Array.from(seriesOf(channel).flatMap(series => Array.from(series).filter(value => !isNaN(value)))).sort();
  const least = channel.name === "breath" ? 0 : channel.unit === "°" ? 8 : channel.unit === "sw" ? .4 : .05;
  let low = d3.quantile(all, .002) || 0, high = d3.quantile(all, .998) || 0;
  if (channel.unit === "°") { high = Math.max(Math.abs(low), Math.abs(high), least); low = -high; }
  if (channel.name.endsWith("to_face") || channel.unit === "") low = 0;
  // A mirrored hand is drawn with its sign turned.
  if (/_hand_x$/.test(channel.name)) { high = Math.max(Math.abs(low), Math.abs(high)); low = -high; }
  if (high - low < least) high = low + least;
  const margin = (high - low) * .06;
  return channel.extent = [low < 0 || channel.unit === "°" ? low - margin : Math.min(low, 0), high + margin];
}

// What is of both people at once, such as their distance, is one line.
function channelPanel(parent, channel) {
  const people = seriesOf(channel).map((_, seat) => seat), lines = people.length > 1 ? kinds : ["shared"];
  const plot = svg(parent, panel.header + panel.plot + panel.after, `{{draw.channel channel=channel.title}}`,
    [panel.header - 2, panel.plot + 4, "over"]);
  const y = d3.scaleLinear().domain(extent(channel)).range([panel.header + panel.plot, panel.header + 2]);
  const step = y.tickFormat(3);
  plot.draw = function () {
    prepare(plot);
    const turned = state.mirrored && channel.mirror ? `{{draw.mirrored who=data.seats[1]}}` : "";
    panelHead(plot, y, y.ticks(3), channel.title, channel.legend + turned, d => decimal(step(d)) + (channel.unit === "°" ? "°" : ""));
    plot.body.append("line").attr("class", "zero").attr("x1", size.left).attr("x2", size.width - size.right).attr("y1", y(0)).attr("y2", y(0));
    spans(plot.inside, data.identity, "doubt", panel.header, panel.plot);
    kinds.forEach((_, seat) => {
      const at = panel.header + (seat ? panel.plot - 7 : 0);
      spans(plot.inside, data.gaps[seat], "gap", at, 7);
      spans(plot.inside, data.away[seat], "away", at, 7);
    });
    const context = painter(plot);
    people.slice().reverse().forEach(seat => {
      const { values, sign } = drawn(channel, seat);
      paintLine(context, points(values), i => time(timeAt(i)) - size.left, i => y(sign * values[i]) - panel.header + 2, lines[seat]);
    });
  };
  const digits = channel.unit === "°" || channel.unit === "1/min" ? 1 : channel.name === "breath" ? 4 : channel.unit === "sw" ? 2 : 3;
  const texts = readings(plot, lines);
  plot.point = t => {
    const i = t === null ? -1 : indexAt(t);
    texts(people.map(seat => {
      const { values, sign } = drawn(channel, seat);
      return i < 0 ? "" : signed(sign * values[i], digits, symbol(channel.unit));
    }));
  };
  return plot;
}

// Values at the instant pointed at, in the upper right corner of a panel.
function readings(plot, classes) {
  const text = plot.above.append("text").attr("y", 13).attr("text-anchor", "end");
  const parts = classes.map((kind, i) => text.append("tspan").attr("class", "value " + kind).attr("dx", i ? 12 : 0));
  return values => {
    text.attr("x", size.width - size.right);
    parts.forEach((part, i) => part.text(values[i]));
  };
}

// ---- Columns with a value a second

function column(name) {
  const values = data.seconds[name], result = [];
  const from = Math.max(0, Math.floor(state.view[0] - data.seconds.start));
  const to = Math.min(values.length - 1, Math.ceil(state.view[1] - data.seconds.start));
  for (let i = from; i <= to; i++) result.push(values[i] === null ? -1 : i);
  return result;
}

const secondAt = i => time(data.seconds.start + i + .5) - size.left;
const hasSeconds = name => data.seconds[name].some(value => value !== null);

function percentilePanel(parent) {
  const plot = svg(parent, panel.header + panel.plot + panel.after, "{{draw.percentile_over_time}}", [panel.header - 2, panel.plot + 4, "over"]);
  const y = d3.scaleLinear().domain([-3, 103]).range([panel.header + panel.plot, panel.header]);
  plot.draw = function () {
    prepare(plot);
    panelHead(plot, y, [0, 50, 100], "{{draw.percentile}}", "{{draw.percentile_legend}}", String);
    spans(plot.inside, data.identity, "doubt", panel.header, panel.plot);
    const values = data.seconds.percentile;
    if (!hasSeconds("percentile")) {
      painter(plot);
      // On a narrow page the reason takes two lines.
      const words = data.untested.split(" "), first = size.narrow ? Math.ceil(words.length / 2) : words.length;
      [words.slice(0, first), words.slice(first)].forEach((line, i) => plot.body.append("text")
        .attr("x", size.left + 8).attr("y", y(50) - 6 + 16 * i).text(line.join(" ")));
      return;
    }
    const context = painter(plot), at = value => y(value) - panel.header + 2;
    const band = data.seconds.band || [2.5, 97.5];
    paintBand(context, at(band[0]), at(band[1]), at(50));
    paintLine(context, column("percentile"), secondAt, i => at(values[i]), "shared");
  };
  const texts = readings(plot, ["both"]);
  plot.point = t => texts([t === null ? "" : signed(secondly("percentile", t), 0, "")]);
  return plot;
}

// Where 95 of 100 surrogates lie, and their middle.
function paintBand(context, low, high, middle) {
  context.fillStyle = colors.grid;
  context.globalAlpha = .55; // what is shaded behind it shows
  context.fillRect(0, high, inner(), low - high);
  context.globalAlpha = 1;
  context.strokeStyle = colors.soft;
  context.lineWidth = 1;
  context.setLineDash([2, 4]);
  context.beginPath();
  for (const y of [low, middle, high]) { context.moveTo(0, y); context.lineTo(inner(), y); }
  context.stroke();
}

function balancePanel(parent) {
  const plot = svg(parent, panel.header + panel.plot + panel.after, "{{draw.leads_over_time}}");
  const y = d3.scaleLinear().domain([-1, 1]).range([panel.header + panel.plot, panel.header + 2]);
  plot.draw = function () {
    prepare(plot);
    panelHead(plot, y, [-1, 0, 1], "{{draw.who_leads}}", `{{draw.who_leads_legend above=data.people[0] below=data.people[1]}}`,
      d => d ? (d > 0 ? "▲" : "▼") : "0");
    spans(plot.inside, data.identity, "doubt", panel.header, panel.plot);
    plot.body.append("line").attr("class", "zero").attr("x1", size.left).attr("x2", size.width - size.right).attr("y1", y(0)).attr("y2", y(0));
    const values = data.seconds.balance, path = ["", ""], width = time(1) - time(0);
    for (const i of column("balance")) {
      if (i < 0 || !values[i]) continue;
      const from = time(data.seconds.start + i).toFixed(1), top = y(Math.max(0, values[i])), bottom = y(Math.min(0, values[i]));
      path[values[i] > 0 ? 0 : 1] += `M${from},${top}h${(width + .1).toFixed(1)}V${bottom}H${from}z`;
    }
    kinds.forEach((kind, seat) => plot.inside.append("path").attr("class", "balance " + kind).attr("d", path[seat]));
  };
  const texts = readings(plot, ["both"]);
  plot.point = t => {
    const value = t === null ? null : secondly("balance", t);
    texts([t === null ? "" : value ? `${data.seats[value > 0 ? 0 : 1]} ${decimal(Math.abs(value).toFixed(2))}` : "–"]);
  };
  return plot;
}

function qualityPanel(parent) {
  const height = 30;
  const plot = svg(parent, panel.header + height + panel.after, "{{draw.measured_over_time}}", [panel.header - 2, height + 4, "over"]);
  const y = d3.scaleLinear().domain([0, 1]).range([panel.header + height, panel.header + 2]);
  plot.draw = function () {
    prepare(plot);
    timeGrid(plot, panel.header, panel.header + height);
    const title = plot.body.append("text").attr("x", 0).attr("y", 13);
    title.append("tspan").attr("class", "name").text("{{draw.measured}}");
    if (!size.narrow) title.append("tspan").attr("dx", 8).text("{{draw.measured_legend}}");
    plot.body.append("g").selectAll("text").data([0, 1]).join("text").attr("x", size.left - 8)
      .attr("y", d => y(d) + 4).attr("text-anchor", "end").text(d => d ? "100 %" : "0");
    spans(plot.inside, data.identity, "doubt", panel.header, height);
    const values = data.seconds.quality;
    paintLine(painter(plot), column("quality"), secondAt, i => y(values[i]) - panel.header + 2, "ink");
  };
  const texts = readings(plot, ["both"]);
  plot.point = t => {
    const value = t === null ? null : secondly("quality", t);
    texts([t === null ? "" : value === null || value === undefined ? "–" : Math.round(value * 100) + " %"]);
  };
  return plot;
}
