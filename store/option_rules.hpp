#pragma once

#include <string_view>

namespace spin {

// What texts in the options of a container may be. Pure.

/// A rule, and how it reads after "must be ".
struct text_rule {
  bool (*holds)(std::string_view);
  const char* what;
};

/// Any text without NUL.
extern const text_rule any_text;
/// Any text of one line, without control characters.
extern const text_rule one_line;
/// What engines take as the name of a container, a volume or a network.
extern const text_rule engine_name;
/// The same, and not of hexadecimal digits alone: engines take the beginning of
/// an id for a name, and look for ids first.
extern const text_rule container_name;
/// A name in DNS (RFC 1123), or several with dots between them.
extern const text_rule host_name;
/// A variable of the environment: no '=', no blanks; none that this server sets
/// itself.
extern const text_rule variable_name;
/// A label: none of those that begin with "spin-docker.".
extern const text_rule label_name;
/// An absolute path without "." and ".." and an end of '/', other than "/".
extern const text_rule absolute_path;
/// A path below /dev.
extern const text_rule device_path;
/// "NET_ADMIN", or "ALL"; upper case, without "CAP_".
extern const text_rule capability;
/// "SIGTERM", "SIGRTMIN+3" or a number from 1 to 64.
extern const text_rule signal_name;
/// A line of authorized_keys without options.
extern const text_rule public_key;
/// A name that `setrlimit` has: "nofile".
extern const text_rule ulimit_name;

} // namespace spin
