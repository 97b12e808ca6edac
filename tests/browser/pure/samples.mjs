// Containers as the API shows them.

/** 2026-05-01T12:00:00Z */
export const now = Date.UTC(2026, 4, 1, 12);
export const at = (ms) => new Date(ms).toISOString();
export const minutes = (n) => n * 60000;

export function container(n, more = {}) {
  const id = n.toString(16).padStart(64, '0');
  return {
    status: 'running',
    name: `/quiet_heron_${n}`,
    active: '0',
    image: 'spin-docker/hello',
    container_id: id,
    ports: { '80/tcp': String(32768 + n), '22/tcp': String(42768 + n) },
    created_at: at(now - minutes(n + 1)),
    started_at: at(now - minutes(n + 1)),
    stops_at: at(now + minutes(30)),
    reported_at: null,
    stop_reason: null,
    stopped_at: null,
    exit_code: null,
    stopping_soon: false,
    keep_alive_until: null,
    busy_until: null,
    last_stop: null,
    policy: { initial_timeout: 7200, timeout: 1800, disable_timeouts: false, max_age: 0, on_idle: 'stop' },
    owner: 'ann',
    ...more,
  };
}

/** Random numbers that are the same for the same seed. */
export function dice(seed) {
  let state = seed >>> 0;
  return (most) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}
