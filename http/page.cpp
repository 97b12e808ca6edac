#include "http/page.hpp"

#include <algorithm>
#include <optional>

#include "http/handlers.hpp"
#include "http/text.hpp"

namespace spin::http {

namespace {

constexpr auto page_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; "
    "connect-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'";

void keep_apart(response& what) {
  for (const auto& [name, value] :
       {std::pair{"Content-Security-Policy", page_policy},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "no-referrer"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"}})
    what.headers.emplace_back(name, value);
}

/// Calls `see` with the parts of `list` between commas, without spaces around
/// them, until it returns true; returns whether it did.
template <class F>
bool any_of_list(std::string_view list, F see) {
  while (!list.empty()) {
    const auto each = list.substr(0, list.find(','));
    list.remove_prefix(std::min(each.size() + 1, list.size()));
    if (see(trimmed(each)))
      return true;
  }
  return false;
}

/// Returns whether the client has what `tag` stands for (RFC 9110, 13.1.2; gzip
/// or not, it is the same to us).
bool is_known(const request& from, const std::string& tag) {
  const auto known = from.header("if-none-match");
  return known && any_of_list(*known, [&](std::string_view each) {
           return each == "*" || each == tag || each == "W/" + tag;
         });
}

const page_file* find_file(std::string_view path) {
  const auto all = page_files();
  const auto found = std::ranges::find(all, path, &page_file::path);
  return found == all.end() ? nullptr : &*found;
}

} // namespace

bool takes_gzip(std::string_view accepted) {
  return any_of_list(accepted, [](std::string_view each) {
    const auto mark = each.find(';');
    const auto name = lower_case(trimmed(each.substr(0, mark)));
    const auto weight = mark == std::string_view::npos
                            ? std::string_view{}
                            : trimmed(each.substr(mark + 1));
    // "q=0", "q=0.0", ...: not that one.
    const bool refused =
        lower_case(weight.substr(0, 2)) == "q="
        && weight.find_first_of("123456789", 2) == std::string_view::npos;
    return name == "gzip" && !refused;
  });
}

response page_answer(const request& from, std::string_view path) {
  const auto* file = find_file(path);
  if (!file)
    return problem(refusal{404, "no such path"});
  const auto tag = '"' + std::string{file->tag} + '"';
  response answer;
  keep_apart(answer);
  answer.headers.emplace_back("ETag", tag);
  answer.headers.emplace_back("Vary", "Accept-Encoding");
  answer.headers.emplace_back("Cache-Control",
                              path == "/" ? "no-cache"
                                          : "public, max-age=31536000, "
                                            "immutable");
  answer.status = is_known(from, tag) ? 304 : 200;
  if (answer.status == 304)
    return answer;
  answer.content_type = file->type;
  if (takes_gzip(from.header("accept-encoding").value_or(""))) {
    answer.headers.emplace_back("Content-Encoding", "gzip");
    answer.body = file->packed;
  } else {
    answer.body = file->plain;
  }
  return answer;
}

void show_page(const context_ptr&, const request& from, std::string_view,
               const responder_ptr& to) {
  to->answer(page_answer(from, from.path));
}

void show_page_part(const context_ptr&, const request& from, std::string_view,
                    const responder_ptr& to) {
  to->answer(page_answer(from, from.path));
}

} // namespace spin::http
