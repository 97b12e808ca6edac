#pragma once

#include <string>
#include <vector>

namespace spin::test {

/// The API versions that there are answers of.
inline const std::vector<std::string> recorded_apis{"1.41", "1.51", "1.52"};

/// Returns the answer `name` of `api`; throws if there is none.
std::string recorded(const std::string& api, const std::string& name);

/// Returns the names of all answers of `api` that begin with `prefix`.
std::vector<std::string> recorded_names(const std::string& api,
                                        const std::string& prefix);

} // namespace spin::test
