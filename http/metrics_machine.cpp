// The metrics of actors, engine, store and process.
#include "http/metrics_pages.hpp"
#include "http/process.hpp"

namespace spin::http {

namespace {

double seconds_of(span length) {
  return std::chrono::duration<double>(length).count();
}

void put_actor(exposition& page, actor_kind kind, const actor_meter& from,
               instant now) {
  const std::string name{to_string(kind)};
  page.put("spin_docker_actors", static_cast<double>(from.alive()), {name});
  page.put("spin_docker_actors_spawned_total",
           static_cast<double>(from.spawned.read()), {name});
  for (std::size_t i = 0; i < actor_ends; ++i)
    page.put("spin_docker_actors_ended_total",
             static_cast<double>(from.ended[i].read()),
             {name, std::string{to_string(static_cast<actor_end>(i))}});
  page.put("spin_docker_actors_restarted_total",
           static_cast<double>(from.restarted.read()), {name});
  page.put("spin_docker_actor_message_duration_seconds", from.handling.read(),
           nanoseconds, {name});
  page.put("spin_docker_actor_mailbox_messages",
           static_cast<double>(from.latest_mailbox()), {name});
  page.put("spin_docker_actor_mailbox_longest_messages",
           static_cast<double>(from.longest_mailbox(now)), {name});
  page.put("spin_docker_actor_oldest_message_seconds",
           seconds_of(from.oldest_message(now)), {name});
}

/// The name of an outcome, which is no failure if there is none.
std::string outcome_name(errc what) {
  return what == errc::none ? "ok" : std::string{to_string(what)};
}

void put_call(exposition& page, const std::string& verb,
              const engine_call_meter& from) {
  page.put("spin_docker_engine_calls_in_flight",
           static_cast<double>(from.in_flight), {verb});
  page.put("spin_docker_engine_call_duration_seconds", from.took.read(),
           nanoseconds, {verb});
  for (std::size_t i = 0; i < failure_kinds; ++i) {
    const auto how = static_cast<errc>(i);
    const auto count = from.count(how);
    if (count > 0 || how == errc::none)
      page.put("spin_docker_engine_calls_total", static_cast<double>(count),
               {verb, outcome_name(how)});
  }
}

} // namespace

void put_actors(exposition& page, const scrape& from) {
  const auto now = from.now.steady;
  for (std::size_t i = 0; i < actor_kinds; ++i) {
    const auto kind = static_cast<actor_kind>(i);
    put_actor(page, kind, from.meters.of(kind), now);
  }
  page.put("spin_docker_timer_lateness_seconds",
           from.meters.timer_lateness.read(), nanoseconds);
  page.put("spin_docker_scheduler_alive",
           !from.beats || from.beats->lives(now) ? 1 : 0);
}

void put_engine(exposition& page, const engine_meter& from) {
  for (std::size_t i = 0; i < engine_verbs.size(); ++i)
    put_call(page, std::string{engine_verbs[i]}, from.all()[i]);
  page.put("spin_docker_engine_calls_queued", static_cast<double>(from.queued));
}

void put_store(exposition& page, const store_meter& from) {
  page.put("spin_docker_store_writes_total",
           static_cast<double>(from.writes.read()));
  page.put("spin_docker_store_write_failures_total",
           static_cast<double>(from.failures.read()));
  page.put("spin_docker_store_write_records", from.group.read(), 1);
  page.put("spin_docker_store_write_duration_seconds", from.took.read(),
           nanoseconds);
  page.put("spin_docker_store_unsaved_records",
           static_cast<double>(from.unsaved));
}

void put_listening(exposition& page, const listening_meter& from) {
  page.put("spin_docker_event_streams", static_cast<double>(from.streams));
  page.put("spin_docker_event_streams_cut_off_total",
           static_cast<double>(from.cut_off.read()));
  page.put("spin_docker_webhook_deliveries_total",
           static_cast<double>(from.delivered.read()), {"delivered"});
  page.put("spin_docker_webhook_deliveries_total",
           static_cast<double>(from.failed.read()), {"failed"});
  page.put("spin_docker_webhook_deliveries_total",
           static_cast<double>(from.dropped.read()), {"dropped"});
  page.put("spin_docker_webhook_waiting_events",
           static_cast<double>(from.waiting));
  page.put("spin_docker_webhooks_away", static_cast<double>(from.away));
}

void put_process(exposition& page) {
  page.put("spin_docker_build_info", 1, {SPIN_VERSION});
  page.put("process_start_time_seconds", process_start_time());
  page.put("process_cpu_seconds_total", cpu_time());
  page.put("process_resident_memory_bytes", resident_memory());
  page.put("process_virtual_memory_bytes", virtual_memory());
  page.put("process_open_fds", open_files());
  page.put("process_max_fds", most_files());
  page.put("process_threads", threads());
}

} // namespace spin::http
