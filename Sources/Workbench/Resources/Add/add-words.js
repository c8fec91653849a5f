"use strict";
// Every sentence of the page that adds a session.
const WORDS = {
  seat: "Seat, such as therapist",
  id: "Code, such as C01",
  signed: "Signed on",
  expires: "Holds until",
  scopes: "Agreed to",
  scope: {
    analysis: "measuring the recording",
    live: "measuring while a session runs",
    video: "showing the picture: on the live page, once to say who is who, and the recording beside a review",
    "review-clip": "a clip of skeletons on black",
    sharing: "giving the results to others",
    breathing: "measuring breathing, which is health data",
  },
  standard: "standard",
  none: "No recording is in this folder or below it.",
  chosen(names) {
    if (names.length === 0) return "None is chosen.";
    if (names.length === 1) return `${names[0]}, of both people`;
    if (names.length === 2) return `First ${names[0]}, second ${names[1]}, one person in each`;
    return `${names.length} are chosen, and a session has one or two: take some back.`;
  },
  more: (count) => `${count} more: say above what the name has.`,
  size: (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`),
  region: { first: "The first part, of whoever is measured first", second: "The second part" },
  edges: { x: "From the left, %", y: "From the top, %", width: "Width, %", height: "Height, %" },
  people: {
    looking: "Looking for the two people …",
    picture: "The beginning of the recording",
    unnamed: ["the first person", "the second person"],
    place(index, names, layout) {
      if (names.length === 2) return `in ${names[index]}`;
      if (layout === "regions") return ["in the first part of the picture", "in the second part of the picture"][index];
      return ["on the left", "on the right"][index];
    },
    legend: (place, count) => (count === 0 ? `The person ${place}, or of ${place === "on the left" ? "the first" : "the second"} recording` : `The person ${place}`),
    seated: (left, first, right, second) => `${left[0].toUpperCase()}${left.slice(1)} is ${first}, ${right} is ${second}.`,
    question: (role) => `Which of the two is ${role}? Choose the person.`,
    choose: (place, role) => `${role}: the person ${place}`,
    again: "That has changed: find the people again.",
    found(count, recordings) {
      if (count === 2) return "Both people are found.";
      const missed = count === 1 ? "Only one person is found" : "Nobody is found";
      return recordings === 2
        ? `${missed} in the first minute. Exchange the two below, if need be.`
        : `${missed} in the first minute. Say below which part of the picture is whose, or exchange the two.`;
    },
  },
  check: {
    looking: "Looking at the first minute …",
    listening: "Looking at the first minute, and listening to both recordings …",
    usable: "Both people are found. What can be told of each:",
    unusable: "Not both people can be measured in this recording. What was seen:",
    advice: "What to change about the camera next time, the gravest first:",
  },
  lost: "Attune no longer answers: start it again.",
};
