// What all drawings over time are made of. Text, bars and marks are SVG; dense series are painted on
// canvases.

const plots = [];

// A drawing `height` pixels high. With `canvas` as [top, height, place], a canvas lies over or under that
// part of it: lines over their grid and shading, the lag picture under its marks.
function svg(parent, height, label, canvas) {
  const frame = d3.select(parent).append("div").attr("class", "plot");
  const node = frame.append("svg").attr("height", height).attr("role", "group").attr("aria-label", label);
  const clip = "clip-" + plots.length + "-" + Math.round(height) + "-" + d3.selectAll("clipPath").size();
  const sheet = canvas ? frame.insert("canvas", canvas[2] === "under" ? "svg" : null)
    .attr("aria-hidden", "true").style("top", canvas[0] + "px").node() : null;
  const area = node.append("clipPath").attr("id", clip).append("rect").attr("y", -12).attr("height", height + 24);
  const body = node.append("g");
  const inside = node.append("g").attr("clip-path", `url(#${clip})`);
  const above = node.append("g");
  return { frame, node, area, body, inside, above, height, sheet, canvas };
}

function prepare(plot) {
  plot.node.attr("width", size.width);
  plot.area.attr("x", size.left - 1).attr("width", inner() + 2);
  for (const group of [plot.body, plot.inside]) group.selectAll("*").remove();
}

// The canvas of a plot, empty, with time(t) − size.left as its x.
function painter(plot) {
  const ratio = state.printing ? 3 : Math.max(1, window.devicePixelRatio || 1);
  const [, height] = plot.canvas, width = inner(), sheet = plot.sheet;
  sheet.style.left = size.left + "px";
  sheet.style.width = width + "px";
  sheet.style.height = height + "px";
  sheet.width = Math.round(width * ratio);
  sheet.height = Math.round(height * ratio);
  const context = sheet.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

// Colours of the style sheet for what is painted; on paper those of the light scheme.
let colors = {};
function readColors() {
  const paper = document.getElementById("paper-colors");
  const style = getComputedStyle(state.printing ? paper : document.documentElement);
  for (const name of ["first", "second", "shared", "missing", "ink", "soft", "grid", "card"]) {
    colors[name] = style.getPropertyValue("--" + name).trim();
  }
}

function timeGrid(plot, top, bottom) {
  const path = ticks().map(t => `M${time(t)},${top}V${bottom}`).join("");
  plot.body.append("path").attr("class", "grid").attr("d", path);
}

// Rectangles as one path: thousands of bars cost one element.
function bars(list, y, height, least) {
  const visible = list.filter(d => d[1] > state.view[0] && d[0] < state.view[1]);
  return visible.map(d => {
    const from = Math.max(time(d[0]), size.left - 4), to = Math.min(time(d[1]), size.width - size.right + 4);
    return `M${from.toFixed(1)},${y}h${Math.max(least, to - from).toFixed(1)}v${height}h${-Math.max(least, to - from).toFixed(1)}z`;
  }).join("");
}

function spans(group, list, kind, y, height) {
  const path = bars(list, y, height, 1);
  if (path) group.append("path").attr("class", kind).attr("d", path);
}

// Title, unit and scale of a panel with numbers at its left.
function panelHead(plot, y, marks, title, legend, format) {
  timeGrid(plot, panel.header, panel.header + panel.plot);
  const text = plot.body.append("text").attr("x", 0).attr("y", 13);
  text.append("tspan").attr("class", "name").text(title);
  if (!size.narrow) text.append("tspan").attr("dx", 8).text(legend);
  plot.body.append("path").attr("class", "grid")
    .attr("d", marks.map(d => `M${size.left},${y(d)}H${size.width - size.right}`).join(""));
  plot.body.append("g").selectAll("text").data(marks).join("text").attr("x", size.left - 8)
    .attr("y", d => y(d) + 4).attr("text-anchor", "end").text(format);
}

const panel = { header: 20, plot: 74, after: 14 };

function patterns() {
  const defs = d3.select("body").append("svg").attr("width", 0).attr("height", 0).attr("aria-hidden", "true")
    .attr("class", "aside").append("defs");
  function pattern(id, width, angle) {
    return defs.append("pattern").attr("id", id).attr("width", width).attr("height", width)
      .attr("patternUnits", "userSpaceOnUse").attr("patternTransform", `rotate(${angle})`);
  }
  function hatch(id, color, gap, angle) {
    pattern(id, gap, angle).append("rect").attr("width", gap * .45).attr("height", gap).attr("class", color);
  }
  hatch("hatch-second", "fill-second", 4.5, 45);
  hatch("hatch-missing", "fill-missing", 6, -45);
  const away = pattern("cross-away", 7, 45);
  away.append("rect").attr("width", 1.4).attr("height", 7).attr("class", "fill-soft");
  away.append("rect").attr("width", 7).attr("height", 1.4).attr("class", "fill-soft");
  pattern("dots-doubt", 5, 45).append("circle").attr("cx", 2.5).attr("cy", 2.5).attr("r", 1.1).attr("class", "fill-caution");
}
