"use strict";

// ---- Stick figures

// Pairs of BlazePose landmarks.
const bones = [[11, 12], [11, 13], [13, 15], [12, 14], [14, 16], [15, 19], [16, 20], [11, 23], [12, 24], [23, 24],
  [23, 25], [24, 26], [25, 27], [26, 28]];
const ears = [7, 8];

// Draws both people in the picture's own frame, fitted into the canvas as the video would be.
function drawFigures(canvas, figures, aspect, names) {
  const context = canvas.getContext("2d");
  const scale = window.devicePixelRatio || 1;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  if (canvas.width !== Math.round(width * scale)) canvas.width = Math.round(width * scale);
  if (canvas.height !== Math.round(height * scale)) canvas.height = Math.round(height * scale);
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  const wide = Math.min(width, height * aspect), high = wide / aspect;
  const [left, top] = [(width - wide) / 2, (height - high) / 2];
  const colours = getComputedStyle(document.documentElement);
  figures.forEach((flat, seat) => {
    if (!flat) return;
    const point = index => ({
      x: left + flat[3 * index] * wide, y: top + flat[3 * index + 1] * high, seen: flat[3 * index + 2] >= .5
    });
    drawFigure(context, point, colours.getPropertyValue(seat === 0 ? "--first" : "--second"), high, seat, names[seat]);
  });
}

function drawFigure(context, point, colour, high, seat, name) {
  const shoulders = [point(11), point(12)];
  const size = Math.max(high * .02, Math.hypot(shoulders[0].x - shoulders[1].x, shoulders[0].y - shoulders[1].y));
  context.strokeStyle = context.fillStyle = colour;
  context.lineCap = context.lineJoin = "round";
  context.lineWidth = Math.max(3, size * .09);
  for (const [from, to] of bones) {
    const [a, b] = [point(from), point(to)];
    if (!a.seen || !b.seen) continue;
    context.beginPath();
    context.moveTo(a.x, a.y);
    context.lineTo(b.x, b.y);
    context.stroke();
  }
  for (const index of [15, 16]) {
    const hand = point(index);
    if (hand.seen) disc(context, hand.x, hand.y, size * .1, true);
  }
  const [one, other] = ears.map(point), nose = point(0);
  if (nose.seen || one.seen || other.seen) drawHead(context, one, other, nose, size, seat);
  const head = [one, other, nose].filter(p => p.seen).map(p => p.y);
  if (!name || head.length === 0) return;
  context.font = "600 16px system-ui, sans-serif";
  context.textAlign = "center";
  const above = Math.min(...head) - size * .3 - context.lineWidth - 8;
  context.fillText(name, (shoulders[0].x + shoulders[1].x) / 2, Math.max(18, above));
}

// The head turns with the ears and points where the nose is. The second seat's is a double line, so that the two
// can be distinguished without colours.
function drawHead(context, one, other, nose, size, seat) {
  const x = (one.x + other.x) / 2, y = (one.y + other.y) / 2, radius = size * .3;
  const line = context.lineWidth;
  if (seat === 1) context.lineWidth = line * .5;
  disc(context, x, y, radius, false);
  if (seat === 1) disc(context, x, y, radius - line, false);
  context.lineWidth = line;
  if (!nose.seen) return;
  context.beginPath();
  context.moveTo(x + (nose.x - x) * .35, y + (nose.y - y) * .35);
  context.lineTo(nose.x, nose.y);
  context.stroke();
}

function disc(context, x, y, radius, filled) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  if (filled) context.fill();
  else context.stroke();
}
