#pragma once

#include <string_view>

#include "http/context.hpp"
#include "http/responder.hpp"

namespace spin::http {

/// Serves one request: parses it, sends at most one message, returns. Never
/// blocks; answers `to` now or lets a reply actor do it. `id` is what stood at
/// `:id` in the path. `from` is valid during the call only.
using handler = void(const context_ptr& all, const request& from,
                     std::string_view id, const responder_ptr& to);

handler list_images;
handler list_containers;
handler create_container;
handler show_container;
handler change_container;
handler keep_container_alive;
handler delete_container;
handler wait_for_container;
handler recreate_container;
handler create_token;
handler list_tokens;
handler revoke_token;
handler explain_container;
handler show_history;
handler show_logs;
handler show_stats;
handler open_session;
handler show_session;
handler close_session;
handler show_page;
handler show_page_part;
handler follow_events;
handler take_check_in;
handler show_health;
handler show_readiness;
handler show_metrics;
handler show_openapi;
handler show_savings;

} // namespace spin::http
