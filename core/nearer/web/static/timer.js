// A calm timer: a ring that empties and the time in words. It advises; nothing happens when it ends.
const ring = document.querySelector(".ring");

if (ring) {
  const total = Number(ring.dataset.seconds);
  const given = Number(ring.dataset.left);
  const started = performance.now();
  const words = ring.querySelector(".minutes");
  const said = JSON.parse(ring.dataset.words); // when it is over, below a minute, then minute by minute
  const arc = ring.querySelector(".left");
  const tick = () => {
    const left = given - (performance.now() - started) / 1000;
    arc.setAttribute("stroke-dashoffset", String(100 * Math.min(1, 1 - left / total)));
    const now = said[left <= 0 ? 0 : left < 60 ? 1 : 1 + Math.round(left / 60)] ?? said.at(-1);
    if (words.textContent !== now) words.textContent = now;
    if (left > 0) setTimeout(tick, 1000);
  };
  tick();
}
