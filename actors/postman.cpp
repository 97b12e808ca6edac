#include "actors/postman.hpp"

#include <utility>

namespace spin {

bool letter_box::put(letter what) {
  const std::lock_guard hold{mutex_};
  letters_.push_back(std::move(what));
  return letters_.size() == 1;
}

std::vector<letter_box::letter> letter_box::take() {
  const std::lock_guard hold{mutex_};
  return std::exchange(letters_, {});
}

postman_handle::behavior_type postman_actor(postman_handle::pointer self,
                                            std::shared_ptr<letter_box> box) {
  return {
    [self, box](atom::collect) {
      for (const auto& each : box->take())
        self->send(each.whom, any_event{event::reported{each.said}});
    },
  };
}

} // namespace spin
