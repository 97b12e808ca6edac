#pragma once

#include <string>
#include <string_view>

#include "config/command_line.hpp"
#include "config/values.hpp"

namespace spin::config {

/// How many bytes a password may have.
inline constexpr std::size_t longest_password = 4096;

/// Returns whether `text` is meant to be a hash: it begins as ours do.
bool looks_like_hash(std::string_view text) noexcept;

/// Reads a hash as libsodium's `crypto_pwhash_str` writes it: argon2id. Errors:
/// it is none, or one that would take more than 256 MiB or 10 passes at every
/// login.
parsed<std::string> read_password_hash(std::string_view text);

/// Returns the hash of `password`, with a new salt: 64 MiB and 2 passes, about
/// 0.1 s. Throws std::bad_alloc if there is no memory for that.
std::string hash_password(const std::string& password);

/// Serves `--hash-password`: reads a password from the descriptor `in`, twice
/// and without showing it if that is a terminal (then asking on the standard
/// error stream), else all of it but a newline at its end; answers its hash.
answer answer_hash(int in);

} // namespace spin::config
