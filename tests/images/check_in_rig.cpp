#include "tests/images/check_in_rig.hpp"

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace spin::test {

namespace fs = std::filesystem;

namespace {

/// A row of /proc/net/tcp.
std::string row(const std::string& local, const std::string& remote,
                const std::string& state) {
  return "   0: " + local + " " + remote + " " + state
         + " 00000000:00000000 00:00000000 00000000     0        0 1 1\n";
}

/// Returns where a program of this machine is.
fs::path which(const std::string& program) {
  for (const auto* folder : {"/usr/bin", "/bin", "/usr/local/bin"})
    if (const auto path = fs::path{folder} / program; fs::exists(path))
      return path;
  throw std::runtime_error("not installed: " + program);
}

} // namespace

std::ostream& operator<<(std::ostream& out, const surroundings& what) {
  return out << what.shell.front() << " with " << what.client;
}

std::vector<surroundings> every_surroundings() {
  const std::vector<std::string> dash{"/bin/dash"};
  const std::vector<std::string> busybox{"/bin/busybox", "sh"};
  return {{dash, "curl"},
          {dash, "wget"},
          {dash, "busybox"},
          {busybox, "curl"},
          {busybox, "busybox"}};
}

CheckInScript::CheckInScript()
    : server_([this](const fake_request& asked) { return serve(asked); },
              fake_http::place::loopback) {
  const auto bin = root_.path() / "bin";
  fs::create_directories(bin);
  for (const auto* tool : {"awk", "cat", "grep", "head", "ln", "mv", "readlink",
                           "rm", "sed", "sh", "sort", "tail", "timeout", "tr"})
    fs::create_symlink(which(tool), bin / tool);
  fs::create_symlink(which(GetParam().client), bin / GetParam().client);
  fs::create_directories(root_.path() / "run");
  put_program("wait", "echo $1 >>" + path_of("waits"));
  put_clients(2);
  put_environment({"PATH=/bin", "SPIN_DOCKER_URL=" + url()});
}

fake_answer CheckInScript::serve(const fake_request& asked) {
  const std::lock_guard guard{mutex_};
  requests_.push_back(asked);
  auto said = respond ? respond(asked) : answer(200, R"({"active":"2"})");
  said.close = said.close || !said.bytes.empty();
  return said;
}

void CheckInScript::put(const std::string& file,
                        const std::string& text) const {
  fs::create_directories((root_.path() / file).parent_path());
  std::ofstream{root_.path() / file, std::ios::binary} << text;
}

void CheckInScript::put_program(const std::string& file,
                                const std::string& text) const {
  put(file, "#!/bin/sh\n" + text + "\n");
  fs::permissions(root_.path() / file, fs::perms::owner_all);
}

void CheckInScript::put_environment(
    const std::vector<std::string>& entries) const {
  std::string text;
  for (const auto& entry : entries)
    text += entry + '\0';
  put("proc/1/environ", text);
}

void CheckInScript::put_clients(int how_many) const {
  auto table = row("00000000:0050", "00000000:0000", "0A");
  for (int i = 0; i < how_many; ++i)
    table += row("020011AC:0050", "010011AC:D43" + std::to_string(i), "01");
  put("proc/net/tcp", table);
}

std::vector<std::string>
CheckInScript::words(const std::vector<std::string>& arguments,
                     const std::map<std::string, std::string>& env) const {
  std::vector<std::string> all{"env", "-i", "PATH=" + path_of("bin"),
                               "CHECK_IN_ROOT=" + root_.path().string(),
                               "CHECK_IN_SLEEP=" + path_of("wait")};
  for (const auto& [name, value] : env)
    all.push_back(name + "=" + value);
  all.insert(all.end(), GetParam().shell.begin(), GetParam().shell.end());
  all.emplace_back(SPIN_CHECK_IN);
  all.insert(all.end(), arguments.begin(), arguments.end());
  return all;
}

std::string CheckInScript::url() const {
  return "http" + server_.address().substr(3) + "/v1/check-in";
}

std::string CheckInScript::waits() const {
  auto text = read_file(root_.path() / "waits");
  for (auto& each : text)
    each = each == '\n' ? ' ' : each;
  return text;
}

std::vector<fake_request> CheckInScript::requests() const {
  const std::lock_guard guard{mutex_};
  return requests_;
}

std::vector<std::string> CheckInScript::bodies() const {
  std::vector<std::string> all;
  for (const auto& each : requests())
    all.push_back(each.body);
  return all;
}

} // namespace spin::test
