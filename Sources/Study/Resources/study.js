"use strict";
// Draws the forest plot from the figures that the page carries.
(() => {
  const study = JSON.parse(document.getElementById("study").textContent);
  const words = (name) => name.replace(/_/g, " ");
  const measures = [];
  const add = (title, finding, unit) => {
    if (finding) measures.push({ title, finding, unit });
  };
  const chance = "standard deviations of chance";
  add("Movements, all channels", study.combined, chance);
  add("Episodes", study.episodes, chance);
  for (const posture of study.postures)
    add(`Episodes of ${words(posture.posture)}`, posture.chance, chance);
  for (const channel of study.channels)
    add(words(channel.name) + (channel.mapping === "none" ? "" : `, ${channel.mapping}`), channel, chance);
  add(`Who leads (+ ${study.seats[0]})`, study.leadership, "balance");

  const place = d3.select("#forest");
  const format = d3.format(".2f");

  function draw(measure) {
    const { finding, unit } = measure;
    const rows = study.dyads
      .map((name, index) => ({ name, value: finding.values[index] }))
      .filter((row) => row.value !== null);
    const width = Math.max(320, Math.min(960, place.node().clientWidth || 960));
    const left = Math.min(180, width * 0.3);
    const right = 64;
    const step = 24;
    const top = 12;
    const bottom = top + step * (rows.length + 2);
    const isChance = unit === chance;
    const ends = rows.map((row) => row.value)
      .concat([finding.low, finding.high, finding.mean, 0].filter((value) => value !== null))
      .concat(isChance ? [-2.2, 2.2] : [-1, 1]);
    const x = d3.scaleLinear().domain(d3.extent(ends)).nice().range([left, width - right]);

    place.selectAll("*").remove();
    const svg = place.append("svg").attr("viewBox", `0 0 ${width} ${bottom + 44}`);
    if (isChance)
      svg.append("rect").attr("class", "band").attr("x", x(-1.96)).attr("width", x(1.96) - x(-1.96))
        .attr("y", top).attr("height", bottom - top);
    svg.append("line").attr("class", "zero").attr("x1", x(0)).attr("x2", x(0))
      .attr("y1", top).attr("y2", bottom);
    const row = svg.selectAll("g.row").data(rows).enter().append("g")
      .attr("class", "row").attr("transform", (_, index) => `translate(0,${top + step * (index + 0.5)})`);
    row.append("text").attr("x", 0).attr("dy", "0.35em").text((one) => clipped(one.name, left));
    row.append("title").text((one) => `${one.name}: ${format(one.value)}`);
    row.append("circle").attr("class", "dyad").attr("cx", (one) => x(one.value)).attr("r", 5);
    row.append("text").attr("x", width).attr("dy", "0.35em").attr("text-anchor", "end")
      .text((one) => format(one.value));

    const middle = top + step * (rows.length + 1);
    if (finding.low !== null)
      svg.append("line").attr("class", "interval").attr("x1", x(finding.low)).attr("x2", x(finding.high))
        .attr("y1", middle).attr("y2", middle);
    const at = x(finding.mean);
    svg.append("path").attr("class", "mean")
      .attr("d", `M${at - 9},${middle}L${at},${middle - 8}L${at + 9},${middle}L${at},${middle + 8}Z`);
    svg.append("text").attr("x", 0).attr("y", middle).attr("dy", "0.35em").attr("font-weight", 600)
      .text("Mean of dyads");
    svg.append("text").attr("x", width).attr("y", middle).attr("dy", "0.35em")
      .attr("text-anchor", "end").attr("font-weight", 600).text(format(finding.mean));
    svg.append("g").attr("class", "axis").attr("transform", `translate(0,${bottom})`)
      .call(d3.axisBottom(x).ticks(Math.max(3, Math.round(width / 110))));
    svg.append("text").attr("x", (left + width - right) / 2).attr("y", bottom + 38)
      .attr("text-anchor", "middle").text(unit);
  }

  function clipped(name, width) {
    const most = Math.max(6, Math.floor(width / 7.5));
    return name.length > most ? name.slice(0, most - 1) + "…" : name;
  }

  if (!measures.length) {
    place.append("p").text("No session could be held against chance.");
    return;
  }
  const select = d3.select("#measure");
  select.selectAll("option").data(measures).enter().append("option")
    .attr("value", (_, index) => index).text((measure) => measure.title);
  const redraw = () => draw(measures[+select.property("value") || 0]);
  select.on("change", redraw);
  document.querySelector(".chooser").hidden = false;
  let wait = 0;
  window.addEventListener("resize", () => {
    clearTimeout(wait);
    wait = setTimeout(redraw, 100);
  });
  redraw();
})();
