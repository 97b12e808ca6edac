#include "config/load.hpp"

#include <unistd.h>

#include <cerrno>
#include <initializer_list>

#include "config/logins.hpp"
#include "config/options.hpp"
#include "config/webhooks.hpp"

namespace spin::config {

namespace {

constexpr const char* default_engine = "unix:///var/run/docker.sock";

std::string find_or_empty(const environment_variables& in,
                          const std::string& name) {
  const auto i = in.find(name);
  return i == in.end() ? std::string{} : i->second;
}

// -- the file -----------------------------------------------------------------

checked<entries> entries_of_any_file(const sources& from) {
  auto path = from.config_file.value_or(
      find_or_empty(from.environment, "SPIN_DOCKER_CONFIG"));
  if (path.empty() && !from.config_file) {
    path = from.default_file;
    if (::access(path.c_str(), F_OK) != 0 && errno == ENOENT)
      return entries{};
  }
  const auto text = read_file(path, longest_file);
  if (!text)
    return tl::unexpected(problem{path,
                                  {},
                                  "cannot be read: " + text.error(),
                                  "a readable YAML file of at most 1 MiB"});
  return entries_of_file(path, *text);
}

// -- merging ------------------------------------------------------------------

/// Returns what is wrong with the kind of value that `with` has.
parsed<void> check_shape(const option& row, const entry& with) {
  switch (with.form) {
  case shape::nothing:
    return tl::unexpected<std::string>("has no value");
  case shape::map:
    return tl::unexpected<std::string>("is a map");
  case shape::items:
    return tl::unexpected<std::string>("is a list of maps");
  case shape::list:
    if (!row.is_list && !(row.assign_items && with.value.empty()))
      return tl::unexpected<std::string>("is a list");
    return {};
  case shape::text:
    return {};
  }
  return {};
}

checked<void> apply(const entry& with, configuration& draft) {
  const auto* row = find_option(with.key);
  if (row == nullptr)
    return tl::unexpected(unknown_key(with.where, with.key));
  draft.origins[row->key] = with.where;
  if (row->assign_items && with.form == shape::items)
    return row->assign_items(draft.values, with.parts);
  const auto applied = check_shape(*row, with).and_then([&] {
    return row->assign(draft.values, with.value);
  });
  if (!applied)
    return tl::unexpected(
        problem{with.where, row->key, applied.error(), row->allowed});
  return {};
}

checked<void> apply_all(const checked<entries>& with, configuration& draft) {
  if (!with)
    return tl::unexpected(with.error());
  for (const auto& next : *with)
    if (auto applied = apply(next, draft); !applied)
      return applied;
  return {};
}

// -- what follows from the whole ----------------------------------------------

checked<void> resolve_engine(const environment_variables& environment,
                             configuration& draft) {
  if (draft.values.sd_engine != "auto")
    return {};
  draft.values.sd_engine = default_engine;
  const auto host = find_or_empty(environment, "DOCKER_HOST");
  if (host.empty())
    return {};
  return apply({"environment DOCKER_HOST", "sd_engine", shape::text, host},
               draft);
}

/// A report goes stale after four checks unless something else is asked.
void resolve_report_ttl(settings& values) {
  if (values.sd_report_ttl.count() < 0)
    values.sd_report_ttl = 4 * values.sd_timeout_interval;
}

/// Returns where the first of `keys` that is set stands.
std::string origin_of(const configuration& draft,
                      std::initializer_list<const char*> keys) {
  for (const auto* key : keys)
    if (const auto at = draft.origins.find(key); at != draft.origins.end())
      return at->second;
  return "default";
}

checked<void> check_client_timeouts(const configuration& draft) {
  const auto& values = draft.values;
  if (values.sd_timeout_min <= values.sd_timeout_max)
    return {};
  return tl::unexpected(problem{
      origin_of(draft, {"sd_timeout_min", "sd_timeout_max"}), "sd_timeout_min",
      to_text(values.sd_timeout_min) + " is more than sd_timeout_max ("
          + to_text(values.sd_timeout_max) + ')',
      "at most sd_timeout_max"});
}

checked<void> check_tls(const configuration& draft) {
  const auto& values = draft.values;
  if (values.sd_tls_certificate.empty() == values.sd_tls_key.empty())
    return {};
  const auto* given =
      values.sd_tls_key.empty() ? "sd_tls_certificate" : "sd_tls_key";
  const auto* missing =
      values.sd_tls_key.empty() ? "sd_tls_key" : "sd_tls_certificate";
  return tl::unexpected(problem{origin_of(draft, {given}), given,
                                std::string{"is set, "} + missing + " is not",
                                "both of them, or neither"});
}

} // namespace

checked<configuration> load(const sources& from) {
  configuration draft;
  const auto done =
      apply_all(entries_of_any_file(from), draft)
          .and_then([&] {
            return apply_all(entries_of_environment(from.environment), draft);
          })
          .and_then(
              [&] { return apply_all(entries_of_flags(from.sets), draft); })
          .and_then([&] { return resolve_engine(from.environment, draft); })
          .and_then([&] { return settle_logins(draft); })
          .and_then([&] { return settle_webhooks(draft); })
          .and_then([&] { return check_client_timeouts(draft); })
          .and_then([&] { return check_tls(draft); });
  if (!done)
    return tl::unexpected(done.error());
  resolve_report_ttl(draft.values);
  return draft;
}

} // namespace spin::config
