#include "http/option_forms.hpp"

#include <algorithm>
#include <string>

#include "http/option_values.hpp"
#include "http/text.hpp"

namespace spin::http {

namespace {

using namespace option_value;
using memory = json_memory;

// -- lists and objects --------------------------------------------------------

template <class Form>
void each_item(json_value& v, memory& in, Form form) {
  if (v.IsArray())
    for (auto& item : v.GetArray())
      form(item, in);
}

void member(json_value& object, const char* name, memory& in,
            void (*form)(json_value&, memory&)) {
  if (object.IsObject() && object.HasMember(name))
    form(object[name], in);
}

/// Numbers and truths as the texts that they are in an environment.
void plain_text(json_value& v, memory& in) {
  if (v.IsBool())
    set_text(v, v.GetBool() ? "true" : "false", in);
  else if (v.IsInt64())
    set_text(v, std::to_string(v.GetInt64()), in);
}

/// ["A=1"] as {"A": "1"}.
void named_texts(json_value& v, memory& in) {
  if (v.IsObject())
    each_member(v, [&](auto& each) { plain_text(each.value, in); });
  if (!v.IsArray()
      || !std::all_of(v.Begin(), v.End(), [](const json_value& item) {
           return item.IsString()
                  && text_of(item).find('=') != std::string_view::npos;
         }))
    return;
  json_value object{rapidjson::kObjectType};
  for (const auto& item : v.GetArray()) {
    const auto line = text_of(item);
    const auto equals = line.find('=');
    object.AddMember(text(line.substr(0, equals), in),
                     text(line.substr(equals + 1), in), in);
  }
  v = std::move(object);
}

/// "source:/target:ro"
void mount(json_value& v, memory& in) {
  if (!v.IsString())
    return;
  auto line = text_of(v);
  const bool read_only = line.ends_with(":ro");
  if (read_only || line.ends_with(":rw"))
    line.remove_suffix(3);
  const auto colon = line.find(':');
  if (colon == line.npos)
    return;
  json_value object{rapidjson::kObjectType};
  add(object, "source", text(line.substr(0, colon), in), in);
  add(object, "target", text(line.substr(colon + 1), in), in);
  add(object, "read_only", json_value{read_only}, in);
  v = std::move(object);
}

void mounts(json_value& v, memory& in) {
  each_item(v, in, mount);
}

/// "/run", "/run:exec,size=64m"
void tmpfs_item(json_value& v, memory& in) {
  member(v, "size", in, size);
  if (!v.IsString())
    return;
  const auto line = text_of(v);
  const auto colon = line.find(':');
  json_value object{rapidjson::kObjectType};
  add(object, "target", text(line.substr(0, colon), in), in);
  for (auto rest = colon == line.npos ? std::string_view{}
                                      : line.substr(colon + 1);
       !rest.empty();) {
    const auto comma = rest.find(',');
    const auto word = rest.substr(0, comma);
    rest.remove_prefix(comma == rest.npos ? rest.size() : comma + 1);
    if (word == "exec") {
      add(object, "exec", json_value{true}, in);
    } else if (word.starts_with("size=")) {
      auto bytes = text(word.substr(5), in);
      size(bytes, in);
      add(object, "size", std::move(bytes), in);
    } else {
      return; // turned down as it is
    }
  }
  v = std::move(object);
}

void tmpfs(json_value& v, memory& in) {
  each_item(v, in, tmpfs_item);
}

void number_or_size(json_value& v, memory& in) {
  whole(v, in);
  size(v, in);
}

/// 1024, "64m", "1024:2048"
void ulimit(json_value& v, memory& in) {
  member(v, "soft", in, number_or_size);
  member(v, "hard", in, number_or_size);
  if (v.IsObject())
    return;
  json_value soft;
  json_value hard;
  const auto line = v.IsString() ? text_of(v) : std::string_view{};
  if (const auto colon = line.find(':'); colon != line.npos) {
    soft = text(line.substr(0, colon), in);
    hard = text(line.substr(colon + 1), in);
  } else {
    soft.CopyFrom(v, in);
    hard.CopyFrom(v, in);
  }
  number_or_size(soft, in);
  number_or_size(hard, in);
  json_value object{rapidjson::kObjectType};
  add(object, "soft", std::move(soft), in);
  add(object, "hard", std::move(hard), in);
  v = std::move(object);
}

void ulimits(json_value& v, memory& in) {
  if (v.IsObject())
    each_member(v, [&](auto& each) { ulimit(each.value, in); });
}

void network(json_value& v, memory& in) {
  if (!v.IsString())
    return;
  json_value object{rapidjson::kObjectType};
  add(object, "name", text(text_of(v), in), in);
  v = std::move(object);
}

void networks(json_value& v, memory& in) {
  each_item(v, in, network);
}

/// "other:alias", "other"
void link(json_value& v, memory& in) {
  if (!v.IsString())
    return;
  const auto line = text_of(v);
  const auto colon = line.find(':');
  json_value object{rapidjson::kObjectType};
  add(object, "container", text(line.substr(0, colon), in), in);
  add(object, "alias",
      text(colon == line.npos ? line : line.substr(colon + 1), in), in);
  v = std::move(object);
}

void links(json_value& v, memory& in) {
  each_item(v, in, link);
}

void capability(json_value& v, memory& in) {
  if (!v.IsString())
    return;
  auto name = std::string{text_of(v)};
  std::transform(name.begin(), name.end(), name.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  if (name.starts_with("CAP_"))
    name.erase(0, 4);
  set_text(v, name, in);
}

void capabilities(json_value& v, memory& in) {
  each_item(v, in, capability);
}

/// "none"; {"command": "line"}, {"command": ["word"]}
void healthcheck(json_value& v, memory& in) {
  if (v.IsString() && text_of(v) == "none") {
    json_value test{rapidjson::kArrayType};
    test.PushBack("NONE", in);
    v.SetObject();
    add(v, "test", std::move(test), in);
  }
  for (const auto* time : {"interval", "timeout", "start_period"})
    member(v, time, in, duration);
  member(v, "retries", in, whole);
  if (!v.IsObject() || !v.HasMember("command") || v.HasMember("test"))
    return;
  json_value command{std::move(v["command"])};
  v.EraseMember("command");
  json_value test{rapidjson::kArrayType};
  if (command.IsArray()) {
    test.PushBack("CMD", in);
    for (auto& word : command.GetArray())
      test.PushBack(std::move(word), in);
  } else {
    test.PushBack("CMD-SHELL", in).PushBack(std::move(command), in);
  }
  add(v, "test", std::move(test), in);
}

/// ["8080:80", "5353:53/udp"] as {"80": 8080, "53/udp": 5353}
void ports(json_value& v, memory& in) {
  if (v.IsArray()
      && std::all_of(v.Begin(), v.End(), [](const json_value& item) {
           return item.IsString()
                  && text_of(item).find(':') != std::string_view::npos;
         })) {
    json_value object{rapidjson::kObjectType};
    for (const auto& item : v.GetArray()) {
      const auto line = text_of(item);
      const auto colon = line.find(':');
      object.AddMember(text(line.substr(colon + 1), in),
                       text(line.substr(0, colon), in), in);
    }
    v = std::move(object);
  }
  if (v.IsObject())
    each_member(v, [&](auto& each) { whole(each.value, in); });
}

/// One text with a key on each line, as the file has them.
void ssh_keys(json_value& v, memory& in) {
  if (!v.IsString())
    return;
  json_value list{rapidjson::kArrayType};
  for (auto rest = text_of(v); !rest.empty();) {
    const auto end = rest.find('\n');
    auto line = rest.substr(0, end);
    rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
    if (line.ends_with('\r'))
      line.remove_suffix(1);
    if (!trimmed(line).empty())
      list.PushBack(text(trimmed(line), in), in);
  }
  v = std::move(list);
}

/// "one,two"
void read_names(json_value& v, memory& in) {
  if (!v.IsString())
    return;
  json_value list{rapidjson::kArrayType};
  for (auto rest = text_of(v); !rest.empty();) {
    const auto end = rest.find(',');
    list.PushBack(text(trimmed(rest.substr(0, end)), in), in);
    rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
  }
  v = std::move(list);
}

struct row {
  std::string_view name;
  void (*form)(json_value&, memory&);
};

constexpr row form_rows[] = {
    {"env", named_texts},       {"labels", named_texts},
    {"command", words},         {"entrypoint", words},
    {"volumes", mounts},        {"binds", mounts},
    {"tmpfs", tmpfs},           {"memory", size},
    {"shm_size", size},         {"cpus", decimal},
    {"pids", whole},            {"ulimits", ulimits},
    {"networks", networks},     {"links", links},
    {"cap_add", capabilities},  {"cap_drop", capabilities},
    {"read_only", truth},       {"init", truth},
    {"stop_timeout", duration}, {"healthcheck", healthcheck},
    {"ports", ports},           {"ssh_keys", ssh_keys},
    {"depends_on", read_names},
};

} // namespace

void bring_into_form(std::string_view name, json_value& v, json_memory& in) {
  if (const auto at = std::ranges::find(form_rows, name, &row::name);
      at != std::end(form_rows))
    at->form(v, in);
}

} // namespace spin::http
