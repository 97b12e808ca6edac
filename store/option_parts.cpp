#include "store/option_parts.hpp"

#include <algorithm>
#include <cmath>

namespace spin::option_part {

namespace {

using std::chrono::seconds;
using in = option_reader;

constexpr std::int64_t most_seconds = 24 * 3600;
/// Each check costs the engine, whoever's container it is.
constexpr seconds least_interval{5};
constexpr std::size_t most_items = 64;
/// Each costs a call of the engine.
constexpr std::size_t most_networks = 8;
constexpr std::size_t most_variables = 256;
constexpr std::size_t longest_word = 32 * 1024;

bool is_test(const std::vector<std::string>& test) {
  if (test.empty())
    return false;
  const auto& kind = test.front();
  return (kind == "NONE" && test.size() == 1)
         || (kind == "CMD" && test.size() > 1)
         || (kind == "CMD-SHELL" && test.size() == 2);
}

/// Reads "80/tcp" or "80".
bool port(std::string_view text, port_binding& to) {
  const auto slash = text.find('/');
  const auto kind = slash == text.npos ? "tcp" : text.substr(slash + 1);
  const auto number = text.substr(0, slash);
  if ((kind != "tcp" && kind != "udp") || number.empty() || number.size() > 5
      || number.front() == '0'
      || number.find_first_not_of("0123456789") != number.npos)
    return false;
  const int value = std::stoi(std::string{number});
  to.container_port = static_cast<std::uint16_t>(value);
  to.protocol = kind == "udp" ? transport::udp : transport::tcp;
  return value <= 65535;
}

} // namespace

// -- kinds of values ----------------------------------------------------------

bool name(in& r, const json& from, std::string& to) {
  return r.text(from, to, longest_name, engine_name);
}

bool words(in& r, const json& from, std::vector<std::string>& to) {
  return r.list(from, to, most_variables, [&](const json& v, std::string& w) {
    return r.text(v, w, longest_word, any_text);
  });
}

bool words(in& r, const json& from,
           std::optional<std::vector<std::string>>& to) {
  return words(r, from, to.emplace());
}

bool named_texts(in& r, const json& from, std::map<std::string, std::string>& to,
                 const text_rule& names) {
  return r.members(from, most_variables, [&](const std::string& key,
                                             const json& value) {
    return r.is(key.size() <= longest_word && names.holds(key), names.what)
           && r.text(value, to[key], longest_word, any_text);
  });
}

bool whole(in& r, const json& from, std::optional<std::int64_t>& to,
           std::int64_t least, std::int64_t most) {
  return r.whole(from, to.emplace(), least, most);
}

bool truth(in& r, const json& from, std::optional<bool>& to) {
  return r.truth(from, to.emplace());
}

bool length(in& r, const json& from, seconds& to, std::int64_t most) {
  std::int64_t count = 0;
  if (!r.whole(from, count, 0, most))
    return false;
  to = seconds{count};
  return true;
}

bool path(in& r, const json& from, std::string& to) {
  return r.text(from, to, longest_path, absolute_path);
}

// -- objects ------------------------------------------------------------------

bool mounts(in& r, const json& from, std::vector<mount>& to,
            const text_rule& sources) {
  return r.list(from, to, most_items, [&](const json& item, mount& one) {
    return r.object(
        item, {{"source", true,
                [&](const json& v) {
                  return r.text(v, one.source, longest_path, sources);
                }},
               {"target", true,
                [&](const json& v) { return path(r, v, one.target); }},
               {"read_only", false,
                [&](const json& v) { return r.truth(v, one.read_only); }}});
  });
}

bool tmpfs(in& r, const json& from, std::vector<tmpfs_mount>& to) {
  return r.list(from, to, most_items, [&](const json& item, tmpfs_mount& one) {
    return r.object(
        item, {{"target", true,
                [&](const json& v) { return path(r, v, one.target); }},
               {"size", false,
                [&](const json& v) {
                  return r.whole(v, one.size, 0, tebibyte);
                }},
               {"exec", false,
                [&](const json& v) { return r.truth(v, one.exec); }}});
  });
}

bool ulimits(in& r, const json& from, std::map<std::string, ulimit>& to) {
  return r.members(from, most_items, [&](const std::string& key,
                                         const json& value) {
    auto& one = to[key];
    const auto number = [&](std::int64_t& n) {
      return [&r, &n](const json& v) { return r.whole(v, n, -1, tebibyte); };
    };
    return r.is(ulimit_name.holds(key), ulimit_name.what)
           && r.object(value, {{"soft", true, number(one.soft)},
                               {"hard", true, number(one.hard)}})
           && r.is(one.hard == -1 || (one.soft >= 0 && one.soft <= one.hard),
                   "with soft not above hard");
  });
}

bool networks(in& r, const json& from, std::vector<network_join>& to) {
  return r.list(from, to, most_networks, [&](const json& item,
                                             network_join& one) {
    const auto aliases = [&](const json& v) {
      return r.list(v, one.aliases, most_items,
                    [&](const json& w, std::string& alias) {
                      return r.text(w, alias, longest_name, host_name);
                    });
    };
    return r.object(
        item, {{"name", true, [&](const json& v) { return name(r, v, one.name); }},
               {"aliases", false, aliases}});
  });
}

bool links(in& r, const json& from, std::vector<container_link>& to) {
  return r.list(from, to, most_items, [&](const json& item,
                                          container_link& one) {
    return r.object(
        item, {{"container", true,
                [&](const json& v) { return name(r, v, one.container); }},
               {"alias", true, [&](const json& v) {
                  return r.text(v, one.alias, longest_name, host_name);
                }}});
  });
}

bool healthcheck(in& r, const json& from, std::optional<health_check>& to) {
  auto& one = to.emplace();
  const auto time = [&](seconds& t) {
    return [&r, &t](const json& v) { return length(r, v, t, most_seconds); };
  };
  return r.object(from, {{"test", true,
                          [&](const json& v) { return words(r, v, one.test); }},
                         {"interval", false, time(one.interval)},
                         {"timeout", false, time(one.timeout)},
                         {"start_period", false, time(one.start_period)},
                         {"retries", false, [&](const json& v) {
                            return r.whole(v, one.retries, 0, 1000);
                          }}})
         && r.is(one.interval == seconds{0} || one.interval >= least_interval,
                 "with an interval of 5 s or more")
         && r.is(is_test(one.test), "a test: NONE, CMD and words, or CMD-SHELL "
                                    "and a line");
}

bool cpus(in& r, const json& from, std::optional<std::int64_t>& to) {
  constexpr double most = 1024;
  if (!r.is(from.IsNumber() && from.GetDouble() >= 0
                && from.GetDouble() <= most,
            "a number from 0 to 1024"))
    return false;
  to = std::llround(from.GetDouble() * 1e9);
  return true;
}

bool ports(in& r, const json& from, std::vector<port_binding>& to) {
  return r.members(from, most_items, [&](const std::string& key,
                                         const json& value) {
    port_binding one;
    std::int64_t host = 0;
    if (!r.is(port(key, one), "a port such as 80/tcp")
        || !r.whole(value, host, 1, 65535))
      return false;
    one.host_port = static_cast<std::uint16_t>(host);
    const auto same = [&](const port_binding& other) {
      return other.container_port == one.container_port
             && other.protocol == one.protocol;
    };
    if (!r.is(std::ranges::none_of(to, same), "there only once"))
      return false;
    to.push_back(one);
    return true;
  });
}

bool texts(in& r, const json& from, std::vector<std::string>& to,
           std::size_t longest, const text_rule& rule) {
  return r.list(from, to, most_items, [&](const json& v, std::string& one) {
    return r.text(v, one, longest, rule);
  });
}

} // namespace spin::option_part
