#include "http/logins.hpp"

#include <cstring>
#include <utility>

#include "actors/messages.hpp"
#include "config/logging.hpp"

namespace spin::http {

namespace {

/// How many passwords are checked at a time: each takes a whole core, and the
/// memory that its hash names (64 MiB).
constexpr std::size_t clerks = 2;

/// A thread that does one slow thing after the other. Its argument is there
/// because CAF 0.17 binds a null reference when it spawns a function without
/// any.
caf::behavior clerk(caf::event_based_actor*, done) {
  return {[](atom::answered, const continuation& work) { work(); }};
}

} // namespace

/// One check of a password.
struct logins::trial {
  std::string name;
  std::string password;
  std::string place;
  /// Whose password it is compared with; nobody's may be somebody's.
  const account* against = nullptr;
  /// There is a user of that name.
  bool exists = false;
  login_memory::sum sum{};
  moment now{};
};

/// Returns what stands for what is tried, for this process only.
std::uint64_t logins::guess_of(const trial& what) {
  std::uint64_t guess = 0;
  std::memcpy(&guess, what.sum.data(), sizeof(guess));
  return guess;
}

logins::logins(caf::actor_system& system, std::vector<account> all)
    : all_(std::move(all)) {
  for (std::size_t i = 0; i < clerks; ++i)
    clerks_.push_back(system.spawn<caf::detached>(clerk, done{}));
}

logins::~logins() {
  for (const auto& each : clerks_)
    caf::anon_send_exit(each, caf::exit_reason::user_shutdown);
}

void logins::check(const basic_login& what, std::string_view address,
                   moment now, receiver then) {
  using how = login_result::how;
  trial one{what.user, what.password, place_of(address), all_.find(what.user),
            true,      {},            now};
  if (!one.against) {
    one.against = all_.decoy(what.user);
    one.exists = false;
  }
  if (!one.against)
    return then({how::wrong});
  one.sum = known_.sum_of(
      {one.place, one.name, one.password, one.against->secret});
  if (one.exists && known_.knows(one.sum, now)
      && slowed_.lets_known_pass(one.place, one.name, now))
    return then({how::right, principal_of(*one.against)});
  if (!one.against->hashed)
    return try_at_once(one, then);
  try_later(std::move(one), std::move(then));
}

/// A plain password is compared right here.
void logins::try_at_once(const trial& what, const receiver& then) {
  using how = login_result::how;
  // Who has to wait is not told whether the guess was right.
  if (const auto wait = slowed_.attempt(what.place, what.name, what.now,
                                         guess_of(what)))
    return then({how::too_often, {}, *wait});
  const bool right =
      is_password_of(*what.against, what.password) && what.exists;
  keep_books(what, right);
  if (right)
    then({how::right, principal_of(*what.against)});
  else
    then({how::wrong});
}

void logins::try_later(trial what, receiver then) {
  using how = login_result::how;
  login_result refused;
  {
    const std::lock_guard hold{mutex_};
    if (const auto same = waiting_.find(what.sum); same != waiting_.end()) {
      same->second.push_back(std::move(then));
      return;
    }
    const auto from = from_place_.find(what.place);
    if (waiting_.size() >= most_waiting
        || (from != from_place_.end() && from->second >= most_waiting_from_one))
      refused = {how::too_many, {}, std::chrono::seconds{1}};
    else if (const auto wait =
                 slowed_.attempt(what.place, what.name, what.now,
                                 guess_of(what)))
      refused = {how::too_often, {}, *wait};
    else {
      waiting_[what.sum].push_back(std::move(then));
      ++from_place_[what.place];
      next_clerk_ = (next_clerk_ + 1) % clerks_.size();
      caf::anon_send(clerks_[next_clerk_], atom::answered_v,
                     continuation{[self = shared_from_this(), what] {
                       self->try_now(what);
                     }});
      return;
    }
  }
  then(refused);
}

void logins::try_now(const trial& what) {
  const bool right = !closed_
                     && is_password_of(*what.against, what.password)
                     && what.exists;
  keep_books(what, right);
  std::vector<receiver> all;
  {
    const std::lock_guard hold{mutex_};
    all = std::move(waiting_.extract(what.sum).mapped());
    if (const auto from = from_place_.find(what.place); --from->second == 0)
      from_place_.erase(from);
  }
  const auto result =
      right ? login_result{login_result::how::right, principal_of(*what.against)}
            : login_result{};
  for (const auto& each : all)
    try {
      each(result);
    } catch (const std::exception& error) { // would be the end of the clerk
      log::error("a request failed after its login", {{"why", error.what()}});
    }
}

void logins::keep_books(const trial& what, bool right) {
  if (!right)
    return;
  known_.keep(what.sum, what.now);
  slowed_.succeeded(what.place, what.name);
}

} // namespace spin::http
