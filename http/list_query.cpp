#include "http/list_query.hpp"

#include <algorithm>
#include <array>

#include "http/fields.hpp"
#include "http/text.hpp"

namespace spin::http {

namespace {

constexpr std::array<std::string_view, 8> every_status{
    "starting", "running", "stopping", "stopped",
    "pausing",  "paused",  "resuming", "failed"};

constexpr std::array every_order{list_order::name, list_order::created,
                                 list_order::image, list_order::status,
                                 list_order::stops_at};

/// Cuts `text` at each comma.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> all;
  for (;;) {
    const auto comma = text.find(',');
    all.emplace_back(text.substr(0, comma));
    if (comma == std::string_view::npos)
      return all;
    text.remove_prefix(comma + 1);
  }
}

reading<std::vector<std::string>> statuses_in(const fields& all) {
  const auto text = value_of("status", all);
  if (!text)
    return std::vector<std::string>{};
  auto given = words_of(*text);
  for (const auto& each : given)
    if (std::ranges::find(every_status, each) == every_status.end())
      return refuse(400, "status: must be some of starting, running, stopping, "
                         "stopped, pausing, paused, resuming, failed, with "
                         "commas between them");
  std::ranges::sort(given);
  given.erase(std::unique(given.begin(), given.end()), given.end());
  return given;
}

reading<std::vector<std::string>> labels_in(const fields& all) {
  const auto text = value_of("label", all);
  if (!text)
    return std::vector<std::string>{};
  auto given = words_of(*text);
  for (const auto& each : given)
    if (each.empty() || each.starts_with('='))
      return refuse(400, "label: must be names of labels, or name=value, with "
                         "commas between them");
  return given;
}

reading<done> read_order(const fields& all, list_query& into) {
  auto text = value_of("sort", all);
  if (!text)
    return done{};
  into.descending = text->starts_with('-');
  if (into.descending)
    text->remove_prefix(1);
  for (auto each : every_order)
    if (*text == to_string(each)) {
      into.by = each;
      return done{};
    }
  return refuse(400, "sort: must be name, created, image, status or stops_at, "
                     "or one of them with - before it");
}

reading<done> read_page(const fields& all, list_query& into) {
  if (const auto text = value_of("limit", all)) {
    const auto number = whole_number(*text, longest_page);
    if (!number || *number == 0)
      return refuse(400, "limit: must be a whole number from 1 to "
                             + std::to_string(longest_page));
    into.limit = *number;
  }
  const auto text = value_of("cursor", all);
  if (!text)
    return done{};
  into.after = read_cursor(*text);
  if (!into.after)
    return refuse(400, "cursor: is not what a Link of a page before says");
  if (into.after->by != into.by || into.after->descending != into.descending)
    return refuse(400, "cursor: is of a list that is sorted in another way");
  if (!into.limit)
    into.limit = usual_page;
  return done{};
}

std::optional<std::string> text_in(std::string_view name, const fields& all) {
  const auto text = value_of(name, all);
  return text ? std::optional{std::string{*text}} : std::nullopt;
}

/// Appends `name=value`, with everything that means something in a URL or in
/// a header as %XX.
void add_parameter(std::string& to, std::string_view name, std::string_view value) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  constexpr std::string_view plain = "-._~,:/@";
  to.append(to.ends_with('?') ? "" : "&").append(name).append("=");
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9') || plain.find(c) != std::string_view::npos)
      to += c;
    else
      (to += '%').append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
  }
}

std::string joined(const std::vector<std::string>& all) {
  std::string text;
  for (const auto& each : all)
    text.append(text.empty() ? "" : ",").append(each);
  return text;
}

} // namespace

reading<list_query> read_list_query(const request& from) {
  const auto all = read_form(from.query);
  if (!all)
    return tl::unexpected(all.error());
  list_query wish;
  auto statuses = statuses_in(*all);
  if (!statuses)
    return tl::unexpected(statuses.error());
  wish.statuses = *std::move(statuses);
  wish.image = text_in("image", *all);
  wish.owner = text_in("owner", *all);
  auto labels = labels_in(*all);
  if (!labels)
    return tl::unexpected(labels.error());
  wish.labels = *std::move(labels);
  wish.words = lower_case(value_of("q", *all).value_or(""));
  for (auto* read : {read_order, read_page})
    if (const auto how = read(*all, wish); !how)
      return tl::unexpected(how.error());
  return wish;
}

std::string next_page_of(const list_query& what, const list_cursor& last) {
  std::string url = "/v1/containers?";
  if (!what.statuses.empty())
    add_parameter(url, "status", joined(what.statuses));
  if (what.image)
    add_parameter(url, "image", *what.image);
  if (what.owner)
    add_parameter(url, "owner", *what.owner);
  if (!what.labels.empty())
    add_parameter(url, "label", joined(what.labels));
  if (!what.words.empty())
    add_parameter(url, "q", what.words);
  std::string order{what.descending ? "-" : ""};
  add_parameter(url, "sort", order.append(to_string(what.by)));
  add_parameter(url, "limit", std::to_string(what.limit.value_or(usual_page)));
  add_parameter(url, "cursor", to_text(last));
  return url;
}

} // namespace spin::http
