// Containers as a small team has them, for pictures and for checks of how it looks.

const minute = 60000;
const hour = 60 * minute;

const at = (ms) => new Date(ms).toISOString();
const utc = (ms) => at(ms).slice(11, 19);
const policy = { initial_timeout: 7200, timeout: 1800, disable_timeouts: false, max_age: 0, on_idle: 'stop' };

function one(n, now, name, image, owner, more) {
  const id = (0x4ebe5afb1fc1n + BigInt(n) * 0x1357924680acen).toString(16).padStart(64, '3').slice(0, 64);
  const port = { postgres: '5432/tcp', redis: '6379/tcp', django: '8000/tcp' }[image] ?? '80/tcp';
  return {
    status: 'running', name: `/${name}`, active: '0', ssh_port: '', app_port: '', container_id: id, uri: `/v1/containers/${id}`,
    image: image === 'hello' ? 'spin-docker/hello' : `spin-docker/sd-${image}`, owner,
    ports: { [port]: String(32900 + n * 2), '22/tcp': String(32901 + n * 2) },
    created_at: at(now - (n + 2) * 37 * minute), started_at: at(now - (n + 2) * 11 * minute), reported_at: at(now - (n % 5) * 14000 - 6000),
    stops_at: null, stopping_soon: false, stop_reason: null, stopped_at: null, exit_code: null, oom_killed: false,
    keep_alive_until: null, busy_until: null, last_stop: null, policy, ...more,
  };
}

const stopped = (now, ago, reason, code = 0) => ({
  status: 'stopped', ports: {}, started_at: null, stops_at: null, stopped_at: at(now - ago), stop_reason: reason, exit_code: code,
  last_stop: { reason, at: at(now - ago), exit_code: code, oom_killed: false },
});

export function town(now) {
  const rows = [
    ['brave_walrus_cb00e5', 'postgres', 'ann', { active: '3', stops_at: at(now + 47 * minute) }],
    ['quiet_heron_5d1f03', 'django', 'bob', { active: '1', stops_at: at(now + 26 * minute + 41000) }],
    ['clever_otter_91aa72', 'redis', 'carla', { stopping_soon: true, stops_at: at(now + 42000), reported_at: at(now - 28 * minute) }],
    ['gentle_finch_0c7be1', 'postgres', 'ann', { keep_alive_until: at(now + 52 * minute), stops_at: at(now + 82 * minute) }],
    ['swift_badger_77d2f4', 'hello', 'class-7b', { reported_at: null, stops_at: at(now + 1.9 * hour), ports: { '80/tcp': '32945' } }],
    ['lucky_marten_3ab6c0', 'django', 'class-7b', { active: '12', stops_at: at(now + 29 * minute) }],
    ['bold_lynx_e81c55', 'postgres', 'ci', { status: 'starting', ports: {}, reported_at: null, started_at: at(now - 800) }],
    ['mellow_ibis_6f20d9', 'redis', 'bob', { status: 'paused', stop_reason: 'idle', stops_at: null, reported_at: at(now - 41 * minute) }],
    ['sunny_raven_14e7aa', 'django', 'carla', { stops_at: null, policy: { ...policy, disable_timeouts: true }, active: '2' }],
    ['calm_beaver_b92d08', 'postgres', 'class-7b', stopped(now, 7 * minute, 'idle')],
    ['proud_stork_5510fe', 'redis', 'class-7b', stopped(now, 19 * minute, 'idle')],
    ['witty_gecko_c4417b', 'hello', 'eve', stopped(now, 33 * minute, 'asked')],
    ['eager_puffin_80d3a6', 'django', 'ci', stopped(now, 51 * minute, 'died', 1)],
    ['shy_falcon_29be47', 'postgres', 'bob', stopped(now, 26 * hour, 'idle')],
  ];
  return rows.map(([name, image, owner, more], n) => one(n, now, name, image, owner, more));
}

/** What `GET .../idle` says of one that has had its first idle look. */
export const idleOf = (now) => (c) => ({
  container_id: c.container_id, status: c.status, rule: 'last_chance',
  sentence: `It reported 0 connections 28 min ago. A look at ${utc(now - 29 * minute)} UTC found it idle. It will be stopped at ${utc(now + 42000)} UTC unless it is used before.`,
  stops_at: c.stops_at, stopping_soon: true, next_look_at: c.stops_at,
  signals: {
    report: { active: 0, at: at(now - 28 * minute), age: 1680, counts: false, counts_until: null },
    busy_since_last_look: false, last_look_found_idle: true,
    keep_alive: { counts: false, until: null }, busy_for: { counts: false, until: null }, report_ttl: 7200,
  },
  checks: [
    { at: at(now - 89 * minute), verdict: 'busy' }, { at: at(now - 59 * minute), verdict: 'busy' }, { at: at(now - 29 * minute), verdict: 'idle' },
  ],
  policy: { ...c.policy, warn_before: 60 },
});

export const pastOf = (now) => () => [
  { at: at(now - 27 * hour), status: 'starting', reason: null, request: '9f3c1be07a2d4e1' },
  { at: at(now - 27 * hour + 900), status: 'running', reason: null, cause: 'event' },
  { at: at(now - 21 * hour), status: 'stopping', reason: 'idle', cause: 'idle-check' },
  { at: at(now - 21 * hour + 1400), status: 'stopped', reason: 'idle', cause: 'event' },
  { at: at(now - 2.1 * hour), status: 'starting', reason: null, request: '2b77d0c14e9a03f' },
  { at: at(now - 2.1 * hour + 800), status: 'running', reason: null, cause: 'event' },
];

export const savings = { since: '2026-01-01T00:00:00.000Z', saving_now: 5, last_7d: { container_seconds: 1123200, stops: 214 }, last_24h: { container_seconds: 172800, stops: 31 }, total: { container_seconds: 15552000, stops: 2890 } };

export const health = (now) => ({
  ready: true,
  parts: Object.fromEntries(['engine', 'store', 'events', 'recovery'].map((part) => [part, { ok: true, since: at(now - 3 * hour), last_error: null }])),
});

/** Metrics that change from look to look as those of a server do. */
export function metricsOf() {
  let n = 0;
  return () => {
    n += 1;
    const wave = (period, low, high) => low + (high - low) * (0.5 + 0.5 * Math.sin(n / period) * Math.cos(n / (period * 2.7)));
    // The integral of a rate that swings: a counter only grows.
    const total = (perLook) => Math.round(perLook * (n + 3 * Math.sin(n / 6) + 0.4 * Math.sin(n / 1.3)));
    return [
      `spin_docker_check_ins_total{outcome="credited"} ${total(70)}`,
      `spin_docker_http_requests_total{route="GET /v1/containers",status="200"} ${total(95)}`,
      `spin_docker_actor_message_duration_seconds_count{actor="container"} ${total(310)}`,
      `spin_docker_actor_oldest_message_seconds{actor="registry"} ${wave(3, 0.0001, 0.0009).toFixed(6)}`,
      `spin_docker_actor_oldest_message_seconds{actor="gateway"} ${wave(5, 0.0002, 0.002).toFixed(6)}`,
      `spin_docker_engine_call_duration_seconds_sum{call="list"} ${(n * 0.21 + Math.sin(n / 3) * 0.2).toFixed(4)}`,
      `spin_docker_engine_call_duration_seconds_count{call="list"} ${n * 5}`,
      `spin_docker_engine_calls_in_flight{call="start"} ${Math.max(0, Math.round(wave(2, -1, 4)))}`,
      `spin_docker_store_write_duration_seconds_sum ${(n * 0.004 + Math.sin(n / 4) * 0.004).toFixed(5)}`,
      `spin_docker_store_write_duration_seconds_count ${n * 3}`,
      `process_resident_memory_bytes ${Math.round(wave(9, 41, 43) * 1024 * 1024)}`,
      '',
    ].join('\n');
  };
}
