// The strip that shows the whole session and the stretch in view, and the axis of what is in view.

function overview() {
  const plot = svg("#overview", 46, "{{draw.strip}}");
  const scale = d3.scaleLinear().domain(whole);
  const brush = d3.brushX();
  const brushGroup = plot.node.append("g").attr("class", "brush");
  const playhead = plot.node.append("path").attr("class", "playhead");
  let silent = false, drawnWidth = 0;
  brush.on("brush end", () => {
    if (silent || !d3.event.sourceEvent) return;
    const selection = d3.event.selection;
    if (selection) show(selection.map(scale.invert));
    else if (d3.event.type === "end") show(whole);
  });
  function drawSession() {
    prepare(plot);
    plot.body.append("text").attr("x", 0).attr("y", 22).text(size.narrow ? "{{draw.session}}" : "{{draw.whole_session}}");
    plot.body.append("rect").attr("class", "lane").attr("x", size.left).attr("y", 4)
      .attr("width", inner()).attr("height", 28).attr("rx", 3);
    const strip = (list, y, kind, least) => plot.inside.append("path").attr("class", "mark " + kind)
      .attr("d", list.map(d => `M${scale(d[0]).toFixed(1)},${y}h${Math.max(least, scale(d[1]) - scale(d[0])).toFixed(1)}v6H${scale(d[0]).toFixed(1)}z`).join(""));
    kinds.forEach((kind, seat) => strip(data.postures.flatMap(p => p.lanes[seat].held), 7 + 8 * seat, kind + " faint", 1));
    strip(data.episodes.map(e => [e.follower_onset, e.offset]), 23, "both", 2.5);
    strip((data.notes || []).map(d => [d[0], d[0]]), 1, "noted", 1.5);
    plot.body.append("text").attr("x", size.left).attr("y", 44).text(tick(whole[0]));
    plot.body.append("text").attr("x", size.width - size.right).attr("y", 44).attr("text-anchor", "end").text(tick(whole[1]));
    brush.extent([[size.left, 2], [size.width - size.right, 34]]);
  }
  plot.draw = function () {
    scale.range([size.left, size.width - size.right]);
    silent = true;
    if (drawnWidth !== size.width + size.left) {
      drawnWidth = size.width + size.left;
      drawSession();
      brushGroup.call(brush);
    }
    const all = state.view[0] <= whole[0] && state.view[1] >= whole[1];
    brushGroup.call(brush.move, all ? null : state.view.map(scale));
    silent = false;
  };
  plot.play = t => playhead.attr("d", t === null ? null : `M${scale(t)},2V34`);
  return plot;
}

function axis() {
  const plot = svg("#axis", 18, "{{draw.time}}");
  plot.draw = function () {
    prepare(plot);
    plot.body.append("g").selectAll("text").data(ticks()).join("text")
      .attr("x", time).attr("y", 13).attr("text-anchor", "middle").text(tick);
  };
  return plot;
}
