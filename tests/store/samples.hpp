#pragma once

#include <ostream>
#include <random>
#include <string>
#include <vector>

#include "store/snapshot.hpp"
#include "store/store.hpp"

namespace spin::test {

using dice = std::mt19937_64;

/// Returns the id of the `n`th container: 32 hex digits.
std::string id_of(std::uint64_t n);

/// Returns a running container whose every field differs from its default.
snapshot sample(std::uint64_t n = 1);

/// Returns a valid snapshot with every field random, strings of odd characters
/// and numbers at their ends included.
snapshot random_snapshot(dice& from);

/// Options as a client may ask for them.
create_options random_options(dice& from);

/// Returns an API token whose every field differs from its default.
api_token sample_token(std::uint64_t n = 1);

/// Returns a valid token with every field random.
api_token random_token(dice& from);

/// Returns a saving whose every field differs from its default.
saving sample_saving(std::uint64_t n = 1);

/// Returns a valid saving with every field random.
saving random_saving(dice& from);

/// Returns random text of 0 to 20 characters of all planes of Unicode, with
/// quotes, backslashes, control characters and zero bytes among them.
std::string random_text(dice& from);

/// Returns the change that keeps `what`.
store::change keep(const snapshot& what);

/// The same for an event that waits for a webhook.
delivery sample_delivery(std::uint64_t n = 1);
delivery random_delivery(dice& from);
store::change keep(const delivery& what);

/// The same for a container that vanished; its `n` is in its id.
vanished sample_vanished(std::uint64_t n = 1);
vanished random_vanished(dice& from);
store::change keep(const vanished& what);

store::change keep(const api_token& what);

store::change keep(const saving& what);

/// Returns the change that drops the record of the `n`th container.
store::change drop(std::uint64_t n);

} // namespace spin::test

namespace spin {

/// Shows a snapshot in a failed test.
inline void PrintTo(const snapshot& what, std::ostream* to) {
  *to << encode(what);
}

} // namespace spin
