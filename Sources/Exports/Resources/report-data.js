// What the page carries, what is shown of it, and the words for it.

const data = JSON.parse(document.getElementById("session").textContent);
const kinds = ["first", "second"];
const whole = [data.start, data.end];
const shortest = Math.min(2, (whole[1] - whole[0]) / 4);

// The stretch of time in view, the instant pointed at, the chosen episode, the second seat turned round
// or not.
const state = { view: whole.slice(), cursor: null, chosen: null, mirrored: true, printing: false };
const size = { width: 900, left: 92, right: 14, narrow: false };
const time = d3.scaleLinear();
const inner = () => size.width - size.left - size.right;

// ---- Channels

function unpack(text, quantum) {
  const bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length / 2 }, (_, i) => {
    const integer = view.getInt16(2 * i, true);
    return integer === -32768 ? NaN : integer * quantum;
  });
}

const channels = new Map(data.channels.map(channel => [channel.name, channel]));

// Unpacked when it is first drawn.
function seriesOf(channel) {
  if (!channel.series) channel.series = channel.data.map(text => unpack(text, channel.quantum));
  return channel.series;
}

// A seat's series as it is drawn: the second seat's may be turned round, as in a mirror.
function drawn(channel, seat) {
  if (seat === 0 || !state.mirrored || !channel.mirror) return { values: seriesOf(channel)[seat], sign: 1 };
  const other = channels.get(channel.mirror.channel);
  return other ? { values: seriesOf(other)[seat], sign: channel.mirror.sign } : { values: seriesOf(channel)[seat], sign: 1 };
}

function indexAt(t) { return Math.round((t - data.grid.start) / data.grid.step); }
function timeAt(i) { return data.grid.start + i * data.grid.step; }

// What the second of a time holds in a column of the timeline.
function secondly(column, t) { return data.seconds[column][Math.floor(t - data.seconds.start)]; }

// ---- Words

// Digits of code as the page's language writes them.
function decimal(text) { return text.replace(".", "{{numbers.decimal}}").replace("-", "{{numbers.minus}}"); }

// A title within a sentence.
function within(title) { return "{{numbers.keeps_capitals}}" === "true" ? title : title.toLowerCase(); }

function clock(t) {
  if (whole[1] < 60) return decimal(d3.format(".1f")(t)) + " s";
  const tenths = Math.round(t * 10);
  const [h, m, s] = [Math.floor(tenths / 36000), Math.floor(tenths / 600) % 60, (tenths % 600) / 10];
  const pad = d3.format("02"), tail = decimal(d3.format("04.1f")(s));
  return h > 0 ? `${h}:${pad(m)}:${tail}` : `${m}:${tail}`;
}

function tick(t) { return clock(t).replace(/[.,]0( s)?$/, "$1"); }

// Steps that read well on a clock, which decimal steps do not beyond a minute.
function ticks() {
  const wanted = (state.view[1] - state.view[0]) / Math.max(3, (size.width - size.left) / (size.narrow ? 64 : 110));
  const steps = [.1, .2, .5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];
  const step = steps.find(step => step >= wanted) || 7200;
  return d3.range(Math.ceil(state.view[0] / step - 1e-9) * step, state.view[1] + 1e-6, step);
}

function shorten(text, width) {
  const letters = Math.floor(width / 5.8), signs = Array.from(text);
  return signs.length <= letters ? text : signs.slice(0, Math.max(1, letters - 1)).join("") + "…";
}

function signed(value, digits, unit) {
  if (value === undefined || value === null || isNaN(value)) return "–";
  return (value < 0 ? "−" : "") + decimal(Math.abs(value).toFixed(digits)) + unit;
}

// What a person does at a time.
function doing(seat, t) {
  const broken = (data.breaks || []).find(gap => gap[0] <= t && t < gap[1]);
  if (broken) return broken[2];
  if (data.away[seat].some(gap => gap[0] <= t && t < gap[1])) return "{{draw.away}}";
  if (data.gaps[seat].some(gap => gap[0] <= t && t < gap[1])) return "{{draw.not_measured}}";
  const names = data.postures.flatMap(posture => {
    const held = posture.lanes[seat].held.find(h => h[0] <= t && t < h[1]);
    return held ? [within(posture.title) + (held[2] ? ` (${held[2]})` : "")] : [];
  });
  return names.join(", ") || "{{draw.nothing_held}}";
}
