#include "tests/store/samples.hpp"

#include <array>
#include <limits>

#include "store/hex.hpp"

namespace spin::test {

namespace {

template <class T>
T any_of(dice& from, T first, T last) {
  return std::uniform_int_distribution<T>{first, last}(from);
}

/// Every third number is one of the ends of its type.
template <class T>
T any_number(dice& from) {
  using limits = std::numeric_limits<T>;
  switch (any_of(from, 0, 5)) {
  case 0:
    return limits::max();
  case 1:
    return limits::min();
  default:
    return any_of(from, limits::min(), limits::max());
  }
}

bool flip(dice& from) {
  return any_of(from, 0, 1) == 1;
}

template <class E>
E any_word(dice& from, E last) {
  return static_cast<E>(any_of(from, 0, static_cast<int>(last)));
}

utc any_moment(dice& from) {
  return utc{std::chrono::milliseconds{any_number<std::int64_t>(from)}};
}

std::string any_hex(dice& from, std::size_t bytes) {
  std::vector<std::uint8_t> raw(bytes);
  for (auto& byte : raw)
    byte = static_cast<std::uint8_t>(any_of(from, 0, 255));
  return to_hex(raw);
}

} // namespace

std::string id_of(std::uint64_t n) {
  std::array<std::uint8_t, 16> raw{};
  for (std::size_t i = 0; i < 8; ++i)
    raw[15 - i] = static_cast<std::uint8_t>(n >> (8 * i));
  return to_hex(raw);
}

snapshot sample(std::uint64_t n) {
  using std::chrono::milliseconds;
  snapshot result;
  result.who = {id_of(n),      std::string(64, 'c'),
                "brave_curie", "spin-docker/web",
                {1, 2, 3},     utc{milliseconds{1}}, "ann"};
  result.run = {{{22, transport::tcp, 32768}, {53, transport::udp, 0}},
                {"172.17.0.2"}};
  result.want = wanted::stopped;
  result.now = phase::stopping;
  result.why = stop_reason::idle;
  // More digits than a double has.
  result.run_id = incarnation{1'700'000'000'123'456'789};
  result.next_check = utc{milliseconds{2}};
  result.last_chance = true;
  result.busy_since_check = true;
  result.active = n;
  result.reported_at = utc{milliseconds{3}};
  result.began = utc{milliseconds{5}};
  result.held_until = utc{milliseconds{6}};
  result.busy_until = utc{milliseconds{7}};
  result.last_end = run_end{stop_reason::idle, utc{milliseconds{4}}, 137, true};
  result.own = {std::chrono::seconds{60}, std::chrono::seconds{30}, true,
                std::chrono::seconds{0}, idle_action::pause};
  result.past.changes = {
      {utc{milliseconds{9}}, phase::running, stop_reason::none,
       {trigger::request, "r1"}},
      {utc{milliseconds{10}}, phase::stopping, stop_reason::idle,
       {trigger::idle_check, ""}}};
  result.past.checks = {{utc{milliseconds{10}}, verdict::idle_again}};
  result.boot = "b1";
  result.lead = milliseconds{8};
  return result;
}

std::string random_text(dice& from) {
  constexpr std::array<const char*, 12> odd{"\"",
                                            "\\",
                                            "\n",
                                            "\x7f",
                                            "\xc3\xa9",
                                            "/",
                                            "\x1",
                                            "\xe2\x82\xac",
                                            "\xed\x9f\xbf",
                                            "\xef\xbf\xbf",
                                            "\xf0\x9f\x90\xb3",
                                            "u0000"};
  std::string result;
  for (int left = any_of(from, 0, 20); left > 0; --left)
    switch (any_of(from, 0, 3)) {
    case 0:
      result += odd[any_of<std::size_t>(from, 0, odd.size() - 1)];
      break;
    case 1:
      result += '\0';
      break;
    default:
      result += static_cast<char>(any_of(from, 0x20, 0x7e));
    }
  return result;
}

snapshot random_snapshot(dice& from) {
  snapshot result;
  auto& who = result.who;
  who.id = any_hex(from, 16);
  who.container_id = flip(from) ? any_hex(from, 32) : "";
  who.name = random_text(from);
  who.image = random_text(from);
  from_hex(any_hex(from, 32), who.token_digest);
  who.created_at = any_moment(from);
  who.owner = random_text(from);
  for (int left = any_of(from, 0, 3); left > 0; --left)
    result.run.ports.push_back({any_of<std::uint16_t>(from, 1, 65535),
                                any_word(from, transport::udp),
                                any_number<std::uint16_t>(from)});
  for (int left = any_of(from, 0, 3); left > 0; --left)
    result.run.addresses.push_back(random_text(from));
  result.want = any_word(from, wanted::paused);
  result.now = any_word(from, phase::resuming);
  result.why = any_word(from, stop_reason::outside);
  result.run_id = incarnation{any_number<std::int64_t>(from)};
  result.next_check = any_moment(from);
  if (flip(from))
    result.stop_sent = any_moment(from);
  result.last_chance = flip(from);
  result.busy_since_check = flip(from);
  result.active = any_number<std::uint64_t>(from);
  if (flip(from))
    result.reported_at = any_moment(from);
  result.began = any_moment(from);
  if (flip(from))
    result.held_until = any_moment(from);
  if (flip(from))
    result.busy_until = any_moment(from);
  if (flip(from))
    result.last_end = run_end{any_word(from, stop_reason::outside),
                              any_moment(from), std::nullopt, flip(from)};
  if (result.last_end && flip(from))
    result.last_end->exit_code = any_number<int>(from);
  using std::chrono::seconds;
  if (flip(from))
    result.own.initial_timeout = seconds{any_of(from, 1, 100'000)};
  if (flip(from))
    result.own.timeout = seconds{any_of(from, 1, 100'000)};
  if (flip(from))
    result.own.disable_timeouts = flip(from);
  if (flip(from))
    result.own.max_age = seconds{any_of(from, 0, 100'000)};
  if (flip(from))
    result.own.on_idle = any_word(from, idle_action::remove);
  if (flip(from))
    result.options = random_options(from);
  if (flip(from))
    result.idle_memory = any_number<std::uint64_t>(from);
  for (int left = any_of(from, 0, 3); left > 0; --left) {
    transition one{any_moment(from), any_word(from, phase::resuming),
                   any_word(from, stop_reason::outside),
                   {any_word(from, trigger::recovery), {}}};
    if (one.by.what == trigger::request)
      one.by.request = any_hex(from, 8);
    result.past.changes.push_back(one);
  }
  for (int left = any_of(from, 0, 3); left > 0; --left)
    result.past.checks.push_back(
        {any_moment(from), any_word(from, verdict::missed)});
  result.boot = random_text(from);
  result.lead = std::chrono::milliseconds{any_number<std::int64_t>(from)};
  return result;
}

api_token sample_token(std::uint64_t n) {
  using std::chrono::milliseconds;
  api_token result;
  result.id = id_of(n);
  result.sum = {4, 5, 6};
  result.user = "ann";
  result.name = "ci \xe2\x82\xac";
  result.may = role::user;
  result.created_at = utc{milliseconds{1}};
  result.expires_at = utc{milliseconds{2}};
  return result;
}

api_token random_token(dice& from) {
  api_token result;
  result.id = any_hex(from, 16);
  from_hex(any_hex(from, 32), result.sum);
  result.user = random_text(from);
  result.name = random_text(from);
  result.may = any_word(from, role::admin);
  result.created_at = any_moment(from);
  if (flip(from))
    result.expires_at = any_moment(from);
  return result;
}

saving sample_saving(std::uint64_t n) {
  using std::chrono::milliseconds;
  return {"app \xe2\x82\xac" + std::to_string(n),
          utc{milliseconds{3}},
          4,
          5,
          12,
          {{6, 7, 8, 13}, {9, 10, 11, 14}}};
}

saving random_saving(dice& from) {
  saving result;
  result.image = random_text(from);
  result.since = any_moment(from);
  result.earlier_milliseconds = any_number<std::uint64_t>(from);
  result.earlier_stops = any_number<std::uint64_t>(from);
  result.earlier_kibibyte_seconds = any_number<std::uint64_t>(from);
  for (int left = any_of(from, 0, 5); left > 0; --left)
    result.hours.push_back({any_number<std::int64_t>(from),
                            any_number<std::uint64_t>(from),
                            any_number<std::uint64_t>(from),
                            any_number<std::uint64_t>(from)});
  return result;
}

store::change keep(const saving& what) {
  return {saving_record(what.image), encode(what)};
}

delivery sample_delivery(std::uint64_t n) {
  return {"0123456789abcdef", n, id_of(n), "e-" + std::to_string(n), "stopped",
          utc{std::chrono::milliseconds{3}}, R"({"type":"stopped"})"};
}

delivery random_delivery(dice& from) {
  return {any_hex(from, 8),   any_number<std::uint64_t>(from),
          random_text(from),  random_text(from),
          random_text(from),  any_moment(from),
          random_text(from)};
}

store::change keep(const delivery& what) {
  return {delivery_record(what.number), encode(what)};
}

vanished sample_vanished(std::uint64_t n) {
  using std::chrono::milliseconds;
  vanished result;
  result.container_id = id_of(0) + id_of(n);
  result.name = "web";
  result.image = "a/b:1";
  result.owner = "ann";
  result.own.timeout = std::chrono::seconds{60};
  result.options.env = {{"DB_PASSWORD", "hunter2"}};
  result.created_at = utc{milliseconds{3}};
  result.at = utc{milliseconds{4}};
  return result;
}

vanished random_vanished(dice& from) {
  const auto like = random_snapshot(from);
  vanished result;
  result.container_id = any_hex(from, 32);
  result.name = random_text(from);
  result.image = random_text(from);
  result.owner = random_text(from);
  result.own = like.own;
  result.options = like.options;
  result.created_at = any_moment(from);
  result.at = any_moment(from);
  return result;
}

store::change keep(const vanished& what) {
  return {vanished_record(what.container_id), encode(what)};
}

store::change keep(const api_token& what) {
  return {token_record(what.id), encode(what)};
}

store::change keep(const snapshot& what) {
  return {what.who.id, encode(what)};
}

store::change drop(std::uint64_t n) {
  return {id_of(n), ""};
}

} // namespace spin::test
