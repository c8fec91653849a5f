"use strict";
// Draws the plots from the figures that the page carries.
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

  /** All specifications of a figure, sorted by effect, over the settings that each has. */
  function drawCurve({ curve, of, joint }) {
    const place = d3.select("#curve");
    const key = of === "chance"
      ? { value: "excess", p: "p_value" } : { value: "recombined_excess", p: "recombined_p_value" };
    const rows = curve.specifications
      .map((one) => ({
        settings: one.settings, value: one[key.value], p: one[key.p],
        low: of === "chance" ? one.low : null, high: of === "chance" ? one.high : null,
      }))
      .filter((one) => one.value !== null && one.value !== undefined)
      .sort((one, other) => one.value - other.value);
    place.selectAll("*").remove();
    if (!rows.length) {
      place.append("p").text("No specification has a value.");
      return;
    }
    const width = Math.max(300, Math.min(960, place.node().clientWidth || 960));
    const left = Math.min(170, width * 0.34);
    const top = 14;
    const height = 240;
    const step = 20;
    const names = study.multiverse.settings.filter((one) => one.name in rows[0].settings);
    const lines = names.flatMap((one) => [{ name: one.name }]
      .concat(one.values.map((value) => ({ name: one.name, value }))));
    const x = d3.scaleLinear().domain([-0.5, rows.length - 0.5]).range([left, width - 8]);
    const band = joint && joint.null_low.length === rows.length
      ? rows.map((_, index) => [joint.null_low[index], joint.null_high[index]]) : [];
    const ends = rows.flatMap((one) => [one.value, one.low, one.high]).concat(...band, 0)
      .filter((value) => value !== null);
    const y = d3.scaleLinear().domain(d3.extent(ends)).nice().range([top + height, top]);
    const below = top + height + 18;
    const svg = place.append("svg").attr("viewBox", `0 0 ${width} ${below + step * lines.length + 6}`);
    const isFound = (one) => one.p !== null && one.p <= 0.05;
    const radius = Math.max(1.5, Math.min(5, (x(1) - x(0)) / 2.6));

    if (band.length)
      svg.append("path").attr("class", "band").attr("d", d3.area()
        .x((_, index) => x(index)).y0((ends) => y(ends[0])).y1((ends) => y(ends[1]))(
        band.length > 1 ? band : [band[0], band[0]]));
    svg.append("line").attr("class", "zero").attr("x1", left).attr("x2", width - 8)
      .attr("y1", y(0)).attr("y2", y(0));
    if (joint)
      svg.append("line").attr("class", "median").attr("x1", left).attr("x2", width - 8)
        .attr("y1", y(joint.median)).attr("y2", y(joint.median));
    svg.append("g").attr("class", "axis").attr("transform", `translate(${left - 6},0)`)
      .call(d3.axisLeft(y).ticks(6));
    const unit = of === "chance" ? curve.unit
      : curve.figure === "combined" ? "SDs of pairs" : curve.unit;
    svg.append("text").attr("class", "aside").attr("x", 0).attr("y", top + 4).text("beyond")
      .append("tspan").attr("x", 0).attr("dy", "1.3em").text(of === "chance" ? "chance" : "others");
    svg.append("text").attr("class", "aside").attr("x", left).attr("y", top + 4).text(unit);

    const mark = svg.selectAll("g.specification").data(rows).enter().append("g")
      .attr("class", "specification").attr("transform", (_, index) => `translate(${x(index)},0)`);
    mark.append("title").text((one) => Object.entries(one.settings)
      .map(([name, value]) => `${words(name)} ${value}`).join(", ") + `: ${d3.format(".4f")(one.value)}, p = ${one.p}`);
    mark.filter((one) => one.low !== null).append("line")
      .attr("class", (one) => `reach${isFound(one) ? " found" : ""}`)
      .attr("y1", (one) => y(one.low)).attr("y2", (one) => y(one.high));
    mark.append("circle").attr("class", (one) => (isFound(one) ? "found" : "unfound"))
      .attr("cy", (one) => y(one.value)).attr("r", radius);

    lines.forEach((line, index) => {
      const middle = below + step * (index + 0.5);
      if (line.value === undefined) {
        svg.append("line").attr("class", "rule").attr("x1", 0).attr("x2", width)
          .attr("y1", middle - step / 2).attr("y2", middle - step / 2);
        svg.append("text").attr("x", 0).attr("y", middle).attr("dy", "0.35em")
          .attr("font-weight", 600).text(clipped(words(line.name), left));
        return;
      }
      svg.append("text").attr("x", left - 10).attr("y", middle).attr("dy", "0.35em")
        .attr("text-anchor", "end").text(line.value);
      mark.filter((one) => one.settings[line.name] === line.value).append("circle")
        .attr("class", (one) => `choice ${isFound(one) ? "found" : "unfound"}`)
        .attr("cy", middle).attr("r", Math.max(1.2, Math.min(4, radius)));
    });
  }

  /** Places in order from the top, moved so far that they are a gap apart and none is below the bottom. */
  function apart(places, gap, bottom) {
    const down = [];
    places.forEach((place, index) => down.push(index ? Math.max(place, down[index - 1] + gap) : place));
    for (let index = down.length - 1, limit = bottom; index >= 0; index -= 1, limit = down[index + 1] - gap) {
      down[index] = Math.min(down[index], limit);
    }
    return down;
  }

  /** Power by number of dyads, a line an effect. */
  function drawPower(figure) {
    const place = d3.select("#power");
    const rows = study.power.rows.filter((row) => row.figure === figure);
    const lines = d3.nest().key((row) => row.effect).entries(rows);
    place.selectAll("*").remove();
    const width = Math.max(300, Math.min(960, place.node().clientWidth || 960));
    const right = 70;
    const [left, top, bottom] = [46, 12, 280];
    const svg = place.append("svg").attr("viewBox", `0 0 ${width} ${bottom + 44}`);
    const x = d3.scaleLinear().domain([0, d3.max(rows, (row) => row.dyads)]).range([left, width - right]);
    const y = d3.scaleLinear().domain([0, 1]).range([bottom, top]);
    svg.append("g").attr("class", "axis").attr("transform", `translate(${left},0)`)
      .call(d3.axisLeft(y).ticks(5, "%"));
    svg.append("g").attr("class", "axis").attr("transform", `translate(0,${bottom})`)
      .call(d3.axisBottom(x).ticks(Math.max(4, Math.round(width / 110))));
    svg.append("line").attr("class", "zero").attr("x1", left).attr("x2", width - right)
      .attr("y1", y(study.power.enough)).attr("y2", y(study.power.enough));
    const ends = lines.map((line) => ({ line, end: line.values[line.values.length - 1] }))
      .sort((one, other) => other.end.power - one.end.power || other.end.effect - one.end.effect);
    const labels = apart(ends.map(({ end }) => y(end.power)), 15, bottom);
    ends.forEach(({ line, end }, index) => {
      const kind = end.observed ? " seen" : "";
      svg.append("path").attr("class", `margin${kind}`).attr("d", d3.area()
        .x((row) => x(row.dyads)).y0((row) => y(row.low)).y1((row) => y(row.high))(line.values));
      svg.append("path").attr("class", `power${kind}`)
        .attr("d", d3.line().x((row) => x(row.dyads)).y((row) => y(row.power))(line.values));
      svg.append("text").attr("x", width - right + 6).attr("y", labels[index]).attr("dy", "0.35em")
        .attr("class", end.observed ? "seen" : "").text(`d = ${format(end.effect)}`);
    });
    svg.append("text").attr("x", (left + width - right) / 2).attr("y", bottom + 38)
      .attr("text-anchor", "middle").text("dyads");
  }

  const redraws = [];

  /** Draws what is chosen, now and whenever the window changes; the chooser is there for more than one. */
  function choose(name, titles, redraw) {
    const chooser = document.getElementById(`${name}-chooser`);
    const select = d3.select(chooser).select("select");
    select.selectAll("option").data(titles).enter().append("option")
      .attr("value", (_, index) => index).text((title) => title);
    const again = () => redraw(+select.property("value") || 0);
    select.on("change", again);
    chooser.hidden = titles.length < 2 && name !== "forest";
    redraws.push(again);
    again();
  }

  if (measures.length) choose("forest", measures.map((one) => one.title), (index) => draw(measures[index]));
  else place.append("p").text("No session could be held against chance.");
  if (study.multiverse) {
    const curves = study.multiverse.curves.flatMap((curve) =>
      [{ curve, of: "chance", joint: curve.joint }].concat(curve.recombined_joint
        ? [{ curve, of: "others", joint: curve.recombined_joint }] : []));
    choose("curve", curves.map((one) => words(one.curve.figure)
      + (one.of === "chance" ? ", against chance" : ", against people who never met")),
      (index) => drawCurve(curves[index]));
  }
  if (study.power && study.power.rows.length) {
    const figures = Array.from(new Set(study.power.rows.map((row) => row.figure)));
    choose("power", figures.map(words), (index) => drawPower(figures[index]));
  }
  let wait = 0;
  window.addEventListener("resize", () => {
    clearTimeout(wait);
    wait = setTimeout(() => redraws.forEach((again) => again()), 100);
  });
})();
