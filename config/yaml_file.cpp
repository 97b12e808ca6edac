#include <algorithm>
#include <optional>
#include <set>
#include <sstream>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include "config/entry.hpp"
#include "config/utf8.hpp"

namespace spin::config {

namespace {

constexpr const char* what_a_file_is = "one YAML map of the keys --help lists";

std::string at(const std::string& path, const YAML::Mark& mark) {
  return path + ':' + std::to_string(mark.line < 0 ? 1 : mark.line + 1);
}

/// Notes where the last document starts, and nothing else.
class document_starts : public YAML::EventHandler {
public:
  YAML::Mark last;

  void OnDocumentStart(const YAML::Mark& mark) override { last = mark; }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t,
                const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}
};

/// Returns where a second document starts, if there is one. Two documents are
/// the most that is looked at: `YAML::LoadAll` of yaml-cpp 0.7 never ends on
/// some texts, "," among them, where it finds empty documents for ever.
std::optional<YAML::Mark> second_document(const std::string& text) {
  std::istringstream in{text};
  YAML::Parser parser{in};
  document_starts starts;
  if (parser.HandleNextDocument(starts) && parser.HandleNextDocument(starts))
    return starts.last;
  return std::nullopt;
}

/// Reads an item of a list of maps.
list_item read_item(const std::string& path, lines how, const YAML::Node& node) {
  const auto place = [&](const YAML::Node& at_node) {
    return how == lines::counted ? at(path, at_node.Mark()) : path;
  };
  list_item result{place(node), node.IsMap(), {}};
  if (!node.IsMap())
    return result;
  for (const auto& pair : node) {
    const bool named = pair.first.IsScalar();
    result.fields.push_back(
        {place(pair.first), named ? pair.first.Scalar() : std::string{},
         pair.second.IsScalar(),
         pair.second.IsScalar() ? pair.second.Scalar() : std::string{}});
  }
  return result;
}

list_items read_items(const std::string& path, lines how, const YAML::Node& list) {
  list_items result;
  for (const auto& each : list)
    result.push_back(read_item(path, how, each));
  return result;
}

bool has_maps(const YAML::Node& list) {
  for (const auto& each : list)
    if (each.IsMap())
      return true;
  return false;
}

/// Reads the value of one key; texts keep their spelling, so that `off`,
/// "off" and 'off' are the same and a password of digits stays one.
void read_value(const std::string& path, const YAML::Node& node, entry& into) {
  switch (node.Type()) {
  case YAML::NodeType::Scalar:
    into.value = node.Scalar();
    return;
  case YAML::NodeType::Sequence:
    if (has_maps(node)) {
      into.form = shape::items;
      into.parts = read_items(path, lines::counted, node);
      return;
    }
    into.form = shape::list;
    for (const auto& item : node) {
      const auto usable = item.IsScalar() && !item.Scalar().empty();
      into.value += (into.value.empty() ? "" : ",");
      into.value += usable ? item.Scalar() : "(not a text)";
    }
    return;
  case YAML::NodeType::Map:
    into.form = shape::map;
    return;
  case YAML::NodeType::Null:
  case YAML::NodeType::Undefined:
    into.form = shape::nothing;
    return;
  }
}

bool is_text(const std::string& value) {
  return log::valid_utf8(value) == value;
}

/// yaml-cpp 0.7 makes the escapes of YAML that stand for U+0080 to U+00FF single
/// bytes.
bool is_text(const entry& what) {
  return is_text(what.value)
         && std::all_of(what.parts.begin(), what.parts.end(),
                        [](const list_item& each) {
                          return std::all_of(
                              each.fields.begin(), each.fields.end(),
                              [](const auto& field) {
                                return is_text(field.value);
                              });
                        });
}

/// The rules for new containers may stand in a map of their own.
constexpr const char* rules_key = "policy";
constexpr const char* rules_prefix = "sd_policy_";

/// Adds the keys of `root`, each with `prefix` before it.
checked<void> add_entries(const std::string& path, const std::string& prefix,
                          const YAML::Node& root,
                          std::set<std::string>& seen, entries& result) {
  for (const auto& pair : root) {
    entry next;
    next.where = at(path, pair.first.Mark());
    if (!pair.first.IsScalar())
      return tl::unexpected(
          problem{next.where, {}, "has a key that is no text", what_a_file_is});
    next.key = prefix + pair.first.Scalar();
    if (next.key == rules_key && pair.second.IsMap()) {
      if (auto added = add_entries(path, rules_prefix, pair.second, seen, result);
          !added)
        return added;
      continue;
    }
    if (!seen.insert(next.key).second)
      return tl::unexpected(problem{next.where, shown_key(next.key),
                                    "is set twice in this file",
                                    "each key once"});
    read_value(path, pair.second, next);
    if (!is_text(next))
      return tl::unexpected(problem{next.where, shown_key(next.key),
                                    "is not UTF-8 (\\x80 and the like in "
                                    "quotes make single bytes)",
                                    "UTF-8 text"});
    result.push_back(std::move(next));
  }
  return {};
}

checked<entries> entries_of_map(const std::string& path,
                                const YAML::Node& root) {
  entries result;
  std::set<std::string> seen;
  return add_entries(path, "", root, seen, result).map([&] {
    return std::move(result);
  });
}

} // namespace

checked<list_items> items_of_text(const std::string& where, const std::string& text,
                             lines how) {
  constexpr const char* allowed = "a YAML list of maps";
  const auto place = [&](const YAML::Mark& mark) {
    return how == lines::counted ? at(where, mark) : where;
  };
  try {
    if (const auto rest = second_document(text))
      return tl::unexpected(
          problem{place(*rest), {}, "has more than one document", allowed});
    const auto root = YAML::Load(text);
    if (root.IsNull())
      return list_items{};
    if (!root.IsSequence())
      return tl::unexpected(
          problem{place(root.Mark()), {}, "is not a list", allowed});
    return read_items(where, how, root);
  } catch (const YAML::Exception& e) {
    return tl::unexpected(
        problem{place(e.mark), {}, "is not YAML", allowed}); // it holds secrets
  } catch (const std::exception&) {
    return tl::unexpected(problem{where, {}, "is not YAML", allowed});
  }
}

checked<entries> entries_of_file(const std::string& path,
                                 const std::string& text) {
  try {
    if (const auto rest = second_document(text))
      return tl::unexpected(problem{
          at(path, *rest), {}, "has more than one document", what_a_file_is});
    const auto root = YAML::Load(text);
    if (root.IsNull())
      return entries{};
    if (!root.IsMap())
      return tl::unexpected(problem{
          at(path, root.Mark()), {}, "is not a map of keys", what_a_file_is});
    return entries_of_map(path, root);
  } catch (const YAML::Exception& e) {
    // What follows a colon is a piece of the file, maybe of a password.
    const auto reason = e.msg.substr(0, e.msg.find(':'));
    return tl::unexpected(problem{
        at(path, e.mark), {}, "is not YAML: " + reason, what_a_file_is});
  } catch (const std::exception&) {
    return tl::unexpected(
        problem{path + ":1", {}, "is not YAML", what_a_file_is});
  }
}

} // namespace spin::config
