#include "http/option_table.hpp"

#include <algorithm>
#include <array>

namespace spin::http {

namespace {

#define SPIN_TEXT R"({"type":"string"})"
#define SPIN_WORDS                                                             \
  R"({"oneOf":[{"type":"array","items":{"type":"string"}},)"                   \
  R"({"type":"string","description":"a line for /bin/sh -c"}]})"
#define SPIN_NAMED                                                             \
  R"({"oneOf":[{"type":"object","additionalProperties":)"                      \
  R"({"type":["string","integer","boolean"]}},)"                               \
  R"({"type":"array","items":{"type":"string","pattern":"="}}]})"
#define SPIN_SIZE                                                              \
  R"({"oneOf":[{"type":"integer","minimum":0},{"type":"string",)"              \
  R"("pattern":"^[0-9]+[kmgtKMGT]?[bB]?$"}]})"
#define SPIN_MOUNTS                                                            \
  R"({"type":"array","items":{"oneOf":[{"type":"string",)"                     \
  R"("description":"source:/target, maybe with :ro"},{"type":"object",)"       \
  R"("required":["source","target"],"properties":{"source":{"type":"string"},)" \
  R"("target":{"type":"string"},"read_only":{"type":"boolean"}}}]}})"
#define SPIN_LIST R"({"type":"array","items":{"type":"string"}})"

constexpr auto rows = std::to_array<option_row>({
    {"name", true, SPIN_TEXT, R"("my-database")",
     "its name at the engine and in lists; 409 if it is taken",
     "one that is made up", ""},
    {"env", false, SPIN_NAMED, R"({"POSTGRES_PASSWORD":"s3cret"})",
     "variables of its environment, as an object or a list of `NAME=value`; "
     "shown as `***` if the name says that it is a secret",
     "those of the image, and `SPIN_DOCKER_URL` and `SPIN_DOCKER_TOKEN`", ""},
    {"command", true, SPIN_WORDS, R"(["sleep","60"])",
     "what it runs, or what the entrypoint is given: words, or a line for the "
     "shell",
     "as the image has it", ""},
    {"entrypoint", true, SPIN_WORDS, R"(["/sbin/hello-init"])",
     "what runs the command", "as the image has it", ""},
    {"workdir", true, SPIN_TEXT, R"("/srv")", "where it begins",
     "as the image has it", ""},
    {"user", true, SPIN_TEXT, R"("1000:1000")",
     "who its process is: a name or number, maybe with a group",
     "as the image has it", ""},
    {"hostname", true, SPIN_TEXT, R"("db")", "its own name for itself",
     "the first digits of its id", ""},
    {"labels", false, SPIN_NAMED, R"({"course":"sql-1"})",
     "labels for the engine, and to be found by in lists", "those of the image",
     ""},
    {"volumes", false, SPIN_MOUNTS, R"(["admin.data:/data"])",
     "named volumes and where they are; made when they are first used, and not "
     "removed with it",
     "those of the image, which are removed with it", "volumes"},
    {"binds", false, SPIN_MOUNTS, R"(["/srv/shared:/shared:ro"])",
     "folders of the machine and where they are", "none", "binds"},
    {"tmpfs", false,
     R"({"type":"array","items":{"oneOf":[{"type":"string"},)"
     R"({"type":"object","required":["target"],"properties":{)"
     R"("target":{"type":"string"},"size":{"type":["integer","string"]},)"
     R"("exec":{"type":"boolean"}}}]}})",
     R"(["/tmp:size=64m"])",
     "folders in memory: `/path`, maybe with `:size=64m,exec`", "none", ""},
    {"memory", true, SPIN_SIZE, R"("512m")",
     "how much memory it may have; what needs more is ended",
     "`policy.memory`", "memory, memory_max"},
    {"cpus", true, R"({"type":["number","string"]})", "0.5",
     "how many processors it may have", "`policy.cpus`", "cpus, cpus_max"},
    {"pids", true, R"({"type":["integer","string"]})", "200",
     "how many processes and threads it may have", "`policy.pids`",
     "pids, pids_max"},
    {"shm_size", true, SPIN_SIZE, R"("128m")", "the size of its /dev/shm",
     "64 MiB, as the engine has it", "shm_max"},
    {"ulimits", false,
     R"({"type":"object","additionalProperties":{"oneOf":[)"
     R"({"type":["integer","string"]},{"type":"object",)"
     R"("required":["soft","hard"],"properties":{)"
     R"("soft":{"type":["integer","string"]},)"
     R"("hard":{"type":["integer","string"]}}}]}})",
     R"({"nofile":1024})", "limits of its processes: a number, or soft and hard",
     "as the engine has them", "ulimits"},
    {"networks", false,
     R"({"type":"array","items":{"oneOf":[{"type":"string"},)"
     R"({"type":"object","required":["name"],"properties":{)"
     R"("name":{"type":"string"},"aliases":{"type":"array",)"
     R"("items":{"type":"string"}}}}]}})",
     R"([{"name":"class","aliases":["db"]}])",
     "networks of the engine that it is in, and its names there",
     "the engine's usual one", "networks"},
    {"links", false,
     R"({"type":"array","items":{"oneOf":[{"type":"string"},)"
     R"({"type":"object","required":["container","alias"],"properties":{)"
     R"("container":{"type":"string"},"alias":{"type":"string"}}}]}})",
     R"(["my-database:db"])",
     "other containers that it finds by a name: `container:alias`; on the "
     "usual network",
     "none", ""},
    {"cap_add", false, SPIN_LIST, R"(["NET_ADMIN"])",
     "capabilities beyond those that the engine gives to all", "none",
     "capabilities"},
    {"cap_drop", false, SPIN_LIST, R"(["ALL"])",
     "capabilities that it does not get", "none", ""},
    {"devices", false, SPIN_LIST, R"(["/dev/dri/card0"])",
     "devices of the machine, at the same path", "none", "devices"},
    {"read_only", true, R"({"type":"boolean"})", "true",
     "whether all but its volumes cannot be written to", "false", ""},
    {"stop_signal", true, SPIN_TEXT, R"("SIGINT")", "what asks it to end",
     "as the image has it", ""},
    {"stop_timeout", true, R"({"$ref":"#/components/schemas/Duration"})",
     R"("30s")", "how long it may take to end before it is killed",
     "`sd_stop_grace`", "stop_timeout_max"},
    {"init", true, R"({"type":"boolean"})", "true",
     "whether a small init runs its command and reaps orphans", "false", ""},
    {"healthcheck", false,
     R"({"oneOf":[{"const":"none"},{"type":"object","properties":{)"
     R"("command":{"oneOf":[{"type":"string"},{"type":"array",)"
     R"("items":{"type":"string"}}]},)"
     R"("interval":{"$ref":"#/components/schemas/Duration"},)"
     R"("timeout":{"$ref":"#/components/schemas/Duration"},)"
     R"("start_period":{"$ref":"#/components/schemas/Duration"},)"
     R"("retries":{"type":"integer"},"test":{"type":"array",)"
     R"("items":{"type":"string"}}}}]})",
     R"({"command":"wget -qO- http://127.0.0.1/","interval":"30s"})",
     "how the engine finds out whether it is well; `none`: not at all",
     "as the image has it", ""},
    {"ports", false,
     R"({"oneOf":[{"type":"object","additionalProperties":)"
     R"({"type":["integer","string"]}},{"type":"array",)"
     R"("items":{"type":"string","pattern":":"}}]})",
     R"({"80":8080})",
     "host ports for ports of its own (`{\"80\":8080}` or `[\"8080:80\"]`); "
     "409 if one is taken",
     "a free one for each port of the image", "ports"},
    {"ssh_keys", true,
     R"({"oneOf":[{"type":"array","items":{"type":"string"}},)"
     R"({"type":"string"}]})",
     R"(["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJw0bY8hA1c2V3d4X5y6Z7a8B9c0D1e2)"
     R"(F3g4H5i6J7k8 ann@example"])",
     "public keys that may log in, written to /private/ssh/authorized_keys "
     "before it starts",
     "nobody may", ""},
    {"profile", true, SPIN_TEXT, R"("systemd")",
     "a set of rights that the operator has for it", "none", "profiles"},
    {"group", true, SPIN_TEXT, R"("shop")",
     "containers of yours with the same are started, idle and stopped as one, "
     "at most 64", "it is by itself", ""},
    {"depends_on", true,
     R"({"oneOf":[{"type":"array","items":{"type":"string"}},)"
     R"({"type":"string"}]})",
     R"(["my-database"])",
     "names of containers that are started before it, and ready", "none", ""},
});

#undef SPIN_TEXT
#undef SPIN_WORDS
#undef SPIN_NAMED
#undef SPIN_SIZE
#undef SPIN_MOUNTS
#undef SPIN_LIST

} // namespace

std::span<const option_row> option_rows() {
  return rows;
}

const option_row* option_row_of(std::string_view name) {
  const auto at = std::ranges::find(rows, name, &option_row::name);
  return at == rows.end() ? nullptr : &*at;
}

std::string option_page() {
  std::string out = "| option | example | is | without it | operator's rules |\n"
                    "|---|---|---|---|---|\n";
  for (const auto& each : rows) {
    out.append("| `").append(each.name).append("`");
    out.append(each.in_forms ? " (f)" : "").append(" | `").append(each.example);
    out.append("` | ").append(each.help).append(" | ").append(each.usual);
    out.append(" | ").append(each.rules.empty() ? "" : "`policy.");
    out.append(each.rules).append(each.rules.empty() ? "" : "`").append(" |\n");
  }
  return out;
}

} // namespace spin::http
