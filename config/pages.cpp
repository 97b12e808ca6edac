#include "config/pages.hpp"

#include <algorithm>

#include <yaml-cpp/yaml.h>

#include "config/options.hpp"

namespace spin::config {

namespace {

constexpr std::size_t page_width = 80;

constexpr const char* file_head =
    "Configuration of spin-docker. This file is " //
    "/etc/spin-docker/spin_docker.yml, or what $SPIN_DOCKER_CONFIG or --config "
    "names. Each key stands here with its default: remove the # before it to "
    "change it. The same keys can be set in the environment (SD_LISTEN=...) "
    "and by --set KEY=VALUE; a flag wins over the environment, and the "
    "environment over this file. See spin-docker(8).";

/// Breaks `text` at blanks into lines that start with `prefix`.
std::string wrapped(const std::string& text, const std::string& prefix) {
  std::string result;
  auto line = prefix;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto end = std::min(text.find(' ', at), text.size());
    const auto word = text.substr(at, end - at);
    const auto begins = line.size() == prefix.size();
    if (!begins && line.size() + 1 + word.size() > page_width) {
      result += line + '\n';
      line = prefix + word;
    } else {
      line += (begins ? "" : " ") + word;
    }
    at = end + 1;
  }
  return result + line + '\n';
}

/// Splits what a list option shows.
std::vector<std::string> items_of(std::string_view text) {
  std::vector<std::string> items;
  while (!text.empty()) {
    const auto comma = std::min(text.find(','), text.size());
    items.emplace_back(trimmed(text.substr(0, comma)));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return items;
}

/// Writes the value of a field as YAML on one line.
std::string yaml_of(const option& row, const settings& from) {
  const auto text = row.show(from);
  if (row.assign_items)
    return text; // YAML already
  YAML::Emitter out;
  if (row.is_list) {
    out << YAML::Flow << YAML::BeginSeq;
    for (const auto& item : items_of(text))
      out << item;
    out << YAML::EndSeq;
  } else if (text.empty()) {
    out << YAML::SingleQuoted << text;
  } else {
    out << text;
  }
  return out.c_str();
}

std::string shown_default(const option& row) {
  const auto text = row.default_text();
  return text.empty() ? "none" : text;
}

} // namespace

std::string as_sentence(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
    text[0] = static_cast<char>(text[0] - ('a' - 'A'));
  return text + '.';
}

// -- help and example ---------------------------------------------------------

std::string help_on_keys() {
  std::string page =
      "Keys, in the file as KEY: VALUE, by --set KEY=VALUE, or in the\n"
      "environment in capitals (SD_LISTEN=...), each with its default:\n";
  for (const auto& row : options())
    page += "  " + row.key + ": " + shown_default(row) + '\n'
            + wrapped(row.help + "; allowed: " + row.allowed, "      ");
  return page;
}

std::string example_file() {
  auto page = wrapped(file_head, "# ");
  for (const auto& row : options())
    page += '\n' + wrapped(as_sentence(row.help), "# ")
            + wrapped(row.advice, "# ")
            + wrapped("Allowed: " + row.allowed + '.', "# ") + '#' + row.key
            + ": " + yaml_of(row, settings{}) + '\n';
  return page;
}

std::string print_config(const configuration& what, secrets how) {
  std::string page;
  for (const auto& row : options()) {
    const auto mask = row.masked(what.values);
    const auto origin = what.origins.find(row.key);
    if (how == secrets::hidden && !mask.empty())
      page += "# " + row.key + ": " + mask;
    else
      page += row.key + ": " + yaml_of(row, what.values);
    page +=
        "  # "
        + (origin == what.origins.end() ? "default" : one_line(origin->second))
        + '\n';
  }
  return page;
}

} // namespace spin::config
