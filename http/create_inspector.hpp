#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/create_rules.hpp"

namespace spin::http {

/// Looks at what a client asks for, one thing after the other; the first that is
/// turned down counts.
class create_inspector {
public:
  create_inspector(const principal& who, const create_rules& rules,
                   const path_resolver& resolve)
      : who_(who), rules_(rules), resolve_(resolve) {
    // nop
  }

  /// Why it is turned down; none: it is not.
  std::optional<refusal> wrong;

  void image(const std::string& name);
  void volumes(const std::vector<mount>& all);
  void networks(const std::vector<network_join>& all);
  void capabilities(const std::vector<std::string>& all);
  void ports(const std::vector<port_binding>& all);
  void ulimits(const std::map<std::string, ulimit>& all);
  /// Puts the real path of each in its place.
  void binds(std::vector<mount>& all);
  void devices(std::vector<std::string>& all);

  /// Gives what is usual to who asks for nothing.
  void limit(const char* option, std::optional<std::int64_t>& wish,
             const create_rules::limit& with, const char* rule);
  void most(const char* option, std::int64_t wish, std::int64_t most_of_it,
            const char* rule);

  void turn_down(std::string message);

private:
  bool fits_one(const std::vector<std::string>& patterns,
                std::string_view text) const;
  void bind(mount& wish);
  /// Returns the rule by which a path may be mounted, the freest of all.
  const std::pair<std::string, bool>* folder_of(const std::string& path) const;
  void not_allowed(const char* option, const std::string& what,
                   const std::vector<std::string>& allowed, const char* rule);
  void too_much(const std::string& option, std::int64_t wish,
                std::int64_t most, const char* rule);

  const principal& who_;
  const create_rules& rules_;
  const path_resolver& resolve_;
};

/// Returns `pattern` with the user's name in it.
std::string for_user(std::string pattern, const std::string& user);

/// Returns all of them with commas between, or "none".
std::string list_of(const std::vector<std::string>& all);

} // namespace spin::http
