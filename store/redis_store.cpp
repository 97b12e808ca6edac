#include "store/redis_store.hpp"

#include <hiredis/hiredis.h>

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "store/continuity.hpp"
#include "store/records.hpp"
#include "store/redis_store_connection.hpp"

namespace spin::store {

namespace {

/// The field of the mark in the index; no container has such an id.
constexpr std::string_view mark_field = "@mark";

/// How many documents are read at once.
constexpr std::size_t page_size = 500;

tl::unexpected<failure> unexpected_answer(std::string_view to) {
  return redis_down("the server's answer to " + std::string{to}
                    + " is not what it must be");
}

class redis_store final : public store {
public:
  explicit redis_store(redis_options options)
      : options_(std::move(options)), index_(options_.prefix + ":containers"),
        continuity_(unique_word()) {
    // nop
  }

  outcome<contents> load() override {
    const no_sigpipe guard;
    record_reader records;
    auto loaded = connect()
                      .and_then([&](done) { return read_index(); })
                      .and_then([&](const std::vector<std::string>& ids) {
                        return read_documents(ids, records);
                      });
    if (!loaded)
      return broken(loaded.error());
    return records.finish();
  }

  outcome<applied> apply(const std::vector<change>& changes) override {
    const no_sigpipe guard;
    auto written =
        connect().and_then([&](done) { return observe(); }).and_then([&](done) {
          return write(changes);
        });
    if (!written)
      return broken(written.error());
    return applied{continuity_.acknowledge()};
  }

  /// A write that changes nothing: a replica, a server with too few of them and
  /// one that cannot save refuse it too.
  outcome<done> probe() override {
    const auto answered = connect().and_then([&](done) {
      return connection_->exchange({{"DEL", options_.prefix + ":probe"}});
    });
    if (!answered)
      return broken(answered.error());
    return done{};
  }

  std::string describe() const override { return to_string(options_.where); }

private:
  /// Forgets the connection: what it still has to say answers nothing.
  tl::unexpected<failure> broken(failure why) {
    connection_.reset();
    return tl::unexpected(std::move(why));
  }

  std::string key_of(std::string_view id) const {
    const bool named = is_token_record(id) || is_saving_record(id)
                       || is_delivery_record(id);
    const auto* kind = named ? ":" : ":container:";
    return options_.prefix + kind + std::string{id};
  }

  outcome<done> connect() {
    if (connection_)
      return done{};
    return redis_connection::open(options_).map([&](redis_connection opened) {
      connection_ = std::move(opened);
      return done{};
    });
  }

  // -- reading ----------------------------------------------------------------

  /// Compares the mark in the store with what we remember, and watches it: a
  /// group goes through only if no other was written since, by whomever.
  outcome<done> observe() {
    return connection_
        ->exchange(
            {{"WATCH", index_}, {"HGET", index_, std::string{mark_field}}})
        .and_then([&](const redis_replies& answers) -> outcome<done> {
          const auto& found = *answers[1];
          if (found.type != REDIS_REPLY_STRING && found.type != REDIS_REPLY_NIL)
            return unexpected_answer("HGET");
          continuity_.observe(to_mark(text_of(found)));
          return done{};
        });
  }

  /// Returns all ids, sorted.
  outcome<std::vector<std::string>> read_index() {
    return observe()
        .and_then([&](done) {
          return connection_->exchange({{"UNWATCH"}, {"HKEYS", index_}});
        })
        .and_then([&](const redis_replies& answers)
                      -> outcome<std::vector<std::string>> {
          const auto& fields = *answers[1];
          if (fields.type != REDIS_REPLY_ARRAY)
            return unexpected_answer("HKEYS");
          std::vector<std::string> ids;
          for (std::size_t i = 0; i < fields.elements; ++i)
            if (const auto id = text_of(*fields.element[i]); id != mark_field)
              ids.emplace_back(id);
          std::sort(ids.begin(), ids.end());
          return ids;
        });
  }

  /// Page by page: all answers at once would take as much memory again as all
  /// records.
  outcome<done> read_documents(const std::vector<std::string>& ids,
                               record_reader& to) {
    for (auto rest = std::span{ids}; !rest.empty();) {
      const auto page = rest.first(std::min(rest.size(), page_size));
      if (auto read = read_page(page, to); !read)
        return read;
      rest = rest.subspan(page.size());
    }
    return done{};
  }

  outcome<done> read_page(std::span<const std::string> ids, record_reader& to) {
    redis_command question{"MGET"};
    for (const auto& id : ids)
      question.push_back(key_of(id));
    const auto answers = connection_->exchange({question});
    if (!answers)
      return tl::unexpected(answers.error());
    const auto& page = *answers->front();
    if (page.type != REDIS_REPLY_ARRAY || page.elements != ids.size())
      return unexpected_answer("MGET");
    for (std::size_t i = 0; i < ids.size(); ++i) {
      const auto& one = *page.element[i];
      if (one.type == REDIS_REPLY_STRING)
        to.add(ids[i], text_of(one));
      else
        to.refuse(ids[i], "the document is missing or no string");
    }
    return done{};
  }

  // -- writing ----------------------------------------------------------------

  outcome<done> write(const std::vector<change>& changes) {
    std::vector<redis_command> group{{"MULTI"}};
    for (const auto& one : changes) {
      if (one.document.empty()) {
        group.push_back({"DEL", key_of(one.id)});
        group.push_back({"HDEL", index_, one.id});
      } else {
        group.push_back({"SET", key_of(one.id), one.document});
        group.push_back({"HSET", index_, one.id, ""});
      }
    }
    group.push_back({"HSET", index_, std::string{mark_field},
                     to_string(continuity_.send())});
    group.push_back({"EXEC"});
    const auto answers = connection_->exchange(group);
    if (!answers)
      return tl::unexpected(answers.error());
    const auto& last = *answers->back();
    if (last.type == REDIS_REPLY_NIL)
      return redis_down("somebody else writes to " + index_);
    // One result for each command between MULTI and EXEC.
    if (last.type != REDIS_REPLY_ARRAY || last.elements + 2 != group.size())
      return unexpected_answer("EXEC");
    return done{};
  }

  const redis_options options_;
  const std::string index_;
  continuity continuity_;
  std::optional<redis_connection> connection_;
};

} // namespace

std::unique_ptr<store> make_redis_store(redis_options options) {
  return std::make_unique<redis_store>(std::move(options));
}

} // namespace spin::store
