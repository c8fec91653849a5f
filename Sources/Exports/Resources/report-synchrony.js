// Lag × time: how alike the two move in every window when one is shifted against the other, and the peak
// that synchrony.csv lists.

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// Correlations of a measure as an image, a pixel a cell: the stronger the colour, the more alike. The image is as tall
// as there are lags, the first person's lead on top.
function lagImage(measure) {
  const { windows, max_lag } = data.synchrony, lags = 2 * max_lag + 1;
  const codes = new Int8Array(128).fill(63);
  Array.from(digits).forEach((digit, i) => { codes[digit.charCodeAt(0)] = i; });
  const image = document.createElement("canvas");
  image.width = windows.length;
  image.height = lags;
  const context = image.getContext("2d"), pixels = context.createImageData(windows.length, lags);
  const shade = d3.interpolateRgb(colors.card, colors.shared), missing = d3.rgb(colors.missing);
  const ramp = d3.range(32).map(i => d3.rgb(shade(i / 31)));
  const cells = data.synchrony.cells[measure.cells];
  for (let k = 0; k < cells.length; k++) {
    const code = codes[cells.charCodeAt(k)], window = Math.floor(k / lags), row = lags - 1 - k % lags;
    const color = code === 63 ? missing : ramp[Math.max(0, (code - 31) * measure.sign)];
    // What is missing is a pattern too, for those who see no colours.
    const alpha = code === 63 && (window + row) % 2 ? 0 : 255;
    pixels.data.set([color.r, color.g, color.b, alpha], 4 * (row * windows.length + window));
  }
  context.putImageData(pixels, 0, 0);
  return image;
}

function synchronyPanel(parent) {
  const height = 132, top = panel.header;
  const plot = svg(parent, top + height + panel.after, "{{draw.synchrony}}", [top, height, "under"]);
  const { windows, rows, lag_step, max_lag, measures } = data.synchrony;
  const reach = lag_step * (max_lag + .5);
  const y = d3.scaleLinear().domain([-reach, reach]).range([top + height, top]);
  const choice = d3.select("#measure");
  choice.selectAll("option").data(measures).join("option").attr("value", (_, i) => i)
    .text(m => m.title + (m.p === null ? "" : ` (p = ${decimal(m.p < .001 ? "< 0.001" : m.p.toFixed(3))})`.replace("= <", "<")));
  let image = null, imageOf = null;
  const current = () => measures[+choice.node().value] || measures[0];
  choice.on("change", () => { plot.draw(); point(); });

  // Windows overlap: each is painted around its centre, half a step to either side.
  const centre = span => (span[0] + span[1]) / 2;
  const step = windows.length > 1 ? centre(windows[1]) - centre(windows[0]) : windows[0][1] - windows[0][0];

  plot.draw = function () {
    const measure = current(), key = [measures.indexOf(measure), colors.card, colors.shared].join();
    if (imageOf !== key) { image = lagImage(measure); imageOf = key; }
    prepare(plot);
    const title = plot.body.append("text").attr("x", 0).attr("y", 13);
    title.append("tspan").attr("class", "name").text("{{draw.lag_time}}" + (size.narrow && !state.printing ? "" : `: ${measure.title}`));
    if (!size.narrow) title.append("tspan").attr("dx", 8).text("{{draw.lag_time_legend}}");
    const marks = [-max_lag * lag_step, 0, max_lag * lag_step];
    plot.body.append("g").selectAll("text").data(marks).join("text").attr("x", size.left - 8).attr("text-anchor", "end")
      .attr("y", d => y(d) + (d > 0 ? 10 : d < 0 ? -2 : 4)).text(d => signed(Math.round(d * 10) / 10, d ? 1 : 0, " s"));
    const context = painter(plot);
    context.imageSmoothingEnabled = false;
    const left = time(centre(windows[0]) - step / 2) - size.left, right = time(centre(windows[windows.length - 1]) + step / 2) - size.left;
    context.drawImage(image, left, 0, right - left, height);
    plot.inside.append("path").attr("class", "zero").attr("d", `M${size.left},${y(0)}h${inner()}`);
    spans(plot.inside, data.identity, "doubt", top, height);
    drawPeaks(plot, measure, centre, y);
    for (const [seat, at] of [[0, top + 12], [1, top + height - 5]]) {
      plot.inside.append("text").attr("class", "leads " + kinds[seat]).attr("x", size.left + 6).attr("y", at)
        .text(`${seat ? "▼" : "▲"} {{draw.leads who=shorten(data.seats[seat],inner()/2)}}`);
    }
    plot.node.attr("aria-label", `{{draw.synchrony}}: ${measure.title}`);
  };

  const texts = readings(plot, ["both"]);
  plot.point = t => {
    if (t === null || !rows.length) { texts([""]); return; }
    const near = d3.scan(rows, (a, b) => Math.abs(centre(a) - t) - Math.abs(centre(b) - t));
    const { lag, z } = current();
    texts([lag[near] === null || lag[near] === undefined ? "{{draw.no_peak}}" : `{{draw.peak lag=signed(lag[near],1,"") z=signed(z[near],2,"")}}`]);
  };
  return plot;
}

// Peaks: a triangle up when the first person leads, down when the second does, a circle for neither; the
// larger, the higher z. Where windows are closer than marks, the highest of each few is shown.
function drawPeaks(plot, measure, centre, y) {
  const highest = new Map();
  data.synchrony.rows.forEach((row, k) => {
    const lag = measure.lag[k], z = measure.z[k], x = time(centre(row));
    if (lag === null || lag === undefined || x < size.left || x > size.width - size.right) return;
    const slot = Math.floor(x / 9);
    if (!highest.has(slot) || highest.get(slot).z < z) highest.set(slot, { x, lag, z });
  });
  const paths = { first: "", second: "", both: "" };
  for (const { x, lag, z } of highest.values()) {
    const r = 2.5 + 2.5 * Math.min(z, 2) / 2, at = y(lag);
    if (lag > 0) paths.first += `M${x - r},${at + r}h${2 * r}L${x},${at - r}z`;
    else if (lag < 0) paths.second += `M${x - r},${at - r}h${2 * r}L${x},${at + r}z`;
    else paths.both += `M${x - r},${at}a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0z`;
  }
  for (const kind of Object.keys(paths)) {
    if (paths[kind]) plot.inside.append("path").attr("class", "peak " + kind).attr("d", paths[kind]);
  }
}
