#include "tests/bench/front_rig.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

#include <unistd.h>

#include "tests/bench/plain_client.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/spin_server.hpp"

namespace spin::bench {

namespace {

const std::string basic = "Basic YWRtaW46c3BpbmRvY2tlcg=="; // admin:spindocker
const std::string form = "application/x-www-form-urlencoded";

} // namespace

front_process::front_process(front_setup what) : setup_(std::move(what)) {
  setup_.port = test::free_port();
  test::command command;
  command.argv = {std::filesystem::read_symlink("/proc/self/exe").string(),
                  "serve"};
  for (const auto& word : words_of(setup_))
    command.argv.push_back(word);
  command.output = folder_.path() / "log";
  process_.emplace(command);
  const auto listens = [this] {
    if (!process_->running())
      throw std::runtime_error(test::read_file(folder_.path() / "log"));
    try {
      plain_client{setup_.port};
      return true;
    } catch (const std::exception&) {
      return false;
    }
  };
  if (!test::eventually(listens, std::chrono::minutes{2}))
    throw std::runtime_error("the server does not listen");
}

double front_process::resident() const {
  std::size_t all = 0;
  std::size_t pages = 0;
  std::ifstream{"/proc/" + std::to_string(process_->pid()) + "/statm"} >> all
      >> pages;
  return static_cast<double>(pages)
         * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

double front_process::cpu() const {
  const auto text =
      test::read_file("/proc/" + std::to_string(process_->pid()) + "/stat");
  std::istringstream words{text.substr(text.rfind(')') + 1)};
  std::string word;
  double user = 0;
  double system = 0;
  for (int i = 0; i < 11; ++i) // up to what stands before the two
    words >> word;
  words >> user >> system;
  return (user + system) * 1e6 / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

scripts::scripts(const std::filesystem::path& tokens) : tokens_(tokens) {
  std::ifstream in{tokens};
  std::getline(in, first_);
}

std::filesystem::path scripts::write(const std::string& name,
                                     const std::string& text) const {
  const auto path = folder_.path() / name;
  std::ofstream{path} << text;
  return path;
}

std::filesystem::path scripts::check_in(const std::string& header) const {
  const auto colon = header.find(": ");
  return write("check_in" + header + ".lua",
               "wrk.method = 'POST'\nwrk.body = 'active=1'\n"
               "wrk.headers['Content-Type'] = '"
                   + form + "'\nwrk.headers['Authorization'] = 'Bearer "
                   + first_ + "'\n"
                   + (header.empty()
                          ? ""
                          : "wrk.headers['" + header.substr(0, colon) + "'] = '"
                                + header.substr(colon + 2) + "'\n"));
}

std::filesystem::path scripts::check_in_of_all() const {
  return write("check_in_of_all.lua",
               "local all = {}\nlocal next = 0\n"
               "function init()\n"
               "  for token in io.lines('"
                   + tokens_.string()
                   + "') do\n"
                     "    all[#all + 1] = wrk.format('POST', nil, {\n"
                     "      ['Connection'] = 'keep-alive',\n"
                     "      ['Content-Type'] = '"
                   + form
                   + "',\n"
                     "      ['Authorization'] = 'Bearer ' .. token}, "
                     "'active=1')\n"
                     "  end\n"
                     "  math.randomseed(os.time())\n"
                     "  next = math.random(#all)\n"
                     "end\n"
                     "function request()\n"
                     "  next = next % #all + 1\n"
                     "  return all[next]\n"
                     "end\n");
}

std::filesystem::path scripts::get() const {
  return write("get.lua", "wrk.headers['Connection'] = 'keep-alive'\n"
                          "wrk.headers['Authorization'] = '"
                              + basic + "'\n");
}

std::string scripts::check_in_text() const {
  return "POST /v1/check-in HTTP/1.1\r\nHost: x\r\nContent-Type: " + form
         + "\r\nAuthorization: Bearer " + first_
         + "\r\nContent-Length: 8\r\n\r\nactive=1";
}

std::string scripts::get_text(const std::string& path) {
  return "GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + basic
         + "\r\n\r\n";
}

} // namespace spin::bench
