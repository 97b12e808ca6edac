#include "http/metric_table.hpp"

#include <algorithm>
#include <array>

namespace spin::http {

namespace {

using enum metric_kind;

constexpr std::string_view containers = "Containers";
constexpr std::string_view check_ins = "Check-ins";
constexpr std::string_view actors = "Actors";
constexpr std::string_view engine = "Engine";
constexpr std::string_view store = "Store";
constexpr std::string_view front = "HTTP";
constexpr std::string_view process = "Process";

constexpr std::array table{
    metric_row{containers, "spin_docker_containers", gauge, "status",
               "Containers by status"},
    metric_row{containers, "spin_docker_image_containers", gauge,
               "image,status",
               "Containers by image and status: the 20 images with the most, "
               "and all others as (others)"},
    metric_row{containers, "spin_docker_silent_containers", gauge, "",
               "Running containers that have not reported since their start"},
    metric_row{
        containers, "spin_docker_failing_containers", gauge, "phase",
        "Containers whose last engine call failed and is tried again, by "
        "what they are about to do; failed stops are stopping, pausing "
        "and removing"},
    metric_row{containers, "spin_docker_overdue_containers", gauge, "",
               "Containers that run although they were to be stopped more than "
               "5 s ago"},
    metric_row{containers, "spin_docker_next_stop_timestamp_seconds", gauge, "",
               "When the next container is to be stopped unless it is used, in "
               "seconds since 1970; missing if none is"},
    metric_row{containers, "spin_docker_stops_total", counter, "reason",
               "Containers that came to a stop or a pause, by reason"},
    metric_row{containers, "spin_docker_idle_stops_called_off_total", counter,
               "",
               "Stops for idleness that were called off before the engine was "
               "asked, as the container was used after all"},
    metric_row{containers, "spin_docker_transitions_total", counter, "phase",
               "Changes of a container's phase, by the new one"},
    metric_row{
        containers, "spin_docker_stop_deadline_error_seconds", histogram, "",
        "How long after their moment stops and pauses by rule were asked "
        "for"},
    metric_row{containers, "spin_docker_alarm_lateness_seconds", histogram, "",
               "How long after its moment an alarm reached its container"},
    metric_row{containers, "spin_docker_saving_containers", gauge, "",
               "Containers that are stopped or paused for idleness"},
    metric_row{containers, "spin_docker_saved_container_seconds_total", counter,
               "",
               "Container time that stops and pauses for idleness saved since "
               "the records began; survives restarts"},
    metric_row{containers, "spin_docker_saved_byte_seconds_total", counter, "",
               "Memory that those stops saved times how long, by what was "
               "measured when nobody used the container any more; survives "
               "restarts"},

    metric_row{check_ins, "spin_docker_check_ins_total", counter, "outcome",
               "Check-ins by what became of them: credited, unknown_source, "
               "malformed, limited"},
    metric_row{check_ins, "spin_docker_check_in_listening", gauge, "",
               "1 while the listener for check-ins is open, else 0"},

    metric_row{actors, "spin_docker_actors", gauge, "actor",
               "Actors that live, by kind"},
    metric_row{actors, "spin_docker_actors_spawned_total", counter, "actor",
               "Actors that began"},
    metric_row{actors, "spin_docker_actors_ended_total", counter,
               "actor,reason",
               "Actors that ended: normal (their work was done), shutdown, "
               "killed or fault"},
    metric_row{actors, "spin_docker_actors_restarted_total", counter, "actor",
               "Actors that died of a fault and were started again"},
    metric_row{actors, "spin_docker_actor_message_duration_seconds", histogram,
               "actor",
               "How long the handling of a message took; its count is the "
               "number of messages handled"},
    metric_row{actors, "spin_docker_actor_mailbox_messages", gauge, "actor",
               "Messages that waited in a mailbox when one was last looked at"},
    metric_row{
        actors, "spin_docker_actor_mailbox_longest_messages", gauge, "actor",
        "The most messages that a look found waiting in a mailbox in the "
        "last one to two minutes"},
    metric_row{
        actors, "spin_docker_actor_oldest_message_seconds", gauge, "actor",
        "How long a message has to wait there, found by one that is sent "
        "each second; grows while the actor does not come to it"},
    metric_row{actors, "spin_docker_timer_lateness_seconds", histogram, "",
               "How late a timer of one second rings"},
    metric_row{actors, "spin_docker_scheduler_alive", gauge, "",
               "1 if an actor was run within the last second, else 0"},

    metric_row{engine, "spin_docker_engine_calls_total", counter,
               "call,outcome",
               "Calls of the engine that ended: ok, or how they failed"},
    metric_row{engine, "spin_docker_engine_call_duration_seconds", histogram,
               "call",
               "How long calls of the engine took, from the moment that they "
               "could begin"},
    metric_row{engine, "spin_docker_engine_calls_in_flight", gauge, "call",
               "Calls of the engine under way"},
    metric_row{engine, "spin_docker_engine_calls_queued", gauge, "",
               "Calls of the engine that wait for their turn"},
    metric_row{engine, "spin_docker_part_up", gauge, "part",
               "1 if that part is well, else 0: engine, events (its event "
               "stream), store, recovery (of the stored state)"},
    metric_row{engine, "spin_docker_part_since_timestamp_seconds", gauge,
               "part", "Since when it has been so, in seconds since 1970"},

    metric_row{store, "spin_docker_store_writes_total", counter, "",
               "Groups of records that were written"},
    metric_row{store, "spin_docker_store_write_failures_total", counter, "",
               "Groups that could not be written; they are tried again"},
    metric_row{store, "spin_docker_store_write_records", histogram, "",
               "Records in a group that was written"},
    metric_row{store, "spin_docker_store_write_duration_seconds", histogram, "",
               "How long the store took for a group"},
    metric_row{store, "spin_docker_store_unsaved_records", gauge, "",
               "Records that wait to be written"},

    metric_row{front, "spin_docker_event_streams", gauge, "",
               "Clients that follow the events"},
    metric_row{front, "spin_docker_event_streams_cut_off_total", counter, "",
               "Clients that were cut off as they read too slowly"},
    metric_row{front, "spin_docker_webhook_deliveries_total", counter,
               "outcome",
               "Tries to deliver an event to a webhook: delivered or failed; "
               "and events that were dropped: too many waited, or it was tried "
               "for too long"},
    metric_row{front, "spin_docker_webhook_waiting_events", gauge, "",
               "Events that wait to be delivered, of all webhooks"},
    metric_row{front, "spin_docker_webhooks_away", gauge, "",
               "Webhooks that take nothing"},
    metric_row{front, "spin_docker_http_requests_total", counter,
               "route,status", "Answered requests by route and status"},
    metric_row{front, "spin_docker_http_request_duration_seconds", histogram,
               "route", "From a whole request to its answer, by route"},
    metric_row{front, "spin_docker_http_connections", gauge, "listener",
               "Open connections"},
    metric_row{front, "spin_docker_http_connections_refused_total", counter,
               "listener",
               "Connections that were closed at once as there were too many"},
    metric_row{front, "spin_docker_http_waiting_requests", gauge, "listener",
               "Requests that wait for an actor (sd_max_engine_requests)"},

    metric_row{process, "spin_docker_build_info", gauge, "version",
               "Always 1; the version is its label"},
    metric_row{process, "process_start_time_seconds", gauge, "",
               "When the server started, in seconds since 1970"},
    metric_row{process, "process_cpu_seconds_total", counter, "",
               "CPU time of the server, its own and the kernel's for it"},
    metric_row{process, "process_resident_memory_bytes", gauge, "",
               "Resident memory of the server"},
    metric_row{process, "process_virtual_memory_bytes", gauge, "",
               "Virtual memory of the server"},
    metric_row{process, "process_open_fds", gauge, "",
               "File descriptors that are open"},
    metric_row{process, "process_max_fds", gauge, "",
               "File descriptors that may be open"},
    metric_row{process, "process_threads", gauge, "", "Threads of the server"},
};

constexpr std::string_view introduction =
    "# Metrics\n"
    "\n"
    "Everything that `GET /metrics` tells, in Prometheus' text format. Printed "
    "from `http/metric_table.cpp`.\n"
    "\n"
    "Prometheus gets it from the API with the login of an admin or viewer, or "
    "from `sd_metrics_listen` without one. All labels have few values: no "
    "container, user or address is one. Of a histogram there are `_bucket`, "
    "`_sum` and `_count`. Counters begin at 0 when the server starts, unless "
    "it "
    "is said otherwise. Ready dashboards and alert rules: "
    "[deploy/monitoring](../monitoring/README.md).\n";

std::string_view to_string(metric_kind what) {
  switch (what) {
  case counter:
    return "counter";
  case gauge:
    return "gauge";
  case histogram:
    return "histogram";
  }
  return "";
}

/// Returns "a,b" as "`a` `b`".
std::string quoted(std::string_view labels) {
  std::string out;
  while (!labels.empty()) {
    const auto comma = std::min(labels.find(','), labels.size());
    out +=
        (out.empty() ? "`" : " `") + std::string{labels.substr(0, comma)} + '`';
    labels.remove_prefix(std::min(comma + 1, labels.size()));
  }
  return out;
}

} // namespace

std::span<const metric_row> metric_table() {
  return table;
}

std::string metrics_page() {
  std::string out{introduction};
  std::string_view group;
  for (const auto& row : table) {
    if (row.group != group) {
      group = row.group;
      out.append("\n## ").append(group).append(
          "\n\n| metric | type | labels | what |\n|---|---|---|---|\n");
    }
    out.append("| `")
        .append(row.name)
        .append("` | ")
        .append(to_string(row.kind))
        .append(" | ")
        .append(quoted(row.labels))
        .append(" | ")
        .append(row.help)
        .append(" |\n");
  }
  return out;
}

} // namespace spin::http
