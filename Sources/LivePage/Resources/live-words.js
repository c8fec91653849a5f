"use strict";

// ---- Words

// Postures of the definition file; those that users defined are shown by their names.
const postureWords = {
  head_on_hand: ["head on hand", side => `head on ${side} hand`],
  hand_to_face: ["hand at face", side => `${side} hand at face`],
  arms_crossed: ["arms crossed"],
  hands_clasped: ["hands clasped"],
  head_tilted: ["head tilted", side => `head tilted ${side}`],
  leaning_side: ["leaning sideways", side => `leaning ${side}`],
  leaning_forward: ["leaning forward"],
  leaning_back: ["leaning back"],
  shoulders_raised: ["shoulders raised"],
  slumped: ["slumped"],
  turned_away: ["turned away", side => `turned ${side}`],
  head_turned: ["head turned", side => `head turned ${side}`],
  nearer: ["nearer"],
  smiling: ["smiling"],
  facing_partner: ["facing the other"],
  breathing_shallow: ["breathing shallowly"],
  still: ["face still"],
  absent: ["not in the seat"]
};

function postureText(name, side) {
  const words = postureWords[name] || [name.replaceAll("_", " ")];
  return side && words[1] ? words[1](side) : words[0] + (side && !words[1] ? ` (${side})` : "");
}

function clockText(seconds) {
  if (seconds === null || !isFinite(seconds)) return "–:––";
  const whole = Math.max(0, Math.floor(seconds));
  const pad = number => String(number).padStart(2, "0");
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h > 0 ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
}

function durationText(seconds) {
  if (seconds < 60) return `${Math.max(0, Math.floor(seconds))} s`;
  const rest = Math.floor(seconds % 60);
  return `${Math.floor(seconds / 60)} min` + (rest ? ` ${rest} s` : "");
}

function personText(seat) {
  if (seat === "left" || seat === "right") return `the person on the ${seat}`;
  return /^[a-z -]+$/.test(seat) ? `the ${seat}` : seat;
}

function capital(text) { return text.charAt(0).toUpperCase() + text.slice(1); }

function episodeText(episode) {
  const congruence = episode.congruence === "none" ? "" : `, ${episode.congruence}`;
  const shared = episode.state === "present" ? "shared now"
    : episode.shared_duration > 0 ? `shared for ${durationText(episode.shared_duration)}` : "just after it had ended";
  return `${capital(postureText(episode.posture, null))}: ${personText(episode.follower)} followed `
    + `${personText(episode.leader)} after ${episode.lag.toFixed(1)} s${congruence}; ${shared}.`;
}

const statusText = {
  warming_up: "Warming up: finding both people and learning how they sit.",
  camera_lost: "The camera is gone. Attune waits for it and continues by itself.",
  stalled: "The camera sends no pictures. Attune waits for it.",
  paused: "Paused. Nothing is measured or kept until you resume.",
  slow: "The computer is busy: fewer instants a second are measured.",
  stopping: "Ending the session…",
  ended: "The session has ended. You can close this page."
};

// A therapist's ways of stepping out of a borrowed posture (Rothschild 2004).
const ideas = [
  "Stretch: shoulders, neck, back.",
  "Take a sip of water.",
  "Get up, or sit differently.",
  "Write down a word of what you notice."
];
