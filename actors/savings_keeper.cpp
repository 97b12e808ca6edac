#include "actors/savings_keeper.hpp"

namespace spin {

savings_keeper_handle::behavior_type
savings_keeper_actor(savings_keeper_handle::pointer self,
                     gateway_handle gateway,
                     std::shared_ptr<savings_book> book) {
  self->delayed_send(self, savings_pause, atom::alarm_v);
  return {
      [self, gateway = std::move(gateway),
       book = std::move(book)](atom::alarm) {
        store_savings(self, gateway, *book);
        self->delayed_send(self, savings_pause, atom::alarm_v);
      },
  };
}

} // namespace spin
