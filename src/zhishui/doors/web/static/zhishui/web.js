// What scripts add to pages that work without them: reading aloud, focus on errors, one submission at a time.
"use strict";

(() => {
  const errors = document.getElementById("errors");
  if (errors) errors.focus();

  // A second click within a few seconds is a slip; the server would give the same receipt anyway.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 4000);
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

  const read = document.querySelector("[data-read]");
  if (!read || !globalThis.speechSynthesis) return;
  read.hidden = false;
  const label = read.querySelector("span");
  const quiet = () => { label.textContent = "读给我听"; };
  read.addEventListener("click", () => {
    if (speechSynthesis.speaking) { speechSynthesis.cancel(); quiet(); return; }
    const speech = new SpeechSynthesisUtterance(document.getElementById("main").innerText);
    speech.lang = "zh-CN";
    speech.rate = 0.9;
    speech.onend = speech.onerror = quiet;
    speechSynthesis.speak(speech);
    label.textContent = "停";
  });
})();
