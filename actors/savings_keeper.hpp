#pragma once

#include <memory>

#include "actors/messages.hpp"
#include "actors/savings.hpp"

namespace spin {

/// Has what changed in `book` stored soon; `from` sends that.
template <class Sender>
void store_savings(Sender* from, const gateway_handle& gateway,
                   savings_book& book) {
  for (const auto& each : book.take_changed())
    from->send(gateway, atom::save_v,
               store::change{saving_record(each.image), encode(each)});
}

using savings_keeper_handle = caf::typed_actor<
    // INTERNAL: the time to look for what changed.
    caf::reacts_to<atom::alarm>>;

/// How often it looks. Time that was saved is stored at once by who notes it;
/// this is for the number of stops, of which there may be very many.
inline constexpr span savings_pause = std::chrono::seconds{5};

/// Has what changes in `book` stored.
savings_keeper_handle::behavior_type
savings_keeper_actor(savings_keeper_handle::pointer self,
                     gateway_handle gateway,
                     std::shared_ptr<savings_book> book);

} // namespace spin

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(std::shared_ptr<spin::savings_book>)
