// What a service sends to the webhooks of its operator.
#include <stdexcept>

#include "hooks/curl_sender.hpp"
#include "hooks/signature.hpp"
#include "http/event_text.hpp"
#include "service_parts.hpp"

namespace spin {

namespace {

std::vector<tiding> types_of(const config::webhook& from) {
  std::vector<tiding> all;
  for (const auto& word : from.types)
    if (const auto what = tiding_named(word))
      all.push_back(*what);
  if (from.types.empty())
    for (std::size_t i = 0; i < tidings; ++i)
      all.push_back(static_cast<tiding>(i));
  return all;
}

std::vector<hooks::webhook> hooks_of(const config::settings& from) {
  std::vector<hooks::webhook> all;
  for (const auto& each : from.sd_webhooks) {
    const auto key = hooks::key_of(each.secret);
    if (!key)
      throw std::runtime_error("sd_webhooks: a secret " + key.error().what);
    all.push_back({each.url, types_of(each), *key});
  }
  return all;
}

} // namespace

std::vector<hooks::webhook> read_hooks(const config::settings& from) {
  return hooks_of(from);
}

void service::parts::start_webhooks(container_context& context) {
  auto setup = std::make_shared<hooks::webhooks_setup>();
  setup->hooks = hook_list;
  if (setup->hooks.empty())
    return;
  setup->feed = feed;
  setup->gateway = gateway;
  setup->sender = hooks::make_curl_sender();
  setup->write = [policy = context.policy](const bulletin& what,
                                           const std::string& id) {
    return http::render_bulletin(what, id, audience::trusted, policy);
  };
  setup->wall_clock = context.wall_clock;
  setup->limits.most = settings.sd_webhooks_kept;
  setup->store_is_well = [board = health] {
    return board->look(vital::store).well;
  };
  setup->meters = meters;
  webhooks = system.spawn(observe(actor_kind::webhooks, hooks::webhooks_actor),
                          hooks::webhooks_setup_ptr{std::move(setup)});
  context.take_deliveries = [this](std::vector<delivery> stored) {
    caf::anon_send(webhooks, atom::recover_v, std::move(stored));
  };
  context.save_deliveries = [this] {
    caf::anon_send(webhooks, atom::resave_v);
  };
}

} // namespace spin
