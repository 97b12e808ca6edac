#include "store/option_rules.hpp"

#include <algorithm>
#include <array>

namespace spin {

namespace {

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_alnum(char c) {
  return is_lower(c) || is_upper(c) || is_digit(c);
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f;
}

bool has_no_nul(std::string_view text) {
  return text.find('\0') == text.npos;
}

bool is_one_line(std::string_view text) {
  return std::ranges::none_of(text, is_control);
}

bool is_engine_name(std::string_view text) {
  return text.size() >= 2 && is_alnum(text.front())
         && std::ranges::all_of(text, [](char c) {
              return is_alnum(c) || c == '_' || c == '.' || c == '-';
            });
}

bool is_container_name(std::string_view text) {
  return is_engine_name(text)
         && text.find_first_not_of("0123456789abcdefABCDEF") != text.npos;
}

bool is_host_label(std::string_view text) {
  return !text.empty() && text.size() <= 63 && text.front() != '-'
         && text.back() != '-' && std::ranges::all_of(text, [](char c) {
              return is_alnum(c) || c == '-';
            });
}

bool is_host_name(std::string_view text) {
  for (;;) {
    const auto dot = text.find('.');
    if (!is_host_label(text.substr(0, dot)))
      return false;
    if (dot == text.npos)
      return true;
    text.remove_prefix(dot + 1);
  }
}

bool is_variable_name(std::string_view text) {
  return !text.empty() && !text.starts_with("SPIN_DOCKER_")
         && std::ranges::none_of(text, [](char c) {
              return is_control(c) || c == '=' || c == ' ';
            });
}

bool is_label_name(std::string_view text) {
  return !text.empty() && is_one_line(text) && !text.starts_with("spin-docker.");
}

bool is_absolute_path(std::string_view text) {
  if (text.size() < 2 || text.front() != '/' || !is_one_line(text))
    return false;
  for (auto rest = text.substr(1);;) {
    const auto slash = rest.find('/');
    const auto part = rest.substr(0, slash);
    if (part.empty() || part == "." || part == "..")
      return false;
    if (slash == rest.npos)
      return true;
    rest.remove_prefix(slash + 1);
  }
}

bool is_device_path(std::string_view text) {
  return text.starts_with("/dev/") && is_absolute_path(text);
}

bool is_capability(std::string_view text) {
  return !text.empty() && !text.starts_with("CAP_")
         && std::ranges::all_of(text, [](char c) {
              return is_upper(c) || is_digit(c) || c == '_';
            });
}

bool is_signal(std::string_view text) {
  if (text.size() <= 2 && !text.empty() && std::ranges::all_of(text, is_digit))
    return text.front() != '0'
           && (text.size() == 1 || text <= "64");
  return text.starts_with("SIG") && text.size() > 3
         && std::ranges::all_of(text.substr(3), [](char c) {
              return is_upper(c) || is_digit(c) || c == '+' || c == '-';
            });
}

constexpr std::array<std::string_view, 7> key_types{
    "ssh-ed25519",
    "ssh-rsa",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com"};

bool is_base64(std::string_view text) {
  const auto digits = text.substr(0, text.find('='));
  const auto padding = text.size() - digits.size();
  return text.size() % 4 == 0 && padding <= 2
         && std::ranges::all_of(text.substr(digits.size()),
                                [](char c) { return c == '='; })
         && std::ranges::all_of(digits, [](char c) {
              return is_alnum(c) || c == '+' || c == '/';
            });
}

bool is_public_key(std::string_view text) {
  const auto blank = text.find(' ');
  if (blank == text.npos || !is_one_line(text)
      || std::ranges::find(key_types, text.substr(0, blank)) == key_types.end())
    return false;
  const auto rest = text.substr(blank + 1);
  const auto key = rest.substr(0, rest.find(' '));
  // Each begins with the length of its type, in four bytes.
  return key.starts_with("AAAA") && key.size() > 16 && is_base64(key);
}

constexpr std::array<std::string_view, 15> ulimit_names{
    "core",       "cpu",    "data", "fsize", "locks", "memlock", "msgqueue",
    "nice",       "nofile", "nproc", "rss",  "rtprio", "rttime",
    "sigpending", "stack"};

bool is_ulimit_name(std::string_view text) {
  return std::ranges::find(ulimit_names, text) != ulimit_names.end();
}

} // namespace

constinit const text_rule any_text{has_no_nul, "text without NUL"};
constinit const text_rule one_line{is_one_line, "text without control characters"};
constinit const text_rule engine_name{
    is_engine_name, "2 or more letters, digits, '_', '.' and '-', the first of "
                    "them a letter or digit"};
constinit const text_rule container_name{
    is_container_name, "2 or more letters, digits, '_', '.' and '-', the first "
                       "of them a letter or digit, and not all of them "
                       "hexadecimal digits as in an id"};
constinit const text_rule host_name{is_host_name,
                          "letters, digits and '-', with dots between names"};
constinit const text_rule variable_name{
    is_variable_name,
    "a name without '=' and blanks that does not begin with SPIN_DOCKER_"};
constinit const text_rule label_name{
    is_label_name, "a name that does not begin with \"spin-docker.\""};
constinit const text_rule absolute_path{
    is_absolute_path, "an absolute path other than /, without . and .. and an "
                      "end of /"};
constinit const text_rule device_path{is_device_path, "a path below /dev"};
constinit const text_rule capability{is_capability,
                           "a capability such as NET_ADMIN, or ALL"};
constinit const text_rule signal_name{
    is_signal, "a signal such as SIGTERM, or a number from 1 to 64"};
constinit const text_rule public_key{
    is_public_key, "a public key as ssh-keygen writes it, without options"};
constinit const text_rule ulimit_name{is_ulimit_name,
                            "a limit such as nofile, nproc, memlock or core"};

} // namespace spin
