#pragma once

#include <filesystem>
#include <string>

namespace spin::test {

/// A certificate and its key, both as PEM.
struct certificate {
  std::string certificate;
  std::string key;
};

/// Makes a new key (P-256) and a certificate that it signs itself: for `name`,
/// localhost and 127.0.0.1, for a day.
certificate make_certificate(const std::string& name);

/// Writes `text` to a file beside `path` and moves it there, as renewals do;
/// only its owner may read it.
void replace_file(const std::filesystem::path& path, const std::string& text);

} // namespace spin::test
