#include "config/password_hash.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <new>
#include <optional>
#include <stdexcept>

#include <sodium.h>
#include <termios.h>
#include <unistd.h>

namespace spin::config {

namespace {

constexpr std::string_view hash_prefix = "$argon2id$v=19$";
constexpr unsigned most_kibibytes = 256 * 1024;
constexpr unsigned most_passes = 10;

void need_sodium() {
  if (sodium_init() < 0)
    throw std::runtime_error("libsodium cannot start");
}

/// Keeps a terminal from showing what is typed.
class hidden_typing {
public:
  explicit hidden_typing(int terminal) : terminal_(terminal) {
    if (::tcgetattr(terminal_, &before_) != 0)
      return;
    auto quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = ::tcsetattr(terminal_, TCSAFLUSH, &quiet) == 0;
  }
  hidden_typing(const hidden_typing&) = delete;
  hidden_typing& operator=(const hidden_typing&) = delete;
  ~hidden_typing() {
    if (changed_)
      ::tcsetattr(terminal_, TCSAFLUSH, &before_);
  }

private:
  int terminal_;
  termios before_{};
  bool changed_ = false;
};

/// Reads up to the end, or to that of the line; none if it is too long.
std::optional<std::string> read_from(int in, bool one_line) {
  std::string text;
  char next = 0;
  for (;;) {
    const auto got = ::read(in, &next, 1);
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0 || (one_line && next == '\n'))
      break;
    text += next;
    if (text.size() > longest_password + 2)
      return std::nullopt;
  }
  if (text.ends_with('\n'))
    text.pop_back();
  if (text.ends_with('\r'))
    text.pop_back();
  return text;
}

std::optional<std::string> ask(int terminal, const char* prompt) {
  std::fputs(prompt, stderr);
  const hidden_typing quiet{terminal};
  auto text = read_from(terminal, true);
  std::fputc('\n', stderr);
  return text;
}

answer refused_line(const std::string& why) {
  return {exit_usage, {}, "--hash-password: " + why + '\n'};
}

} // namespace

bool looks_like_hash(std::string_view text) noexcept {
  return text.starts_with("$argon2");
}

parsed<std::string> read_password_hash(std::string_view text) {
  need_sodium();
  std::string hash{text};
  const auto no_hash = [] {
    return tl::unexpected<std::string>("is no argon2id hash");
  };
  unsigned kibibytes = 0;
  unsigned passes = 0;
  if (!text.starts_with(hash_prefix) || hash.size() >= crypto_pwhash_STRBYTES
      || std::sscanf(hash.c_str() + hash_prefix.size(), "m=%8u,t=%8u,p=1$",
                     &kibibytes, &passes)
             != 2
      || crypto_pwhash_str_needs_rehash(hash.c_str(), 2, 1U << 26) < 0)
    return no_hash();
  if (kibibytes > most_kibibytes || passes > most_passes)
    return tl::unexpected<std::string>(
        "takes more than 256 MiB or 10 passes at every login");
  return hash;
}

std::string hash_password(const std::string& password) {
  need_sodium();
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (crypto_pwhash_str(hash.data(), password.data(), password.size(),
                        crypto_pwhash_OPSLIMIT_INTERACTIVE,
                        crypto_pwhash_MEMLIMIT_INTERACTIVE)
      != 0)
    throw std::bad_alloc{};
  return hash.data();
}

answer answer_hash(int in) {
  const bool asks = ::isatty(in) == 1;
  const auto first = asks ? ask(in, "Password: ") : read_from(in, false);
  if (!first || first->size() > longest_password)
    return refused_line("the password is longer than 4096 bytes");
  if (first->empty())
    return refused_line("the password is empty");
  if (const auto fit = passwords().read(*first); !fit)
    return refused_line("the password " + fit.error());
  if (asks && ask(in, "Again: ") != first)
    return refused_line("the two are not the same");
  return {0, hash_password(*first) + '\n', {}};
}

} // namespace spin::config
