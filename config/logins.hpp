#pragma once

#include "config/load.hpp"

namespace spin::config {

/// Reads the files that hold passwords, and decides who may log in: without
/// users it is admin with `sd_password`; with users admin is one of them, or has
/// a password that somebody set, or does not exist. Errors: a file that cannot
/// be read, admin twice, nobody who may do everything, a broken hash, or a
/// password that production refuses: the default or an empty one.
checked<void> settle_logins(configuration& draft);

} // namespace spin::config
