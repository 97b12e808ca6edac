#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "actors/messages.hpp"

namespace spin {

/// Reports on their way from threads outside of CAF to the containers' actors. To
/// send each on its own would wake a worker for each; from here one actor takes
/// all that have come meanwhile and hands them on from within. Thread-safe.
class letter_box {
public:
  struct letter {
    container_handle whom;
    report said;
  };

  /// Puts a letter in. True: it is the first since `take`, so call the postman.
  bool put(letter what);

  /// Takes all letters out, oldest first.
  std::vector<letter> take();

private:
  std::mutex mutex_;
  std::vector<letter> letters_;
};

/// Empties a letter box whenever it is called.
using postman_handle = caf::typed_actor<caf::reacts_to<atom::collect>>;

postman_handle::behavior_type postman_actor(postman_handle::pointer self,
                                            std::shared_ptr<letter_box> box);

} // namespace spin

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(std::shared_ptr<spin::letter_box>)
