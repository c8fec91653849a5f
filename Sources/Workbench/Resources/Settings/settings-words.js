"use strict";
// Every sentence of the page of settings.
const WORDS = {
  standard: "the standard settings",
  groups: {
    "": "How a recording is measured",
    features: "When a body, a face or a hand counts as seen",
    episodes: "Episodes: when a posture counts as taken up",
    synchrony: "Synchrony: moving together within seconds",
    surrogates: "The comparison with chance",
  },
  measured: "These change what is measured: a session that is measured already keeps its own.",
  about: {
    rate: "Instants that are measured a second; native takes every frame.",
    scene: "What the two do.",
    precision: "The arithmetic: f32 gives the same on every processor.",
    keep_uncertain: "Score stretches, too, in which the two may have been confused.",
    "features.minimum_score": "The least score of a body.",
    "features.minimum_visibility": "The least visibility of a landmark.",
    "features.minimum_hand_visibility": "The same of a hand.",
    "features.minimum_face_score": "The least score of a face.",
    "features.minimum_hand_score": "The least score of a hand that is looked at closely.",
    "features.largest_face_mismatch": "How far a face may lie from where the body has its head.",
    "features.smoothing": "Half the time over which positions are smoothed; 0 for none.",
    "episodes.max_lag": "The longest time after which taking a posture up counts as taken up from the other.",
    "episodes.grace": "How long before that the leader may have left the posture.",
    "episodes.simultaneous": "Onsets closer than this have no leader.",
    "episodes.undecided": "Up to here nobody can say who was first, and there is no episode.",
    "episodes.unknown_margin": "A posture that begins this soon after a time of not being seen has no known beginning.",
    "synchrony.window": "The stretch over which movements are correlated.",
    "synchrony.step": "From the beginning of one stretch to the next; at most the window.",
    "synchrony.max_lag": "How far one may be behind the other; at most the window, and 20 steps.",
    "synchrony.min_valid": "The share of a stretch in which both must be seen.",
    "synchrony.peak_region": "A peak is higher than everything this close to it.",
    "synchrony.peak_share": "The share of the best lag’s variance that a peak must explain.",
    "surrogates.count": "How many times chance is drawn; 0 compares nothing with chance.",
    "surrogates.seed": "The same number gives the same draws.",
    "surrogates.rate": "At which movements are compared with chance.",
    "surrogates.level": "A peak with a p-value up to this says who leads.",
  },
  units: { seconds: "s", Hz: "Hz" },
  range(setting) {
    const unit = WORDS.units[setting.unit] ?? setting.unit;
    const high = setting.high > 1e9 ? "any more" : setting.high;
    const zero = setting.zero ? "0, or " : "";
    const native = setting.form === "rate" ? "native, or " : "";
    return `${native}${zero}${setting.low} to ${high}${unit ? ` ${unit}` : ""}`;
  },
  standardly: (value) => `standard: ${value === null ? "none" : value}`,
  none: "none",
  kept: (name) => `Kept as ${name}.settings.json in the folder.`,
  other: (keys) => `These settings also hold ${keys.join(", ")}, which stay as they are.`,
  noSession: "no session has results yet",
  trying: (job) => (job.state === "waiting" ? "waits for its turn" : `${job.doing || "reading"} …`),
  stopped: "Stopped.",
  preview: {
    settings: "Settings that differ",
    same: "No setting differs from those that the session has: what differs below is of another version.",
    unchanged: "No setting differs from those that the session has.",
    figures: "Figures", postures: "Postures", now: "Now", then: "With these", what: "",
    definitions: "definitions of postures",
    otherVersion: (version) => `The session was scored by version ${version}: some of the difference may be this version’s.`,
    names: {
      episodes: "episodes that count", episodes_by_chance: "episodes by chance", episodes_p: "p of episodes",
      mirroring: "mirroring beyond chance", mirroring_p: "p of mirroring",
      movement: "moving together beyond chance", movement_p: "p of moving together",
    },
    held: (side, seats) => `${side.held.map((one, index) => `${seats[index]}: ${one.count} ${one.count === 1 ? "hold" : "holds"}, ${Math.round(one.seconds)} s`).join("; ")}; ${side.episodes} ${side.episodes === 1 ? "episode" : "episodes"}`,
    said: "What the report would say of chance",
    changed: "changed",
  },
  lost: "Attune no longer answers: start it again.",
};
