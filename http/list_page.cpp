#include "http/list_page.hpp"

#include <algorithm>

#include "http/text.hpp"

namespace spin::http {

namespace {

/// A container and where it stands; refers to texts of the view.
struct entry {
  list_place at;
  const view_ptr* what;
};

bool holds(std::string_view text, std::string_view part) {
  return lower_case(text).find(part) != std::string::npos;
}

/// Whether it has the label "name", or "name=value" so.
bool has_label(const container_view& view, std::string_view label) {
  if (!view.made_with)
    return false;
  // As they are shown: what nobody sees is not to be guessed at.
  const auto all = without_secrets(view.made_with->what).labels;
  const auto equals = label.find('=');
  const auto at = all.find(std::string{label.substr(0, equals)});
  return at != all.end()
         && (equals == label.npos || at->second == label.substr(equals + 1));
}

bool is_wanted(const container_view& view, const list_query& what) {
  const auto& who = *view.who;
  if (!what.statuses.empty()
      && std::ranges::find(what.statuses, status_of(view))
             == what.statuses.end())
    return false;
  if ((what.image && who.image != *what.image)
      || (what.owner && owner_of(view) != *what.owner))
    return false;
  if (!std::ranges::all_of(what.labels, [&](const std::string& each) {
        return has_label(view, each);
      }))
    return false;
  return what.words.empty() || who.container_id.starts_with(what.words)
         || holds(who.name, what.words) || holds(who.image, what.words)
         || holds(owner_of(view), what.words);
}

std::string_view beginning(std::string_view text) {
  return text.substr(0, sorted_text);
}

/// Where it stands in a list sorted by `by`. The second thing to sort by is its
/// age, but where there is a moment that is the first.
list_place place_of(const container_view& view, list_order by,
                    const server_policy& server) {
  const auto& who = *view.who;
  const auto age = who.created_at.time_since_epoch().count();
  switch (by) {
  case list_order::created:
    return {false, {}, age, who.id};
  case list_order::name:
    return {false, beginning(who.name), age, who.id};
  case list_order::image:
    return {false, beginning(who.image), age, who.id};
  case list_order::status:
    return {false, status_of(view), age, who.id};
  case list_order::stops_at: {
    const auto when = stops_at(view.life, policy_of(view, server));
    return {!when, {}, when ? when->time_since_epoch().count() : age, who.id};
  }
  }
  return {};
}

list_cursor cursor_at(const list_place& at, const list_query& what) {
  return {what.by,   what.descending,   at.last, std::string{at.text},
          at.number, std::string{at.id}};
}

} // namespace

list_page page_of(const std::vector<view_ptr>& all, const list_query& what,
                  const server_policy& server) {
  list_page result;
  std::vector<entry> left;
  for (const auto& each : all) {
    if (!is_wanted(*each, what))
      continue;
    ++result.matches;
    const auto at = place_of(*each, what.by, server);
    if (!what.after || stands_before(what.after->place(), at, what.descending))
      left.push_back({at, &each});
  }
  const auto size = std::min(what.limit.value_or(left.size()), left.size());
  const auto end = left.begin() + static_cast<std::ptrdiff_t>(size);
  std::partial_sort(left.begin(), end, left.end(),
                    [&](const entry& a, const entry& b) {
                      return stands_before(a.at, b.at, what.descending);
                    });
  result.shown.reserve(size);
  for (auto i = left.begin(); i != end; ++i)
    result.shown.push_back(*i->what);
  if (size < left.size())
    result.next = cursor_at(left.at(size - 1).at, what);
  return result;
}

} // namespace spin::http
