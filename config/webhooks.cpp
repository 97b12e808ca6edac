#include "config/webhooks.hpp"

#include <algorithm>

#include <sodium.h>
#include <yaml-cpp/yaml.h>

#include "config/items.hpp"

namespace spin::config {

namespace {

constexpr const char* webhooks_option = "sd_webhooks";
constexpr const char* what_a_webhook_is =
    "a list of maps with url, secret or secret_file and, if wanted, types";
constexpr const char* what_a_url_is = "http:// or https:// and a host";
constexpr const char* what_a_secret_is =
    "16 to 4096 bytes without control characters; after whsec_ in base64";
constexpr std::size_t longest_url = 2048;
constexpr std::size_t shortest_secret = 16;
constexpr std::size_t longest_secret = 4096;

std::string all_types() {
  std::string all;
  for (const auto word : event_types())
    all.append(all.empty() ? "" : ", ").append(word);
  return all;
}

bool is_plain(std::string_view text) {
  return std::ranges::none_of(
      text, [](unsigned char c) { return c <= 0x20 || c == 0x7f || c == '#'; });
}

parsed<std::string> read_url(std::string_view text) {
  const auto wrong = [&] {
    return tl::unexpected<std::string>("is no such URL"); // it may hold secrets
  };
  auto rest = text;
  if (rest.starts_with("https://"))
    rest.remove_prefix(8);
  else if (rest.starts_with("http://"))
    rest.remove_prefix(7);
  else
    return wrong();
  const auto host = rest.substr(0, rest.find_first_of("/?"));
  if (host.empty() || host.starts_with(':') || host.find('@') != host.npos
      || text.size() > longest_url || !is_plain(text))
    return wrong();
  return std::string{text};
}

parsed<std::vector<std::string>> read_event_types(std::string_view text) {
  std::vector<std::string> result;
  for (auto rest = text;;) {
    const auto comma = rest.find(',');
    const auto word = trimmed(rest.substr(0, comma));
    if (std::ranges::find(event_types(), word) == event_types().end())
      return tl::unexpected(shown_value(word) + " is none of them");
    result.emplace_back(word);
    if (comma == rest.npos)
      return result;
    rest.remove_prefix(comma + 1);
  }
}

/// Returns how many bytes a secret has.
std::size_t size_of_secret(std::string_view text) {
  constexpr std::string_view encoded = "whsec_";
  if (!text.starts_with(encoded))
    return text.size();
  text.remove_prefix(encoded.size());
  std::vector<unsigned char> bytes(text.size());
  std::size_t size = 0;
  const char* end = nullptr;
  const bool is_base64 =
      sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(),
                        nullptr, &size, &end, sodium_base64_VARIANT_ORIGINAL)
          == 0
      && end == text.data() + text.size();
  return is_base64 ? size : 0;
}

parsed<std::string> read_secret(std::string_view text) {
  if (size_of_secret(text) < shortest_secret || text.size() > longest_secret
      || !passwords().read(text))
    return tl::unexpected<std::string>("is not so long or not such text");
  return std::string{text};
}

const item_kind<webhook>& a_webhook() {
  static const item_kind<webhook> kind{
      webhooks_option,
      what_a_webhook_is,
      {{"url", true, what_a_url_is,
        [](webhook& w, std::string_view text) {
          return take<&webhook::url>(w, read_url(text));
        }},
       {"types", false, all_types(),
        [](webhook& w, std::string_view text) {
          return take<&webhook::types>(w, read_event_types(text));
        }},
       {"secret", false, what_a_secret_is,
        [](webhook& w, std::string_view text) {
          return take<&webhook::secret>(w, read_secret(text));
        }},
       {"secret_file", false, file_paths().allowed,
        [](webhook& w, std::string_view text) {
          return take<&webhook::secret_file>(w, file_paths().read(text));
        }}}};
  return kind;
}

tl::unexpected<problem> wrong(const std::string& where, std::string what,
                              std::string allowed) {
  return tl::unexpected(
      a_webhook().wrong(where, std::move(what), std::move(allowed)));
}

checked<webhook> read_webhook(const list_item& from) {
  auto result = a_webhook().read(from);
  if (result && result->secret.empty() == result->secret_file.empty())
    return wrong(from.where, "needs a secret", "one of secret and secret_file");
  return result;
}

/// Returns a URL without its path and query: either may hold a secret.
std::string without_secrets(const std::string& url) {
  const auto host = url.find("://") + 3;
  return url.substr(0, url.find_first_of("/?", host)) + "/...";
}

/// `secrets`: with those, else without anything that may be one.
std::string show_webhooks(const std::vector<webhook>& all, bool secrets) {
  YAML::Emitter out;
  out << YAML::Flow << YAML::BeginSeq;
  for (const auto& each : all) {
    out << YAML::Flow << YAML::BeginMap << YAML::Key << "url" << YAML::Value
        << YAML::DoubleQuoted << (secrets ? each.url : without_secrets(each.url));
    std::string types;
    for (const auto& word : each.types)
      types.append(types.empty() ? "" : ", ").append(word);
    if (!types.empty())
      out << YAML::Key << "types" << YAML::Value << YAML::DoubleQuoted << types;
    if (!each.secret_file.empty())
      out << YAML::Key << "secret_file" << YAML::Value << each.secret_file;
    else if (secrets)
      out << YAML::Key << "secret" << YAML::Value << YAML::DoubleQuoted
          << each.secret;
    out << YAML::EndMap;
  }
  out << YAML::EndSeq;
  return out.c_str();
}

} // namespace

const std::vector<std::string_view>& event_types() {
  static const std::vector<std::string_view> all{
      "created", "started", "stopping_soon", "stopping", "stopped",
      "paused",  "resumed", "removed",       "adopted",  "checked_in",
      "held",    "changed", "failed",        "degraded", "recovered",
      "ready"};
  return all;
}

checked<std::vector<webhook>> read_webhooks(const list_items& from) {
  std::vector<webhook> result;
  for (const auto& each : from) {
    auto next = read_webhook(each);
    if (!next)
      return tl::unexpected(next.error());
    if (std::ranges::find(result, next->url, &webhook::url) != result.end())
      return wrong(each.where, "url: is that of another webhook",
                   "each URL once");
    result.push_back(*std::move(next));
  }
  return result;
}

codec<std::vector<webhook>> webhooks() {
  return items_codec<webhook>(
      "webhooks", what_a_webhook_is, read_webhooks,
      [](const std::vector<webhook>& all) { return show_webhooks(all, true); },
      [](const std::vector<webhook>& all) {
        return all.empty() ? std::string{} : show_webhooks(all, false);
      });
}

checked<void> settle_webhooks(configuration& draft) {
  for (auto& each : draft.values.sd_webhooks) {
    if (each.secret_file.empty())
      continue;
    const auto at = draft.origins.find(webhooks_option);
    const auto where = at == draft.origins.end() ? "default" : at->second;
    auto text = read_file(each.secret_file, longest_secret);
    if (!text)
      return wrong(where,
                   shown_value(each.secret_file)
                       + " cannot be read: " + text.error(),
                   "a readable file that holds a secret");
    while (text->ends_with('\n') || text->ends_with('\r'))
      text->pop_back();
    const auto secret = read_secret(*text);
    if (!secret)
      return wrong(where, shown_value(each.secret_file) + " holds no secret",
                   what_a_secret_is);
    each.secret = *secret;
  }
  return {};
}

} // namespace spin::config
