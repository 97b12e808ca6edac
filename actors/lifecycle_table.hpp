#pragma once

#include <string>

namespace spin {

/// Returns the page deploy/docs/lifecycle.md: what `decide` answers to every
/// event in every phase, in Markdown. Found by asking `decide` itself about
/// every state of a container that can matter there, so it cannot be out of
/// date. Pure; takes a moment.
std::string lifecycle_table();

} // namespace spin
