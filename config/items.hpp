#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/entry.hpp"
#include "config/values.hpp"

// How options that are lists of maps are read.

namespace spin::config {

/// One key that the items of such an option have.
template <class T>
struct item_key {
  const char* name;
  bool required;
  std::string allowed;
  /// Reads a text into its field. Errors: what is wrong with it.
  parsed<void> (*read)(T&, std::string_view);
};

/// Such an option.
template <class T>
struct item_kind {
  const char* option;
  /// What an item is; reads on after "allowed: ".
  const char* what;
  std::vector<item_key<T>> keys;

  /// Makes a problem of the option.
  problem wrong(const std::string& where, std::string why,
                std::string allowed) const {
    return {where, option, std::move(why), std::move(allowed)};
  }

  /// Reads one item. Errors: the first thing that is wrong, with its place: it
  /// is no map, an unknown key, one that is missing or set twice, a wrong value.
  checked<T> read(const list_item& from) const {
    if (!from.is_map)
      return tl::unexpected(wrong(from.where, "an item is no map", what));
    T result;
    for (auto next = from.fields.begin(); next != from.fields.end(); ++next) {
      if (std::find_if(from.fields.begin(), next,
                       [&](const field& f) { return f.key == next->key; })
          != next)
        return tl::unexpected(
            wrong(next->where, next->key + ": is set twice", "each key once"));
      if (auto read = read_field(*next, result); !read)
        return tl::unexpected(read.error());
    }
    for (const auto& each : keys)
      if (each.required
          && std::ranges::find(from.fields, each.name, &field::key)
                 == from.fields.end())
        return tl::unexpected(wrong(
            from.where, std::string{each.name} + ": is missing", each.allowed));
    return result;
  }

private:
  checked<void> read_field(const field& from, T& into) const {
    const auto known =
        std::ranges::find(keys, from.key, &item_key<T>::name);
    if (known == keys.end())
      return tl::unexpected(wrong(
          from.where, "unknown key " + shown_value(shown_key(from.key)),
          all_names()));
    const auto read = from.is_text
                          ? known->read(into, from.value)
                          : tl::unexpected<std::string>("is no text");
    if (!read)
      return tl::unexpected(
          wrong(from.where, from.key + ": " + read.error(), known->allowed));
    return {};
  }

  std::string all_names() const {
    std::string all;
    for (const auto& each : keys)
      all.append(all.empty() ? "" : ", ").append(each.name);
    return all;
  }
};

/// Puts what was read into a field of an item.
template <auto Field, class T, class U>
parsed<void> take(T& into, parsed<U> value) {
  return value.map([&](U read) { into.*Field = std::move(read); });
}

/// Returns a codec of such an option that reads a list on one line with `read`.
template <class T>
codec<std::vector<T>>
items_codec(const char* kind, const char* what,
            checked<std::vector<T>> (*read)(const list_items&),
            std::string (*show)(const std::vector<T>&),
            std::string (*masked)(const std::vector<T>&)) {
  return {
      kind,
      what,
      [read](std::string_view text) -> parsed<std::vector<T>> {
        const auto found = items_of_text({}, std::string{text}, lines::one);
        if (!found)
          return tl::unexpected(found.error().what);
        return read(*found).map_error([](const problem& why) {
          return why.what + " (" + why.allowed + ')';
        });
      },
      show,
      masked,
  };
}

} // namespace spin::config
