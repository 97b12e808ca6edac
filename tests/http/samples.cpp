#include "samples.hpp"

namespace spin::http::test {

clock_pair some_time() {
  using namespace std::chrono;
  return {instant{1000s}, sys_days{2014y / May / 1} + 12h};
}

container_view some_container(char digit) {
  return in_phase(phase::running, digit);
}

container_view in_phase(phase now, char digit) {
  identity who;
  who.id = std::string(32, digit);
  who.container_id = std::string(64, digit);
  who.name = std::string{"hungry_bell_"} + digit;
  who.image = "atbaker/sd-postgres";
  who.created_at = some_time().wall - 1min;
  run_facts run;
  run.ports = {{22, transport::tcp, 49155}, {5432, transport::tcp, 49156}};
  run.addresses = {std::string{"172.17.0."} + std::to_string(digit)};
  container_view view;
  view.who = std::make_shared<const identity>(who);
  view.run = std::make_shared<const run_facts>(run);
  view.life.now = now;
  view.life.fresh = false;
  view.life.began = some_time().steady - 50s;
  view.life.next_check = view.life.began + 2h;
  return view;
}

view_ptr shared(container_view view) {
  return std::make_shared<const container_view>(std::move(view));
}

request with_body(std::string_view type, std::string_view body) {
  request made;
  made.method = "POST";
  made.body = body;
  if (!type.empty())
    made.headers.emplace_back("content-type", type);
  return made;
}

} // namespace spin::http::test
