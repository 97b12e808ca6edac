#pragma once

#include <initializer_list>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <rapidjson/document.h>

#include "store/option_rules.hpp"

namespace spin {

/// Reads JSON strictly, and knows where it is: each reader returns false at the
/// first thing that is wrong and says it as "volumes[0].target: must be ...".
class option_reader {
public:
  using json = rapidjson::Value;

  explicit option_reader(std::string& why) : why_(why) {
    // nop
  }

  /// Goes into a member or an item; comes back when the result ends.
  class place {
  public:
    place(std::string& path, std::string_view step)
        : path_(path), back_(path.size()) {
      path_ += step;
    }
    place(const place&) = delete;
    place& operator=(const place&) = delete;
    ~place() { path_.resize(back_); }

  private:
    std::string& path_;
    std::size_t back_;
  };
  [[nodiscard]] place enter(std::string_view name);

  /// Returns `holds`; if not, says that what is here must be `what`.
  bool is(bool holds, const std::string& what);
  /// Says that nothing may be called so; returns false.
  bool unknown(const std::string& name);

  bool text(const json& from, std::string& to, std::size_t longest,
            const text_rule& rule);
  bool whole(const json& from, std::int64_t& to, std::int64_t least,
             std::int64_t most);
  bool truth(const json& from, bool& to);

  /// Reads an array of at most `most` items with `read(item, value)`.
  template <class T, class Read>
  bool list(const json& from, std::vector<T>& to, std::size_t most, Read read) {
    if (!is(from.IsArray() && from.Size() <= most,
            "a list of at most " + std::to_string(most)))
      return false;
    to.clear();
    for (rapidjson::SizeType i = 0; i < from.Size(); ++i) {
      const place inside{path_, '[' + std::to_string(i) + ']'};
      if (!read(from[i], to.emplace_back()))
        return false;
    }
    return true;
  }

  /// Reads an object of any names with `read(name, value)`.
  bool members(const json& from, std::size_t most,
               const std::function<bool(const std::string&, const json&)>& read);

  /// A member of an object.
  struct part {
    const char* name;
    bool required;
    std::function<bool(const json&)> read;
  };
  /// Reads an object that has no other members.
  bool object(const json& from, std::initializer_list<part> all);

private:
  std::string path_;
  std::string& why_;
};

} // namespace spin
