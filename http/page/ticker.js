// One timer for everything that counts seconds.

const all = new Set();
let timer = null;

/** Calls `run` every second while the page can be seen. */
export function everySecond(run) {
  all.add(run);
  wake();
}

function tick() {
  for (const run of all) run();
}

function wake() {
  if (timer === null && !document.hidden && all.size > 0) timer = setInterval(tick, 1000);
}

document.addEventListener('visibilitychange', () => {
  if (!document.hidden) {
    tick();
    return wake();
  }
  clearInterval(timer);
  timer = null;
});
