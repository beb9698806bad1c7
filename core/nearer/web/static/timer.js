// A calm timer: a ring that empties and the time in words. It advises; nothing happens when it ends.
const ring = document.querySelector(".ring");

function inWords(left) {
  if (left <= 0) return "Time to go on, when you are ready";
  if (left < 60) return "less than a minute";
  const minutes = Math.round(left / 60);
  return minutes === 1 ? "about a minute" : `about ${minutes} minutes`;
}

if (ring) {
  const total = Number(ring.dataset.seconds);
  const given = Number(ring.dataset.left);
  const started = performance.now();
  const words = ring.querySelector(".minutes");
  const arc = ring.querySelector(".left");
  const tick = () => {
    const left = given - (performance.now() - started) / 1000;
    arc.setAttribute("stroke-dashoffset", String(100 * Math.min(1, 1 - left / total)));
    const now = inWords(left);
    if (words.textContent !== now) words.textContent = now;
    if (left > 0) setTimeout(tick, 1000);
  };
  tick();
}
