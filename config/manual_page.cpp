#include "config/options.hpp"
#include "config/pages.hpp"

namespace spin::config {

namespace {

/// Escapes what roff would read as a request or turn into a typographic sign.
std::string roff(const std::string& text) {
  std::string result;
  for (const auto c : text) {
    if (c == '\\')
      result += "\\e";
    else if (c == '-')
      result += "\\-";
    else if (c == '\'')
      result += "\\(aq";
    else
      result += c;
  }
  return result.starts_with('.') ? "\\&" + result : result;
}

/// Puts each sentence on a line of its own, as roff wants.
std::string sentences(const std::string& text) {
  auto result = roff(text) + '\n';
  for (auto at = result.find(". "); at != std::string::npos;
       at = result.find(". ", at)) {
    const auto next = result[at + 2];
    if (next >= 'A' && next <= 'Z')
      result[at + 1] = '\n';
    ++at;
  }
  return result;
}

std::string item(const std::string& name) {
  return ".TP\n.B " + roff(name) + '\n';
}

constexpr const char* head = R"(.TH SPIN\-DOCKER 8 "" "spin\-docker" ""
.SH NAME
spin\-docker \- self\-service containers that stop when nobody uses them
.SH SYNOPSIS
.B spin\-docker
[\fIFLAG\fR]...
.SH DESCRIPTION
A REST call starts a container and hands back its ports; a container that nobody
uses is stopped.
.B spin\-docker
runs in the foreground and logs to the standard error stream.
.SH FLAGS
)";

constexpr const char* about_keys = R"(.SH CONFIGURATION
Each key below can be set by the flag
.BR "\-\-set KEY=VALUE" ,
by the environment variable of its name in capitals
.RB ( SD_LISTEN ),
and in the file, which is YAML.
A flag wins over the environment, and the environment over the file; an empty
environment variable counts as not set.
Anything that is not as described here stops the start with one line that names
the place, the key and what is allowed.
)";

constexpr const char* tail = R"(.SH FILES
.TP
.I /etc/spin\-docker/spin_docker.yml
The configuration, unless
.B \-\-config
or
.B $SPIN_DOCKER_CONFIG
names another file.
Only this one may be absent.
.SH EXIT STATUS
.TP
.B 0
A clean stop, or what was asked for has been printed.
.TP
.B 64
A wrong flag.
.TP
.B 78
A wrong configuration.
)";

std::string environment_section() {
  std::string page = ".SH ENVIRONMENT\n";
  page += item("SPIN_DOCKER_CONFIG") + "The configuration file.\n";
  page += item("DOCKER_HOST") + "The engine, if sd_engine is auto.\n";
  for (const auto& row : options())
    if (!row.old_name.empty())
      page += item(row.old_name) + "The former name of "
              + row.environment_name() + ", which wins over it.\n";
  return page;
}

} // namespace

std::string manual_page(const std::vector<flag>& flags) {
  std::string page = head;
  for (const auto& one : flags)
    page += item(one.name) + sentences(as_sentence(one.help));
  page += about_keys;
  for (const auto& row : options()) {
    const auto shown = row.default_text();
    page += item(row.key + ": " + (shown.empty() ? "none" : shown))
            + sentences(as_sentence(row.help)) + sentences(row.advice)
            + sentences("Allowed: " + row.allowed + '.');
  }
  return page + environment_section() + tail;
}

} // namespace spin::config
