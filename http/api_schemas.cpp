#include "http/api_schemas.hpp"

#include <array>

namespace spin::http {

namespace {

constexpr auto schemas = std::to_array<named_json>({
    // -- what clients send ----------------------------------------------------
    {"Duration",
     R"({"description":"Whole seconds, or a number with s, m, h or d.",)"
     R"("oneOf":[{"type":"integer","minimum":0},)"
     R"({"type":"string","pattern":"^[0-9]+[smhd]?$"}]})"},
    {"CreateContainer",
     R"({"type":"object","required":["image"],"properties":{)"
     R"("image":{"type":"string","maxLength":255},)"
     R"("initial_timeout":{"$ref":"#/components/schemas/Duration"},)"
     R"("timeout":{"$ref":"#/components/schemas/Duration"},)"
     R"("disable_timeouts":{"type":"boolean"},)"
     R"("max_age":{"$ref":"#/components/schemas/Duration"},)"
     R"("on_idle":{"enum":["stop","pause","remove"]}}})"},
    {"ChangeContainer",
     R"({"type":"object","minProperties":1,"properties":{)"
     R"("status":{"enum":["running","stopped"]},)"
     R"("initial_timeout":{"$ref":"#/components/schemas/Duration"},)"
     R"("timeout":{"$ref":"#/components/schemas/Duration"},)"
     R"("disable_timeouts":{"type":"boolean"},)"
     R"("max_age":{"$ref":"#/components/schemas/Duration"},)"
     R"("on_idle":{"enum":["stop","pause","remove"]}}})"},
    {"KeepAlive", R"({"type":"object","required":["for"],"properties":{)"
                  R"("for":{"$ref":"#/components/schemas/Duration"}}})"},
    {"CreateToken",
     R"({"type":"object","properties":{)"
     R"("name":{"type":"string","maxLength":64},)"
     R"("role":{"enum":["admin","user","viewer"]},)"
     R"("expires_in":{"$ref":"#/components/schemas/Duration"}}})"},
    {"CheckIn",
     R"({"type":"object","description":"Says active or busy_for or both; )"
     R"(active-connections and active_connections are other names of active.",)"
     R"("properties":{"active":{"type":"integer","minimum":0},)"
     R"("active-connections":{"type":"integer","minimum":0},)"
     R"("active_connections":{"type":"integer","minimum":0},)"
     R"("busy_for":{"$ref":"#/components/schemas/Duration"},)"
     R"("token":{"type":"string"}}})"},
    {"OpenSession",
     R"({"type":"object","required":["username","password"],"properties":{)"
     R"("username":{"type":"string"},"password":{"type":"string"}}})"},
    // -- what is answered -----------------------------------------------------
    {"Message", R"({"type":"object","required":["message"],)"
                R"("properties":{"message":{"type":"string"}}})"},
    {"Moment", R"({"type":"string","format":"date-time","pattern":)"
               R"("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}[.][0-9]{3}Z$"})"},
    {"MaybeMoment", R"({"oneOf":[{"$ref":"#/components/schemas/Moment"},)"
                    R"({"type":"null"}]})"},
    {"Status", R"({"enum":["starting","running","stopping","stopped",)"
               R"("pausing","paused","resuming","failed"]})"},
    {"StopReason", R"({"enum":["idle","asked","died","start_failed",)"
                   R"("max_age","outside",null]})"},
    {"Policy",
     R"({"type":"object","description":"Lengths of time in seconds.",)"
     R"("required":["initial_timeout","timeout","disable_timeouts","max_age",)"
     R"("on_idle"],"properties":{"initial_timeout":{"type":"integer"},)"
     R"("timeout":{"type":"integer"},"disable_timeouts":{"type":"boolean"},)"
     R"("max_age":{"type":"integer"},"warn_before":{"type":"integer"},)"
     R"("on_idle":{"enum":["stop","pause","remove"]}}})"},
    {"Container",
     R"({"type":"object","required":["container_id","name","image","status",)"
     R"("active","ssh_port","app_port","uri","ports","created_at","stops_at",)"
     R"("reported_at","stop_reason","stopped_at","exit_code","stopping_soon",)"
     R"("keep_alive_until","busy_until","started_at","oom_killed","last_stop",)"
     R"("policy","owner","ready","health"],"properties":{)"
     R"("container_id":{"type":"string","pattern":"^[0-9a-f]{64}$"},)"
     R"("name":{"type":"string"},"image":{"type":"string"},)"
     R"("status":{"$ref":"#/components/schemas/Status"},)"
     R"("active":{"type":"string","description":"the last number reported"},)"
     R"("ssh_port":{"type":"string"},"app_port":{"type":"string"},)"
     R"("uri":{"type":"string"},"ports":{"type":"object",)"
     R"("description":"by exposed port, as in 80/tcp",)"
     R"("additionalProperties":{"type":"string"}},)"
     R"("created_at":{"$ref":"#/components/schemas/Moment"},)"
     R"("stops_at":{"$ref":"#/components/schemas/MaybeMoment"},)"
     R"("reported_at":{"$ref":"#/components/schemas/MaybeMoment"},)"
     R"("stop_reason":{"$ref":"#/components/schemas/StopReason"},)"
     R"("stopped_at":{"$ref":"#/components/schemas/MaybeMoment"},)"
     R"("exit_code":{"type":["integer","null"]},)"
     R"("stopping_soon":{"type":"boolean"},)"
     R"("keep_alive_until":{"$ref":"#/components/schemas/MaybeMoment"},)"
     R"("busy_until":{"$ref":"#/components/schemas/MaybeMoment"},)"
     R"("started_at":{"$ref":"#/components/schemas/MaybeMoment"},)"
     R"("oom_killed":{"type":"boolean"},)"
     R"("last_stop":{"oneOf":[{"type":"null"},{"type":"object","required":)"
     R"(["reason","at","exit_code","oom_killed"],"properties":{)"
     R"("reason":{"$ref":"#/components/schemas/StopReason"},)"
     R"("at":{"$ref":"#/components/schemas/Moment"},)"
     R"("exit_code":{"type":["integer","null"]},)"
     R"("oom_killed":{"type":"boolean"}}}]},)"
     R"("policy":{"$ref":"#/components/schemas/Policy"},)"
     R"("owner":{"type":"string"},"ready":{"type":"boolean"},)"
     R"("health":{"enum":["starting","healthy","unhealthy",null]},)"
     R"("reached":{"type":"boolean","description":"only after a wait"},)"
     R"("options":{"type":"object","description":)"
     R"("how it was made; not in lists, and *** for what may be a secret"}}})"},
    {"Containers", R"({"type":"array","items":)"
                   R"({"$ref":"#/components/schemas/Container"}})"},
    {"Images", R"({"type":"array","items":{"type":"string"}})"},
    {"Lease", R"({"type":"object","required":["counts","until"],"properties":{)"
              R"("counts":{"type":"boolean"},)"
              R"("until":{"$ref":"#/components/schemas/MaybeMoment"}}})"},
    {"Saved",
     R"({"type":"object","required":["container_seconds","stops",)"
     R"("byte_seconds"],)"
     R"("properties":{"container_seconds":{"type":"integer","minimum":0},)"
     R"("stops":{"type":"integer","minimum":0},)"
     R"("byte_seconds":{"type":"integer","minimum":0,"description":)"
     R"("memory that was not taken, as far as it was measured, times how )"
     R"(long"}}})"},
    {"Savings",
     R"({"type":"object","required":["since","saving_now","total","last_24h",)"
     R"("last_7d","images"],"properties":{)"
     R"("since":{"$ref":"#/components/schemas/Moment"},)"
     R"("saving_now":{"type":"integer","minimum":0},)"
     R"("total":{"$ref":"#/components/schemas/Saved"},)"
     R"("last_24h":{"$ref":"#/components/schemas/Saved"},)"
     R"("last_7d":{"$ref":"#/components/schemas/Saved"},)"
     R"("images":{"type":"array","items":{"type":"object",)"
     R"("required":["image","total","last_24h","last_7d"],"properties":{)"
     R"("image":{"type":"string"},)"
     R"("total":{"$ref":"#/components/schemas/Saved"},)"
     R"("last_24h":{"$ref":"#/components/schemas/Saved"},)"
     R"("last_7d":{"$ref":"#/components/schemas/Saved"}}}}}})"},
    {"Session",
     R"({"type":"object","required":["user","role","csrf","time","version"],)"
     R"("properties":{"user":{"type":"string"},)"
     R"("role":{"enum":["admin","user","viewer"]},)"
     R"("csrf":{"type":["string","null"]},)"
     R"("time":{"$ref":"#/components/schemas/Moment"},)"
     R"("version":{"type":"string"}}})"},
    {"Idle",
     R"({"type":"object","required":["container_id","status","sentence",)"
     R"("rule","stops_at","stopping_soon","next_look_at","signals","checks",)"
     R"("policy"],"properties":{"container_id":{"type":"string"},)"
     R"("status":{"$ref":"#/components/schemas/Status"},)"
     R"("sentence":{"type":"string"},"rule":{"enum":["not_running","working",)"
     R"("disabled","report_without_end","in_use","looks","last_chance",)"
     R"("group","max_age","paused","unknown"]},)"
     R"("stops_at":{"$ref":"#/components/schemas/MaybeMoment"},)"
     R"("stopping_soon":{"type":"boolean"},)"
     R"("next_look_at":{"$ref":"#/components/schemas/MaybeMoment"},)"
     R"("signals":{"type":"object","required":["report","keep_alive",)"
     R"("busy_for"],"properties":{"report":{"type":"object","properties":{)"
     R"("active":{"type":["integer","null"]},)"
     R"("at":{"$ref":"#/components/schemas/MaybeMoment"},)"
     R"("age":{"type":["integer","null"]},"counts":{"type":"boolean"},)"
     R"("counts_until":{"$ref":"#/components/schemas/MaybeMoment"}}},)"
     R"("busy_since_last_look":{"type":"boolean"},)"
     R"("last_look_found_idle":{"type":"boolean"},)"
     R"("keep_alive":{"$ref":"#/components/schemas/Lease"},)"
     R"("busy_for":{"$ref":"#/components/schemas/Lease"},)"
     R"("group":{"$ref":"#/components/schemas/Lease"},)"
     R"("report_ttl":{"type":"integer"}}},)"
     R"("checks":{"type":"array","items":{"type":"object","required":["at",)"
     R"("verdict"],"properties":{"at":{"$ref":"#/components/schemas/Moment"},)"
     R"("verdict":{"enum":["busy","idle","idle_again","missed"]}}}},)"
     R"("policy":{"$ref":"#/components/schemas/Policy"}}})"},
    {"History",
     R"({"type":"object","required":["container_id","changes"],"properties":{)"
     R"("container_id":{"type":"string"},"changes":{"type":"array","items":{)"
     R"("type":"object","required":["at","status","reason"],"properties":{)"
     R"("at":{"$ref":"#/components/schemas/Moment"},)"
     R"("status":{"type":"string"},)"
     R"("reason":{"$ref":"#/components/schemas/StopReason"},)"
     R"("request":{"type":"string"},"cause":{"type":"string"}}}}}})"},
    {"LogLine",
     R"({"type":"object","required":["stream","time","line"],"properties":{)"
     R"("stream":{"enum":["stdout","stderr"]},)"
     R"("time":{"type":["string","null"]},"line":{"type":"string"}}})"},
    {"Stats",
     R"({"type":"object","required":["container_id","time","cpu_percent",)"
     R"("cpus","memory_used","memory_limit","network_received",)"
     R"("network_sent","pids"],"properties":{)"
     R"("container_id":{"type":"string"},)"
     R"("time":{"$ref":"#/components/schemas/Moment"},)"
     R"("cpu_percent":{"type":["number","null"],)"
     R"("description":"100 = one processor; null: not known yet"},)"
     R"("cpus":{"type":"integer"},"memory_used":{"type":"integer"},)"
     R"("memory_limit":{"type":"integer"},)"
     R"("network_received":{"type":"integer"},)"
     R"("network_sent":{"type":"integer"},"pids":{"type":"integer"}}})"},
    {"Token",
     R"({"type":"object","required":["id","name","user","role","created_at",)"
     R"("expires_at"],"properties":{"id":{"type":"string"},)"
     R"("name":{"type":"string"},"user":{"type":"string"},)"
     R"("role":{"enum":["admin","user","viewer"]},)"
     R"("created_at":{"$ref":"#/components/schemas/Moment"},)"
     R"("expires_at":{"$ref":"#/components/schemas/MaybeMoment"},)"
     R"("token":{"type":"string","description":"in the answer that made it, )"
     R"(and never again"}}})"},
    {"Tokens", R"({"type":"array","items":)"
               R"({"$ref":"#/components/schemas/Token"}})"},
    {"Description", R"({"type":"object","required":["openapi","info","paths"],)"
                    R"("properties":{"openapi":{"type":"string"},)"
                    R"("info":{"type":"object"},"paths":{"type":"object"},)"
                    R"("security":{"type":"array"},"servers":{"type":"array"},)"
                    R"("components":{"type":"object"}}})"},
    {"Health", R"({"type":"object","required":["status","version"],)"
               R"("properties":{"status":{"const":"ok"},)"
               R"("version":{"type":"string"}}})"},
    {"Readiness",
     R"({"type":"object","required":["ready","parts"],"properties":{)"
     R"("ready":{"type":"boolean"},"parts":{"type":"object",)"
     R"("additionalProperties":{"type":"object","required":["ok","since"],)"
     R"("properties":{"ok":{"type":"boolean"},)"
     R"("since":{"$ref":"#/components/schemas/Moment"},)"
     R"("last_error":{"type":["string","null"]}}}}}})"},
});

constexpr auto parameters = std::to_array<named_json>({
    {"id", R"({"name":"id","in":"path","required":true,"description":)"
           R"("its id or the first 12 digits or more",)"
           R"("schema":{"type":"string"}})"},
    {"audit", R"({"name":"audit","in":"query","description":)"
              R"("the engine is asked first","schema":{"type":"boolean"},)"
              R"("example":true})"},
    {"status", R"({"name":"status","in":"query","description":)"
               R"("any of these, with commas between them",)"
               R"("schema":{"type":"string"},"example":"running,stopped"})"},
    {"image",
     R"({"name":"image","in":"query","description":"exactly that one",)"
     R"("schema":{"type":"string"},"example":"spin-docker/hello"})"},
    {"owner",
     R"({"name":"owner","in":"query","description":"exactly that one",)"
     R"("schema":{"type":"string"},"example":"admin"})"},
    {"label",
     R"({"name":"label","in":"query","description":"with each of these labels, )"
     R"(name or name=value, with commas between them",)"
     R"("schema":{"type":"string"},"example":"course=sql-1"})"},
    {"q", R"({"name":"q","in":"query","description":"part of the name, image )"
          R"(or owner, or the beginning of the id, in any case",)"
          R"("schema":{"type":"string"},"example":"hello"})"},
    {"sort", R"({"name":"sort","in":"query","description":)"
             R"("with - before it the other way round",)"
             R"("schema":{"enum":["created","-created","name","-name","image",)"
             R"("-image","status","-status","stops_at","-stops_at"],)"
             R"("default":"created"},"example":"-stops_at"})"},
    {"limit", R"({"name":"limit","in":"query","description":"how many on a )"
              R"(page","schema":{"type":"integer","minimum":1,"maximum":1000},)"
              R"("example":100})"},
    {"cursor", R"({"name":"cursor","in":"query","description":"where a page )"
               R"(begins, as the Link of the one before says",)"
               R"("schema":{"type":"string"}})"},
    {"awaited", R"({"name":"status","in":"query","description":"what to wait )"
                R"(for","schema":{"enum":["ready","running","stopped",)"
                R"("paused"],"default":"ready"}})"},
    {"wait", R"({"name":"wait","in":"query","description":"answer only when )"
             R"(it is so, or cannot be, or wait_timeout is over","schema":)"
             R"({"enum":["ready","running","stopped","paused"]}})"},
    {"wait_timeout", R"({"name":"wait_timeout","in":"query","description":)"
                     R"("seconds, or with s or m; at most 4/5 of )"
                     R"(sd_answer_timeout",)"
                     R"("schema":{"type":"string",)"
                     R"("default":"30s"}})"},
    {"follow",
     R"({"name":"follow","in":"query","description":"and what is )"
     R"(written from now on, until it stops",)"
     R"("schema":{"type":"boolean","default":false},"example":false})"},
    {"tail", R"({"name":"tail","in":"query","description":"only so many of )"
             R"(the latest lines, or all","schema":{"type":"string"},)"
             R"("example":"20"})"},
    {"since", R"({"name":"since","in":"query","description":"seconds since )"
              R"(1970, a moment like 2014-05-01T12:00:00Z, or a time before )"
              R"(now like 10m","schema":{"type":"string"},"example":"10m"})"},
    {"until",
     R"({"name":"until","in":"query","description":"as since",)"
     R"("schema":{"type":"string"},"example":"2114-05-01T12:00:00Z"})"},
    {"timestamps", R"({"name":"timestamps","in":"query","description":)"
                   R"("each line begins with its time",)"
                   R"("schema":{"type":"boolean","default":false},)"
                   R"("example":true})"},
    {"stdout", R"({"name":"stdout","in":"query","schema":)"
               R"({"type":"boolean","default":true},"example":true})"},
    {"stderr", R"({"name":"stderr","in":"query","schema":)"
               R"({"type":"boolean","default":true},"example":false})"},
    {"format",
     R"({"name":"format","in":"query","description":"json: one )"
     R"(object on a line for each line","schema":)"
     R"({"enum":["text","json"],"default":"text"},"example":"json"})"},
    {"stream", R"({"name":"stream","in":"query","description":"one object on )"
               R"(a line about every second","schema":{"type":"boolean",)"
               R"("default":false},"example":true})"},
    {"type",
     R"({"name":"type","in":"query","description":"Only these, with commas )"
     R"(between them.","schema":{"type":"string"},)"
     R"("example":"stopped,removed"})"},
    {"container",
     R"({"name":"container","in":"query","description":"Only of this )"
     R"(container: its id or the first 12 digits or more.",)"
     R"("schema":{"type":"string"},"example":"0123456789ab"})"},
    {"last_event_id",
     R"({"name":"last_event_id","in":"query","description":"The last event )"
     R"(that was seen; the header Last-Event-ID comes first.",)"
     R"("schema":{"type":"string"}})"},
});

} // namespace

std::span<const named_json> api_schemas() {
  return schemas;
}

std::span<const named_json> api_parameters() {
  return parameters;
}

} // namespace spin::http
